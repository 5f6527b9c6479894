"""ALTER TABLE, from what a table was written as to what it would be written as now."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, auto

from cfdb.model.schema import Column, Schema, Table
from cfdb.translate.names import LONGEST, literal, quoted
from cfdb.translate.writing.piece import Constraint, Piece, Stage, Writer, WrittenColumn, WrittenTable
from cfdb.translate.writing.tables import on_update_function
from cfdb.translate.writing.whole import counters

TEXTS = ("text", "character varying", "varchar", "char", "character", "citext")
ZEROS = {
    "smallint": "0", "integer": "0", "bigint": "0", "numeric": "0", "real": "0", "double precision": "0",
    "boolean": "false", "bytea": "''", "text": "''", "varchar": "''", "char": "''", "text[]": "'{}'",
}  # fmt: skip
"""What MySQL puts into rows that were there before a column that is NOT NULL and has no default."""


class Phase(IntEnum):
    """The order over all tables: what depends on a thing goes before it, and comes after it."""

    VIEWS_GO = auto()
    FOREIGN_KEYS_GO = auto()
    PROGRAMS_GO = auto()
    INDEXES_GO = auto()
    CHECKS_GO = auto()
    NAMES = auto()
    COLUMNS = auto()
    TYPES_GO = auto()
    KEYS = auto()
    CHECKS = auto()
    INDEXES = auto()
    FOREIGN_KEYS = auto()
    PROGRAMS = auto()
    VIEWS = auto()
    COMMENTS = auto()


Step = tuple[Phase, str]
Lose = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Pair:
    """A table before and after, as it was declared, and as it is written."""

    old: Table
    new: Table
    before: Writer
    after: Writer
    lose: Lose

    @property
    def was(self) -> WrittenTable:
        return self.before.tables[self.old.name]

    @property
    def now(self) -> WrittenTable:
        return self.after.tables[self.new.name]

    @property
    def on(self) -> str:
        return quoted(self.after.names.table(self.new.name))

    @property
    def renamed(self) -> Mapping[str, str]:
        """Columns that have another name now, by the one that they had; both in lower case."""
        there = self.was.columns
        return {
            column.formerly.lower(): column.name.lower()
            for column in self.new.columns
            if column.formerly and column.formerly.lower() in there
        }

    def former(self, name: str) -> str:
        """What a column was called."""
        return next((old for old, new in self.renamed.items() if new == name), name)

    def pieces(self, *stages: Stage) -> tuple[dict[str, Piece], dict[str, Piece]]:
        """By their names, before and after."""
        return _of(self.before, self.old, stages), _of(self.after, self.new, stages)


def _of(writer: Writer, table: Table, stages: Iterable[Stage]) -> dict[str, Piece]:
    wanted = set(stages)
    return {it.name or it.sql: it for it in writer.pieces if it.table == table.name and it.stage in wanted}


def pairs_of(before: Schema, after: Schema) -> Iterator[tuple[Table, Table]]:
    """The tables that are there before and after; one with another name is known by where it was made."""
    made = {table.origin: table for table in before.tables.values() if table.name not in after.tables}
    for name, new in after.tables.items():
        old = before.tables.get(name) or (made.get(new.origin) if new.origin.line else None)
        if old is not None:
            yield old, new


def altered(before: Writer, after: Writer, lose: Callable[[Table, str], None], views: Collection[str]) -> list[str]:
    """The statements that make of one schema's tables those of the other, and what has to be made anew around them.

    `views` are the names of those that are there.
    """
    steps: list[Step] = []
    touched: set[str] = set()
    for old, new in pairs_of(before.schema, after.schema):
        pair = Pair(old, new, before, after, lambda why, new=new: lose(new, why))  # type: ignore[misc]
        found = list(_steps(pair))
        if any(phase in (Phase.NAMES, Phase.COLUMNS) for phase, _ in found):
            touched.add(old.name.lower())
        steps += found
    steps += _views(before, after, touched, views)
    return [sql for _, sql in sorted(steps, key=lambda step: step[0])]


def _views(before: Writer, after: Writer, touched: set[str], views: Collection[str]) -> Iterator[Step]:
    """PostgreSQL changes no column that a view asks for: it is made anew. Those of views go first."""
    now = {piece.name: piece for piece in after.pieces if piece.stage is Stage.VIEWS and piece.name in views}
    gone: list[str] = []
    for piece in (piece for piece in before.pieces if piece.stage is Stage.VIEWS):
        words = set(re.findall(r"[\w$]+", piece.sql.lower()))
        if words & touched and piece.name in now:
            touched.add(piece.name.lower())
            gone.append(piece.name)
    yield from ((Phase.VIEWS_GO, f"DROP VIEW {quoted(name)}") for name in reversed(gone))
    yield from ((Phase.VIEWS, piece.sql) for name, piece in now.items() if name in gone)


def _steps(pair: Pair) -> Iterator[Step]:
    if pair.was.partitioned != pair.now.partitioned:
        pair.lose("its partitions change")
        return
    yield from _names(pair)
    yield from _columns(pair)
    yield from _primary(pair)
    yield from _checks(pair)
    yield from _indexes(pair)
    yield from _foreign_keys(pair)
    yield from _programs(pair)
    yield from _comments(pair)


def _names(pair: Pair) -> Iterator[Step]:
    old = quoted(pair.before.names.table(pair.old.name))
    if old != pair.on:
        yield Phase.NAMES, f"ALTER TABLE {old} RENAME TO {pair.on}"
    for was, now in pair.renamed.items():
        if was in pair.was.columns and now in pair.now.columns:
            yield (
                Phase.NAMES,
                f"ALTER TABLE {pair.on} RENAME COLUMN {pair.was.columns[was].name} TO {pair.now.columns[now].name}",
            )


# Columns


def _columns(pair: Pair) -> Iterator[Step]:
    kept = {pair.former(name) for name in pair.now.columns}
    for name, column in pair.was.columns.items():
        if name not in kept:
            yield Phase.COLUMNS, f"ALTER TABLE {pair.on} DROP COLUMN {column.name}"
    for name, column in pair.now.columns.items():
        was = pair.was.columns.get(pair.former(name))
        if was is None:
            yield from _added(pair, column)
        else:
            yield from _changed(pair, was, column)
    yield from _types(pair)
    yield from _counter(pair)


def _added(pair: Pair, column: WrittenColumn) -> Iterator[Step]:
    bare = not column.declared.nullable and not column.clause
    zero = _zero(column) if bare else ""
    if bare and not zero:
        pair.lose(f"column {column.declared.name} is NOT NULL and has no default for the rows that are there")
        return
    line = f"{column.name} {column.type} DEFAULT {zero} NOT NULL" if zero else column.line
    yield Phase.COLUMNS, f"ALTER TABLE {pair.on} ADD COLUMN {line}"
    if zero:
        yield Phase.COLUMNS, f"ALTER TABLE {pair.on} ALTER COLUMN {column.name} DROP DEFAULT"


def _zero(column: WrittenColumn) -> str:
    type = column.declared.type
    if type.name == "enum" and type.arguments:
        return literal(type.arguments[0])
    return ZEROS.get(re.sub(r"\(.*?\)| COLLATE .*", "", column.type), "")


def _changed(pair: Pair, was: WrittenColumn, now: WrittenColumn) -> Iterator[Step]:
    head = f"ALTER TABLE {pair.on} ALTER COLUMN {now.name}"
    if _is_computed(was) or _is_computed(now):
        if (was.type, was.clause) != (now.type, now.clause):
            yield Phase.COLUMNS, f"ALTER TABLE {pair.on} DROP COLUMN {now.name}"
            yield Phase.COLUMNS, f"ALTER TABLE {pair.on} ADD COLUMN {now.line}"
        return
    retyped = was.type != now.type or _members(was.declared) != _members(now.declared)
    if was.clause.startswith("DEFAULT") and (retyped or was.clause != now.clause):
        yield Phase.COLUMNS, f"{head} DROP DEFAULT"
    if _counts(was) and not _counts(now):
        yield Phase.COLUMNS, f"{head} DROP IDENTITY"
    if retyped:
        using = _using(was, now)
        if using is None:
            pair.lose(f"column {now.declared.name}: from {was.type} to {now.type}")
            return
        yield Phase.COLUMNS, f"{head} TYPE {now.type}{using}"
    if was.declared.nullable != now.declared.nullable:
        yield Phase.COLUMNS, f"{head} {'DROP' if now.declared.nullable else 'SET'} NOT NULL"
    if _counts(now) and not _counts(was):
        yield Phase.COLUMNS, f"{head} ADD {now.clause}"
    elif now.clause.startswith("DEFAULT") and (retyped or was.clause != now.clause):
        yield Phase.COLUMNS, f"{head} SET {now.clause}"


def _is_computed(column: WrittenColumn) -> bool:
    return column.clause.startswith("GENERATED ALWAYS")


def _counts(column: WrittenColumn) -> bool:
    return column.clause.startswith("GENERATED BY DEFAULT")


def _members(column: Column) -> tuple[str, ...]:
    return column.type.arguments if column.type.name == "enum" else ()


def _using(was: WrittenColumn, now: WrittenColumn) -> str | None:
    """How values get there; nothing where PostgreSQL assigns them, and refuses what would be cut. None: not known."""
    old, new = (re.sub(r"\(.*?\)| COLLATE .*", "", column.type) for column in (was, now))
    if old == new and _members(was.declared) == _members(now.declared):
        return ""
    if {old, new} <= {"timestamp", "timestamp with time zone"} and old != new:
        return None
    if _members(now.declared) and now.type not in TEXTS:
        return f" USING {now.name}::text::{now.type}"
    if new in TEXTS:
        return ""
    if old in TEXTS or _members(was.declared):
        return f" USING {now.name}::text::{now.type}"
    if new == "boolean":
        return f" USING {now.name} <> 0" if old in ZEROS else None
    if old == "boolean":
        return f" USING {now.name}::integer"
    return ""


def _types(pair: Pair) -> Iterator[Step]:
    """Types of ENUMs: one with other members is made beside the old one, which goes when no column has it."""
    was, now = pair.pieces(Stage.TYPES)
    for name, piece in now.items():
        if name in was and was[name].sql != piece.sql:
            yield Phase.NAMES, f"ALTER TYPE {quoted(name)} RENAME TO {quoted(_aside(name))}"
            yield Phase.NAMES, piece.sql
            yield Phase.TYPES_GO, f"DROP TYPE {quoted(_aside(name))}"
        elif name not in was:
            yield Phase.NAMES, piece.sql
    for name, piece in was.items():
        if name not in now and piece.sql.startswith("CREATE TYPE"):
            yield Phase.TYPES_GO, f"DROP TYPE {quoted(name)}"


def _aside(name: str) -> str:
    return f"{name[: LONGEST - 7]}_before"


def _counter(pair: Pair) -> Iterator[Step]:
    counting = {name for name, column in pair.now.columns.items() if _counts(column)}
    before = {name for name, column in pair.was.columns.items() if _counts(column)}
    if counting and (counting != before or pair.old.auto_increment != pair.new.auto_increment):
        yield from ((Phase.KEYS, sql) for sql in counters(pair.after, pair.new))


# Constraints and indexes


def _primary(pair: Pair) -> Iterator[Step]:
    was, now = pair.was.primary, pair.now.primary
    same = was and now and tuple(pair.renamed.get(name, name) for name in was.columns) == now.columns
    if was and now and same:
        if was.name != now.name:
            yield (
                Phase.NAMES,
                f"ALTER TABLE {pair.on} RENAME CONSTRAINT {quoted(was.name)} TO {quoted(now.name)}",
            )
        return
    if was:
        yield Phase.CHECKS_GO, _drop_constraint(pair, was.name)
    if now:
        yield Phase.KEYS, f"ALTER TABLE {pair.on} ADD {now.line}"


def _drop_constraint(pair: Pair, name: str) -> str:
    """The table still has its old name by then."""
    return f"ALTER TABLE {quoted(pair.before.names.table(pair.old.name))} DROP CONSTRAINT {quoted(name)}"


def _checks(pair: Pair) -> Iterator[Step]:
    was, now = list(pair.was.checks), list(pair.now.checks)
    for check in [check for check in was if check in now]:
        was.remove(check)
        now.remove(check)
    for check in was:
        if name := check.name or _given(pair, check):
            yield Phase.CHECKS_GO, _drop_constraint(pair, name)
        else:
            pair.lose(f"a check without a name goes: {check.definition}")
    yield from ((Phase.CHECKS, f"ALTER TABLE {pair.on} ADD {check.line}") for check in now)


def _given(pair: Pair, check: Constraint) -> str:
    """The name that PostgreSQL gave to the one check of a column's type."""
    if len(check.columns) != 1 or sum(it.columns == check.columns and not it.name for it in pair.was.checks) > 1:
        return ""
    table = pair.before.names.table(pair.old.name)
    name = f"{table}_{pair.before.names.column(pair.old.name, check.columns[0])}_check"
    taken = any(it.name == name for it in pair.was.checks)
    return "" if taken or len(name.encode()) > LONGEST else name


def _indexes(pair: Pair) -> Iterator[Step]:
    was, now = pair.pieces(Stage.UNIQUES, Stage.INDEXES)
    gone = {name: piece for name, piece in was.items() if name not in now or now[name].sql != piece.sql}
    for name, piece in now.items():
        if name in was and name not in gone:
            continue
        alike = next((old for old, it in gone.items() if _bare(it, old) == _bare(piece, name)), None)
        if alike is not None:
            del gone[alike]
            yield Phase.NAMES, f"ALTER INDEX {quoted(alike)} RENAME TO {quoted(name)}"
        else:
            yield Phase.INDEXES, piece.sql
    for name, piece in gone.items():
        if piece.sql.startswith("ALTER TABLE"):
            yield Phase.INDEXES_GO, _drop_constraint(pair, name)
        else:
            yield Phase.INDEXES_GO, f"DROP INDEX {quoted(name)}"


def _bare(piece: Piece, name: str) -> str:
    return piece.sql.replace(f" {quoted(name)} ", " ", 1)


def _foreign_keys(pair: Pair) -> Iterator[Step]:
    was, now = pair.pieces(Stage.FOREIGN_KEYS)
    for name, piece in was.items():
        if name not in now or now[name].sql != piece.sql:
            yield Phase.FOREIGN_KEYS_GO, _drop_constraint(pair, name)
    for name, piece in now.items():
        if name not in was or was[name].sql != piece.sql:
            yield Phase.FOREIGN_KEYS, piece.sql


# What stands beside a table


def _programs(pair: Pair) -> Iterator[Step]:
    """What sets the columns that are ON UPDATE."""
    was, now = pair.pieces(Stage.ROUTINES, Stage.TRIGGERS)
    if list(was) == list(now):
        return
    if was:
        function = on_update_function(pair.old, pair.before)
        table = quoted(pair.before.names.table(pair.old.name))
        yield Phase.PROGRAMS_GO, f"DROP TRIGGER {function} ON {table}"
        yield Phase.PROGRAMS_GO, f"DROP FUNCTION {function}()"
    yield from ((Phase.PROGRAMS, piece.sql) for piece in now.values())


def _comments(pair: Pair) -> Iterator[Step]:
    def texts(pieces: Iterable[Piece]) -> dict[str, str]:
        return dict(piece.sql.split(" IS ", 1) for piece in pieces)

    old, new = pair.pieces(Stage.COMMENTS)
    was, now = texts(old.values()), texts(new.values())
    for what, text in now.items():
        if was.get(what) != text:
            yield Phase.COMMENTS, f"{what} IS {text}"
    if pair.old.comment and not pair.new.comment:
        yield Phase.COMMENTS, f"COMMENT ON TABLE {pair.on} IS NULL"
    for name, column in pair.now.columns.items():
        before = pair.was.columns.get(pair.former(name))
        if before and before.declared.comment and not column.declared.comment:
            yield Phase.COMMENTS, f"COMMENT ON COLUMN {pair.on}.{column.name} IS NULL"
