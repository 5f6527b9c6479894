"""OPEN, FETCH and CLOSE."""

from __future__ import annotations

from collections.abc import Callable

from cfdb.translate.routines import asking, expressing, following, tree, walking
from cfdb.translate.routines.scope import Scope, Variable
from cfdb.translate.routines.writer import Lines, Writer, ends, indented
from cfdb.translate.values import Untranslatable, Value


def known(name: str, scope: Scope) -> tuple[str, tree.Cursor, Scope]:
    found = scope.cursors.get(name.lower())
    if found is None:
        raise Untranslatable(f"unknown cursor {name}")
    return found


def open_cursor(writer: Writer, statement: tree.Open, scope: Scope) -> Lines:
    if writer.routine.commits:
        raise Untranslatable("commit beside a cursor")
    cursor, declared, inner = known(statement.cursor, scope)
    # The query is of the place of its declaration; its variables are read when it is opened.
    query = asking.query(declared.query, inner).sql
    lines = [f"OPEN {cursor} NO SCROLL FOR {query};"]
    closed = any(
        isinstance(other, tree.Close) and other.cursor.lower() == statement.cursor.lower()
        for other in walking.walk(writer.routine.body)
    )
    if not closed and writer.loops:
        # MySQL closes a cursor at the end of its block.
        lines.insert(0, f"{cursor} := NULL;")
    return writer.protected(lines)


def close(writer: Writer, statement: tree.Close, scope: Scope) -> Lines:
    return writer.protected([f"CLOSE {known(statement.cursor, scope)[0]};"])


def fetch(writer: Writer, statement: tree.Fetch, scope: Scope) -> Lines:
    cursor, declared, inner = known(statement.cursor, scope)
    targets = [expressing.target(name, scope) for name in statement.targets]
    missing = writer.when_not_found()
    if not missing:
        if writer.guarded():
            raise Untranslatable("fetch without a handler for not found")
        missing = ["RAISE no_data_found USING MESSAGE = 'No data - zero rows fetched';"]
    columns = [column for _, column in asking.query(declared.query, inner).columns]
    if len(columns) != len(targets):
        raise Untranslatable("fetch of another number of columns")
    return into(writer, statement, scope, lambda names: f"FETCH {cursor} INTO {names};", (targets, columns, missing))


def when_missing(missing: Lines) -> Lines:
    return ["IF NOT FOUND THEN", *indented(missing), "END IF;"] if missing else []


def into(
    writer: Writer,
    statement: tree.Fetch | tree.Query,
    scope: Scope,
    command: Callable[[str], str],
    found: tuple[list[Variable], list[Value], Lines],
) -> Lines:
    """A row into variables, which stay what they are where there is none: PostgreSQL would make them NULL."""
    targets, columns, missing = found
    direct = all(asking.is_direct(scope, column, target) for column, target in zip(columns, targets, strict=True))
    unseen = following.unseen(statement, writer.routine.body, [name.lower() for name in statement.targets])
    if direct and (unseen or (ends(missing) and missing[-1].startswith("RAISE"))):
        lines = [command(", ".join(target.name for target in targets))]
        return [*lines, *when_missing(missing)]
    held: list[str] = []
    moved: Lines = []
    for name, target, column in zip(statement.targets, targets, columns, strict=True):
        helper = writer.helper("found_" + name.rpartition(".")[2].strip("`@"), asking.row_type(column))
        held.append(helper)
        value = expressing.stored(scope, asking.held(column, helper), target)
        moved.append(f"{target.name} := {value};" if target.name else expressing.set_user(name, value))
    lines = [command(", ".join(held)), "IF FOUND THEN", *indented(moved)]
    return [*lines, "ELSE", *indented(missing), "END IF;"] if missing else [*lines, "END IF;"]
