"""ANALYZE TABLE and OPTIMIZE TABLE within a body."""

from __future__ import annotations

from cfdb.translate.names import quoted
from cfdb.translate.reading.words import NotUnderstood, Words
from cfdb.translate.routines import tree, walking
from cfdb.translate.routines.scope import Scope
from cfdb.translate.routines.writer import Lines, Writer
from cfdb.translate.values import Untranslatable


def maintain(writer: Writer, statement: tree.Other, scope: Scope) -> Lines:
    """What VACUUM does is left to autovacuum: no program of PostgreSQL can run it."""
    routine = writer.routine
    verb = statement.verb.lower()
    if routine.kind != "procedure":
        raise Untranslatable(f"{verb} table outside of a procedure")
    if any(frame.protection.undoes for frame in writer.frames):
        raise Untranslatable(f"{verb} table, which commits, where an error is followed by a rollback")
    try:
        names = _tables(Words(statement.text), scope)
    except NotUnderstood as error:
        raise Untranslatable(f"{verb} table: {error.reason}") from error
    routine.find(f"{verb} table gives no report here")
    if verb == "optimize":
        routine.find("optimize table only analyzes: what deleted rows leave behind, autovacuum takes away")
    lines = [f"ANALYZE {', '.join(names)};"]
    if routine.commits:
        return ["COMMIT;", *lines]
    if any(walking.changes_data(one) and not is_definition(one) for one in walking.walk(routine.body)):
        routine.find("transaction control is left to the caller: the procedure succeeds or fails as a whole")
    return lines


def is_definition(statement: tree.Statement) -> bool:
    return isinstance(statement, tree.Other) and statement.verb in ("ANALYZE", "OPTIMIZE", "ALTER")


def _tables(words: Words, scope: Scope) -> list[str]:
    words.next()
    words.accept_any("NO_WRITE_TO_BINLOG", "LOCAL")
    if not words.accept("TABLE"):
        words.expect("TABLES")
    found = [_table(words, scope)]
    while words.accept(","):
        found.append(_table(words, scope))
    if not words.done:
        raise words.fail("the end of the statement")
    return found


def _table(words: Words, scope: Scope) -> str:
    name = words.name()
    table = scope.routine.schema.table(name)
    if table is None:
        raise Untranslatable(f"{name}, which is no table that is known")
    return quoted(scope.routine.names.table(table.name))
