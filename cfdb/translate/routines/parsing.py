"""The body of a stored program, read by descent (https://dev.mysql.com/doc/refman/8.0/en/sql-compound-statements.html)."""

from __future__ import annotations

from collections.abc import Callable

from cfdb.model.schema import Type
from cfdb.syntax.tokens import Kind, tokens
from cfdb.translate.reading.types import type_of
from cfdb.translate.reading.words import NotUnderstood, Words
from cfdb.translate.routines import tree
from cfdb.translate.routines.phrases import Phrases


def parse(text: str) -> tree.Statement:
    """The one statement that a body is. Raises NotUnderstood."""
    words = Words(_continued(text))
    try:
        statement = _Parser(words).statement()
    except RecursionError as error:
        raise NotUnderstood("nested too deeply", 0) from error
    words.accept(";")
    if not words.done:
        raise words.fail("the end of the body")
    return statement


SESSION = ("GLOBAL", "SESSION", "LOCAL", "NAMES", "TRANSACTION", "CHARACTER", "PASSWORD")
"""What SET says of something else than a variable."""


def _continued(text: str) -> str:
    """Without the backslashes at the ends of lines, which MySQL's client leaves out."""
    if "\\\n" not in text:
        return text
    ends = [token.start for token in tokens(text) if token.value == "\\" and text[token.end : token.end + 1] == "\n"]
    for at in ends:
        text = f"{text[:at]} {text[at + 1 :]}"
    return text


class _Parser(Phrases):
    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self._readers: dict[str, Callable[[int], tree.Statement]] = {
            "SET": self._set, "IF": self._if, "CASE": self._case, "LEAVE": self._leave, "ITERATE": self._iterate,
            "RETURN": self._return, "SIGNAL": self._signal, "RESIGNAL": self._signal, "OPEN": self._open,
            "FETCH": self._fetch, "CLOSE": self._close, "SELECT": self._select, "(": self._select, "WITH": self._with,
            "VALUES": self._select, "INSERT": self._change, "REPLACE": self._change, "UPDATE": self._change,
            "DELETE": self._change, "CALL": self._call, "DO": self._do, "GET": self._diagnostics,
            "PREPARE": self._prepare, "EXECUTE": self._execute, "DEALLOCATE": self._deallocate,
            "DROP": self._drop, "START": self._transaction, "COMMIT": self._transaction, "ROLLBACK": self._transaction,
            "SAVEPOINT": self._transaction, "RELEASE": self._transaction,
        }  # fmt: skip

    def statement(self) -> tree.Statement:
        words, line = self.words, self.line()
        label = self._label()
        if words.sees("BEGIN"):
            return self._block(label, line)
        if words.sees("LOOP") or words.sees("WHILE") or words.sees("REPEAT") or words.sees("FOR"):
            return self._loop(label, line)
        if label:
            raise words.fail("BEGIN, LOOP, WHILE or REPEAT")
        token = words.peek()
        read = self._readers.get(token.value if token.kind is Kind.SYMBOL else token.upper, self._other)
        return read(line)

    def statements(self, *stops: str) -> tuple[tree.Statement, ...]:
        """Up to one of these keywords, which is not passed."""
        found: list[tree.Statement] = []
        while not any(self.words.sees(stop) for stop in stops):
            if self.words.done:
                raise self.words.fail(stops[-1])
            found.append(self.statement())
            self.words.expect(";")
        return tuple(found)

    def _block(self, label: str, line: int) -> tree.Statement:
        words = self.words
        words.expect("BEGIN")
        if words.accept("NOT"):
            words.expect("ATOMIC")
        variables: list[tree.Variables] = []
        conditions: list[tuple[str, tree.Condition]] = []
        cursors: list[tree.Cursor] = []
        handlers: list[tree.Handler] = []
        while words.sees("DECLARE"):
            found = self._declaration()
            match found:
                case tree.Variables():
                    variables.append(found)
                case tree.Cursor():
                    cursors.append(found)
                case tree.Handler():
                    handlers.append(found)
                case _:
                    conditions.append(found)
            words.expect(";")
        statements = self.statements("END")
        self._end(label=label)
        return tree.Block(
            label, tuple(variables), tuple(conditions), tuple(cursors), tuple(handlers), statements, line=line
        )

    def _declaration(  # noqa: C901 - one case a kind
        self,
    ) -> tree.Variables | tree.Cursor | tree.Handler | tuple[str, tree.Condition]:
        words, line = self.words, self.line()
        words.expect("DECLARE")
        for kind in ("CONTINUE", "EXIT", "UNDO"):
            if words.accept(kind, "HANDLER"):
                if kind == "UNDO":
                    raise NotUnderstood("undo handler", words.offset())
                words.expect("FOR")
                conditions = [self._condition()]
                while words.accept(","):
                    conditions.append(self._condition())
                return tree.Handler(kind == "EXIT", tuple(conditions), self.statement(), line)
        names = [words.name()]
        if words.accept("CONDITION"):
            words.expect("FOR")
            return names[0], self._condition()
        if words.accept("CURSOR"):
            if words.sees("("):
                raise NotUnderstood("cursor with parameters", words.offset())
            words.expect("FOR")
            return tree.Cursor(names[0], self.expression(";"), line)
        while words.accept(","):
            names.append(words.name())
        row_of, kind_of = "", Type("")
        if words.accept("TYPE", "OF"):
            row_of = self.expression(";", "DEFAULT")
        elif words.sees("ROW"):
            raise NotUnderstood("row variable", words.offset())
        else:
            kind_of = type_of(words)
        default = self.expression(";") if words.accept("DEFAULT") or words.accept(":=") else ""
        return tree.Variables(tuple(names), kind_of, default, row_of, line)

    def _loop(self, label: str, line: int) -> tree.Statement:
        words = self.words
        if words.accept("LOOP"):
            statements = self.statements("END")
            self._end("LOOP", label=label)
            return tree.Loop(statements, label, line=line)
        if words.accept("WHILE"):
            condition = self.expression("DO")
            words.expect("DO")
            statements = self.statements("END")
            self._end("WHILE", label=label)
            return tree.Loop(statements, label, condition=condition, line=line)
        if words.accept("FOR"):
            return self._count(label, line)
        words.expect("REPEAT")
        statements = self.statements("UNTIL")
        words.expect("UNTIL")
        until = self.expression("END")
        self._end("REPEAT", label=label)
        return tree.Loop(statements, label, until=until, line=line)

    def _count(self, label: str, line: int) -> tree.Statement:
        words = self.words
        variable = words.name()
        words.expect("IN")
        reverse = words.accept("REVERSE")
        range_of = self.expression("DO")
        words.expect("DO")
        first, dots, last = range_of.partition("..")
        if not dots or words.text.count("..") != range_of.count(".."):
            raise NotUnderstood("FOR over a query", words.offset())
        statements = self.statements("END")
        self._end("FOR", label=label)
        return tree.Count(variable, first.strip(), last.strip(), statements, label, reverse, line=line)

    def _if(self, line: int) -> tree.Statement:
        words = self.words
        words.expect("IF")
        branches: list[tree.Branch] = []
        otherwise = None
        while True:
            when = self.expression("THEN")
            words.expect("THEN")
            branches.append(tree.Branch(when, self.statements("ELSEIF", "ELSE", "END")))
            if not words.accept("ELSEIF"):
                break
        if words.accept("ELSE"):
            otherwise = self.statements("END")
        self._end("IF")
        return tree.If(tuple(branches), otherwise, line=line)

    def _case(self, line: int) -> tree.Statement:
        words = self.words
        words.expect("CASE")
        operand = "" if words.sees("WHEN") else self.expression("WHEN")
        branches: list[tree.Branch] = []
        otherwise = None
        while words.accept("WHEN"):
            when = self.expression("THEN")
            words.expect("THEN")
            branches.append(tree.Branch(when, self.statements("WHEN", "ELSE", "END")))
        if words.accept("ELSE"):
            otherwise = self.statements("END")
        self._end("CASE")
        return tree.Case(operand, tuple(branches), otherwise, line=line)

    def _leave(self, line: int) -> tree.Statement:
        self.words.expect("LEAVE")
        return tree.Leave(self.words.name(), line=line)

    def _iterate(self, line: int) -> tree.Statement:
        self.words.expect("ITERATE")
        return tree.Iterate(self.words.name(), line=line)

    def _return(self, line: int) -> tree.Statement:
        self.words.expect("RETURN")
        return tree.Return(self.expression(";"), line=line)

    def _set(self, line: int) -> tree.Statement:
        words = self.words
        words.expect("SET")
        found = [self._assignment(line)]
        while words.accept(","):
            found.append(self._assignment(line))
        return found[0] if len(found) == 1 else tree.Sequence(tuple(found), line=line)

    def _assignment(self, line: int) -> tree.Statement:
        words = self.words
        session = words.peek().upper in SESSION and words.peek(1).kind in (Kind.WORD, Kind.NAME, Kind.TEXT)
        if session:
            return self._other(line, verb="SET " + words.peek().upper)
        target = self._target("=", ":=")
        if not words.accept("="):
            words.expect(":=")
        return tree.Assign(target, self.expression(",", ";"), line=line)

    def _signal(self, line: int) -> tree.Statement:
        words = self.words
        again = words.next().upper == "RESIGNAL"
        condition = None
        if not words.sees(";") and not words.sees("SET"):
            condition = self._condition()
        items: list[tuple[str, str]] = []
        if words.accept("SET"):
            while True:
                name = words.name().upper()
                words.expect("=")
                items.append((name, self.expression(",", ";")))
                if not words.accept(","):
                    break
        return tree.Signal(condition, tuple(items), again, line=line)

    def _open(self, line: int) -> tree.Statement:
        self.words.expect("OPEN")
        return tree.Open(self.words.name(), line=line)

    def _fetch(self, line: int) -> tree.Statement:
        words, first = self.words, self.words.at
        words.expect("FETCH")
        if words.accept("NEXT"):
            words.expect("FROM")
        else:
            words.accept("FROM")
        cursor = words.name()
        words.expect("INTO")
        targets = self._targets()
        return tree.Fetch(cursor, targets, (first, words.at), line=line)

    def _close(self, line: int) -> tree.Statement:
        self.words.expect("CLOSE")
        return tree.Close(self.words.name(), line=line)

    def _select(self, line: int) -> tree.Statement:
        """A query whose INTO, in the middle or at the end, is taken out."""
        words, depth = self.words, 0
        pieces: list[str] = []
        targets: tuple[str, ...] = ()
        first = words.at
        while not words.done and not words.sees(";"):
            token = words.peek()
            if depth == 0 and token.upper == "INTO":
                if words.peek(1).upper in ("OUTFILE", "DUMPFILE"):
                    raise NotUnderstood(f"into {words.peek(1).value.lower()}", words.offset())
                pieces.append(words.between(first, words.at))
                words.next()
                targets = self._targets()
                first = words.at
                continue
            if token.kind is Kind.SYMBOL:
                depth += (token.value == "(") - (token.value == ")")
            words.next()
        pieces.append(words.between(first, words.at))
        return tree.Query(" ".join(pieces).strip(), targets, line=line)

    def _with(self, line: int) -> tree.Statement:
        """A query, or an UPDATE or DELETE behind common table expressions."""
        words, at = self.words, self.words.at
        depth = 0
        while not words.done and not words.sees(";"):
            token = words.next()
            depth += (token.value == "(") - (token.value == ")") if token.kind is Kind.SYMBOL else 0
            if depth == 0 and token.upper in ("UPDATE", "DELETE"):
                words.at = at
                return tree.Change(self.expression(";"), token.upper, line=line)
        words.at = at
        return self._select(line)

    def _change(self, line: int) -> tree.Statement:
        verb = self.words.peek().upper
        return tree.Change(self.expression(";"), verb, line=line)

    def _call(self, line: int) -> tree.Statement:
        words = self.words
        words.expect("CALL")
        name = words.name()
        arguments: tuple[str, ...] = ()
        if words.accept("(") and not words.accept(")"):
            arguments = self.expressions(")")
            words.expect(")")
        return tree.Call(name, arguments, line=line)

    def _do(self, line: int) -> tree.Statement:
        self.words.expect("DO")
        return tree.Evaluate(self.expression(";"), line=line)

    def _diagnostics(self, line: int) -> tree.Statement:
        words = self.words
        words.expect("GET")
        words.accept_any("CURRENT", "STACKED")
        words.expect("DIAGNOSTICS")
        condition = ""
        if words.accept("CONDITION") or words.accept("EXCEPTION"):
            condition = words.next().value
        items: list[tuple[str, str]] = []
        while True:
            target = self._name()
            words.expect("=")
            items.append((target, words.name().upper()))
            if not words.accept(","):
                break
        return tree.Diagnostics(tuple(items), condition, line=line)

    def _prepare(self, line: int) -> tree.Statement:
        words = self.words
        words.expect("PREPARE")
        name = words.name()
        words.expect("FROM")
        return tree.Prepare(name, self.expression(";"), line=line)

    def _execute(self, line: int) -> tree.Statement:
        words = self.words
        words.expect("EXECUTE")
        if words.accept("IMMEDIATE"):
            raise NotUnderstood("execute immediate", words.offset())
        name = words.name()
        using = self._targets() if words.accept("USING") else ()
        return tree.Execute(name, using, line=line)

    def _deallocate(self, line: int) -> tree.Statement:
        words = self.words
        words.expect("DEALLOCATE", "PREPARE")
        return tree.Deallocate(words.name(), line=line)

    def _drop(self, line: int) -> tree.Statement:
        if self.words.accept("DROP", "PREPARE"):
            return tree.Deallocate(self.words.name(), line=line)
        return self._other(line)

    def _transaction(self, line: int) -> tree.Statement:
        verb = self.words.peek().upper
        if verb == "START" and self.words.peek(1).upper != "TRANSACTION":
            return self._other(line)
        text = self.expression(";")
        if verb == "ROLLBACK" and "TO" in text.upper().split():
            verb = "ROLLBACK TO"
        return tree.Transaction(verb, line=line)

    def _other(self, line: int, verb: str = "") -> tree.Statement:
        words = self.words
        if words.done or words.sees("END") or words.sees(";"):
            raise words.fail("a statement")
        verb = verb or words.peek().upper or words.peek().value
        return tree.Other(self.expression(";"), verb, line=line)
