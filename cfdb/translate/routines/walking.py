"""Questions about all statements of a body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cfdb.syntax.tokens import Kind, tokens
from cfdb.translate.routines import tree


def children(statement: tree.Statement) -> Iterator[tuple[tree.Statement, ...]]:
    """The lists of statements that this one has, handlers left out."""
    match statement:
        case tree.Block() | tree.Loop() | tree.Count() | tree.Sequence():
            yield statement.statements
        case tree.If() | tree.Case():
            yield from (branch.statements for branch in statement.branches)
            if statement.otherwise is not None:
                yield statement.otherwise
        case _:
            pass


def walk(statement: tree.Statement, *, handlers: bool = True) -> Iterator[tree.Statement]:
    """The statement and all that are within, in the order in which they are written."""
    yield statement
    if handlers and isinstance(statement, tree.Block):
        for handler in statement.handlers:
            yield from walk(handler.body)
    for body in children(statement):
        for child in body:
            yield from walk(child, handlers=handlers)


def texts(statement: tree.Statement) -> Iterator[str]:  # noqa: C901 - one case a kind
    """The expressions and queries of this statement alone."""
    match statement:
        case tree.Assign() | tree.Return() | tree.Evaluate():
            yield statement.value
        case tree.If():
            yield from (branch.when for branch in statement.branches)
        case tree.Case():
            yield statement.operand
            yield from (branch.when for branch in statement.branches)
        case tree.Loop():
            yield from (statement.condition, statement.until)
        case tree.Count():
            yield from (statement.first, statement.last)
        case tree.Query() | tree.Change() | tree.Other():
            yield statement.text
        case tree.Call():
            yield from statement.arguments
        case tree.Signal():
            yield from (text for _, text in statement.items)
        case tree.Block():
            yield from (cursor.query for cursor in statement.cursors)
            yield from (variables.default for variables in statement.variables)
        case tree.Prepare():
            yield statement.source
        case _:
            pass


def functions(text: str) -> set[str]:
    """The words before a parenthesis, in lower case."""
    found: set[str] = set()
    before = ""
    for token in tokens(text):
        if token.kind is Kind.SYMBOL and token.value == "(" and before:
            found.add(before)
        before = token.value.lower() if token.kind in (Kind.WORD, Kind.NAME) else ""
    return found


def words(text: str) -> set[str]:
    """All words and names, in lower case."""
    return {token.value.lower() for token in tokens(text) if token.kind in (Kind.WORD, Kind.NAME)}


def users(text: str) -> set[str]:
    """The user variables, in lower case and with their @."""
    found: set[str] = set()
    at = False
    for token in tokens(text):
        if at:
            found.add("@" + token.value.lower())
        at = token.kind is Kind.WORD and token.value == "@"
        if token.kind is Kind.WORD and token.value.startswith("@") and not token.value.startswith("@@") and not at:
            found.add(token.value.lower())
    return found


def changes_data(statement: tree.Statement) -> bool:
    """Whether a leaf changes what is stored; a CALL may."""
    if isinstance(statement, tree.Other) and statement.verb.startswith("SET "):
        return False
    return isinstance(statement, tree.Change | tree.Call | tree.Other | tree.Execute)


def leaves(statements: Iterable[tree.Statement]) -> Iterator[tree.Statement]:
    """The statements without statements of their own."""
    for statement in statements:
        bodies = list(children(statement))
        if not bodies:
            yield statement
        for body in bodies:
            yield from leaves(body)
