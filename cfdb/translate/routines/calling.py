"""CALL, transactions, prepared statements, and what else a body can say."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from cfdb.model.schema import Routine
from cfdb.syntax.tokens import tokens
from cfdb.translate.assigning import argument
from cfdb.translate.grammar import parse_expression
from cfdb.translate.names import quoted
from cfdb.translate.reading.words import NotUnderstood
from cfdb.translate.routines import (
    altering,
    dynamic,
    expressing,
    features,
    following,
    maintaining,
    scratch,
    tree,
    walking,
)
from cfdb.translate.routines.parsing import parse
from cfdb.translate.routines.scope import Scope
from cfdb.translate.routines.variables import parameter
from cfdb.translate.routines.writer import Lines, Writer
from cfdb.translate.values import Untranslatable


def call(writer: Writer, statement: tree.Call, scope: Scope) -> Lines:
    routine = writer.routine
    found = _procedure(writer, statement)
    if any(frame.protection.handlers and not frame.protection.undoes for frame in writer.frames):
        writer.routine.find("what a called procedure has done before it fails is undone, mysql keeps it")
    arguments: list[str] = []
    ahead: Lines = []
    behind: Lines = []
    for given, text in zip(found.parameters, statement.arguments, strict=True):
        wanted = parameter("", given.type, routine.policies)
        if given.mode == "IN":
            arguments.append(argument(scope.context, expressing.value(text, scope), wanted.value).sql)
            continue
        target = expressing.target(text, scope)
        if target.name and target.type == wanted.type:
            arguments.append(target.name)
            continue
        helper = writer.helper(f"out_{given.name}", wanted.type)
        if given.mode == "INOUT":
            ahead.append(f"{helper} := {expressing.assigned(text, scope, wanted)};")
        arguments.append(helper)
        value = expressing.stored(scope, replace(wanted.value, sql=helper), target)
        behind.append(f"{target.name} := {value};" if target.name else expressing.set_user(text.strip(), value))
    name = quoted(routine.names.program("procedure", found.name))
    if gives_rows(found.body):
        # What returns one set of rows is a function.
        routine.find(f"the rows of {found.name} are not passed on")
        return writer.protected([*ahead, f"PERFORM {name}({', '.join(arguments)});", *behind])
    return writer.protected([*ahead, f"CALL {name}({', '.join(arguments)});", *behind])


def _procedure(writer: Writer, statement: tree.Call) -> Routine:
    """The procedure that is called, where that can be done."""
    routine = writer.routine
    procedures = (one for one in routine.schema.routines.values() if one.returns is None)
    found = next((one for one in procedures if one.name.lower() == statement.name.lower()), None)
    if found is None:
        raise Untranslatable(f"call of an unknown procedure {statement.name}")
    if len(found.parameters) != len(statement.arguments):
        raise Untranslatable(f"call of {statement.name} with a wrong number of arguments")
    if gives_rows(found.body) and not _is_table(found):
        raise Untranslatable(f"call of {found.name}, which returns rows")
    if routine.changed:
        raise Untranslatable("row_count() in a routine that calls others")
    if routine.identity and "insert" in found.body.lower():
        raise Untranslatable("last_insert_id() in a routine that calls others")
    if routine.kind != "procedure" and commits(found.body):
        raise Untranslatable(f"call of {found.name}, which commits")
    return found


def _is_table(found: Routine) -> bool:
    """Whether it becomes a function that returns a table."""
    body = parse(found.body)
    return (
        features.is_table(body)
        and not features.commits(body)
        and all(parameter.mode == "IN" for parameter in found.parameters)
    )


def gives_rows(body: str) -> bool:
    """Whether a procedure sends rows to whoever calls it."""
    try:
        parsed = parse(body)
    except NotUnderstood:
        return False
    return any(isinstance(one, tree.Query) and not one.targets for one in walking.walk(parsed))


def commits(body: str) -> bool:
    try:
        parsed = parse(body)
    except NotUnderstood:
        return False
    return any(isinstance(one, tree.Transaction) for one in walking.walk(parsed))


def transact(writer: Writer, statement: tree.Transaction, scope: Scope) -> Lines:
    verb = statement.verb
    if writer.routine.kind != "procedure":
        raise Untranslatable("transaction control outside of a procedure")
    if verb in ("SAVEPOINT", "RELEASE", "ROLLBACK TO"):
        raise Untranslatable("savepoint in a routine")
    if writer.routine.commits:
        if writer.handling:
            raise Untranslatable("commit in an error handler")
        if verb == "START":
            # It commits what was done before.
            ahead = any(map(walking.changes_data, following.before(statement, writer.routine.body)))
            return ["COMMIT;"] if ahead else []
        return [f"{verb};"]
    if verb == "ROLLBACK" and not writer.undoing:
        raise Untranslatable("rollback outside of an error handler")
    writer.routine.find("transaction control is left to the caller: the procedure succeeds or fails as a whole")
    del scope
    return []


def prepare(writer: Writer, statement: tree.Prepare, scope: Scope) -> Lines:
    """A text that is known is written as the statement that it is, where it is executed."""
    name, source = statement.name.lower(), _source(writer, statement.source)
    writer.computed.pop(name, None)
    found = _constant(source, scope)
    if found is None:
        writer.computed[name] = dynamic.execution(writer, source, scope), scope.variables
    else:
        writer.written[name] = found
    return []


def _source(writer: Writer, source: str) -> str:
    """What is assigned to the variable, where that is done in one place."""
    bare = source.strip().lower()
    everything = list(walking.walk(writer.routine.body))
    assigned = [one for one in everything if isinstance(one, tree.Assign) and one.target.strip().lower() == bare]
    others = [
        one
        for one in everything
        if isinstance(one, tree.Query | tree.Fetch) and bare in [name.lower() for name in one.targets]
    ]
    return _source(writer, assigned[0].value) if len(assigned) == 1 and not others else source


def _constant(source: str, scope: Scope) -> str | None:
    node = parse_expression(source)
    if any(True for _ in node.find_all(exp.Column, exp.Parameter, exp.Query)):
        return None
    return expressing.value(source, scope).literal


def execute(writer: Writer, statement: tree.Execute, scope: Scope) -> Lines:
    if (computed := writer.computed.get(statement.name.lower())) and not statement.using:
        if computed[1] != scope.variables:
            raise Untranslatable("execution of a statement that is prepared elsewhere")
        return writer.protected([computed[0]])
    text = writer.written.get(statement.name.lower())
    if text is None:
        raise Untranslatable("execution of a statement that is prepared elsewhere")
    given = list(statement.using)
    whole, at = "", 0
    for token in tokens(text):
        if token.value == "?" and token.start == token.end - 1:
            if not given:
                raise Untranslatable("execute with too few values")
            whole += text[at : token.start] + given.pop(0)
            at = token.end
    try:
        parsed = parse(whole + text[at:])
    except NotUnderstood as error:
        raise Untranslatable("dynamic sql that is not understood") from error
    # A prepared statement sees no variables of the program.
    visible = {name: found for name, found in scope.variables.items() if name.startswith("@")}
    return writer.statement(parsed, replace(scope, variables=visible))


def other(writer: Writer, statement: tree.Other, scope: Scope) -> Lines:
    words = statement.text.split()
    if statement.verb in ("SET TRANSACTION", "SET SESSION") and "ISOLATION" in statement.text.upper():
        writer.routine.find("the isolation level is left to the caller")
        return []
    head = " ".join(words[:2]).upper()
    if head == "CREATE TEMPORARY":
        return writer.protected(scratch.create(statement.text, scope))
    if head in ("DROP TEMPORARY", "DROP TABLE"):
        return writer.protected(scratch.drop(statement.text, scope))
    if statement.verb == "TRUNCATE":
        table = scope.routine.schema.table(words[-1].strip("`"))
        if table is None:
            raise Untranslatable("truncate of an unknown table")
        name = quoted(scope.routine.names.table(table.name))
        if table.name not in scope.routine.scratch and writer.routine.kind == "trigger":
            raise Untranslatable("truncate in a trigger")
        return writer.protected([f"TRUNCATE {name} RESTART IDENTITY;"])
    if statement.verb in ("ANALYZE", "OPTIMIZE"):
        return writer.protected(maintaining.maintain(writer, statement, scope))
    if statement.verb == "ALTER":
        return writer.protected(altering.alter(writer, statement, scope))
    raise Untranslatable(" ".join(words[:2]).lower())
