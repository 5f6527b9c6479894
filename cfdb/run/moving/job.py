"""What a data migration is to do, decided before a row moves: routes for workers, cuts for chunks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol

from cfdb.copying import lines
from cfdb.copying.tables import tables as tables_of
from cfdb.copying.wires.wire import NoWire, wire
from cfdb.errors import CfdbError, ConnectionFailed, DatabaseError, MappingError, Place, raise_together
from cfdb.model.copy import Copy, SourceColumn, TargetColumn
from cfdb.model.rebuild import Clearing, Rebuild
from cfdb.model.route import Route
from cfdb.model.schema import Table
from cfdb.model.tables import TargetTable
from cfdb.moving.rebuilding import Rebuilding
from cfdb.moving.source import MoveSource
from cfdb.moving.tables import TargetTables
from cfdb.run.moving.allowing import OF_THE_MOVE
from cfdb.run.moving.cut import cut
from cfdb.run.moving.planned import Column, Planned

NOTHING = Rebuild()
NOTHING_AWAY = Clearing()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked to move: the copies of a mapping, under a name. `source` is a URL that can be shown.

    Chunks have about `chunk_rows` rows; 0 leaves it to their size.
    """

    database: str
    name: str
    copies: tuple[Copy, ...]
    source: str
    chunk_rows: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """`mapping` is the checksum of what says which rows go where; `reads` are the source's tables, quoted.

    `clearing` is what goes out of the way while rows move: `tables` are as if its foreign keys were not there.
    """

    database: str
    name: str
    mapping: str
    source: str
    copies: tuple[Planned, ...]
    tables: tuple[TargetTable, ...]
    reads: tuple[str, ...]
    allowed: frozenset[str] = frozenset()
    clearing: Clearing = NOTHING_AWAY

    @property
    def targets(self) -> list[str]:
        return [table.name for table in self.tables]

    @property
    def routes(self) -> tuple[Route, ...]:
        return tuple(planned.route for planned in self.copies)


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a move before it is decided upon: the copies that can be planned, and what is wrong."""

    wanted: Wanted
    copies: tuple[Planned, ...]
    tables: tuple[TargetTable, ...]
    problems: tuple[CfdbError, ...]
    allowed: frozenset[str]
    legacy: Mapping[str, Table]
    clearing: Clearing = NOTHING_AWAY

    @property
    def reads(self) -> tuple[str, ...]:
        """The tables of the source, quoted."""
        return tuple(sorted({name for copy in self.wanted.copies for name in tables_of(copy.select.text)}))

    def job(self) -> Job:
        """Raises all that cannot be at once."""
        raise_together(self.problems, f"things stand in the way of {self.wanted.name}")
        return Job(
            database=self.wanted.database,
            name=self.wanted.name,
            mapping=_checksum(self.wanted.copies, self.allowed),
            source=self.wanted.source,
            copies=self.copies,
            tables=self.tables,
            reads=self.reads,
            allowed=self.allowed,
            clearing=self.clearing,
        )


class SurveyTarget(TargetTables, Rebuilding, Protocol):
    """What is asked of a target before anything is decided."""


def survey(
    source: MoveSource, target: SurveyTarget, wanted: Wanted, allowed: Collection[str], rebuild: Rebuild = NOTHING,
    *, writes: bool = True,
) -> Survey:  # fmt: skip
    """Both sides are asked what they have; nothing is written. With `writes` the role has to have the right to."""
    legacy = source.tables()
    problems: list[CfdbError] = []
    planned: list[Planned] = []
    tables: dict[str, TargetTable] = {}
    named = {name for copy in wanted.copies if (name := target.find(copy.table))}
    clearing = target.clearing(sorted(named), rebuild)
    for copy in wanted.copies:
        try:
            table = _table(target, copy, tables, clearing, writes=writes)
            planned.append(_planned(source, copy, table, legacy, allowed, wanted.chunk_rows))
        except ConnectionFailed:
            raise
        except CfdbError as error:
            problems.append(error)
    real = tuple(table for table in tables.values() if table.kind == "table")
    return Survey(wanted, tuple(planned), real, tuple(problems), frozenset(allowed), legacy, clearing)


def make_job(
    source: MoveSource, target: SurveyTarget, wanted: Wanted, allowed: Collection[str], *, writes: bool = True
) -> Job:
    """Both sides are asked what they have; nothing is written. Raises all that cannot be at once."""
    return survey(source, target, wanted, allowed, writes=writes).job()


def _table(
    target: TargetTables, copy: Copy, known: dict[str, TargetTable], clearing: Clearing, *, writes: bool
) -> TargetTable:
    name = target.find(copy.table)
    if name is None:
        raise _wrong(copy, f"the target has no table {copy.table}", "apply the changes that create it first")
    if name not in known:
        table = target.describe(name)
        goes = {key: (name, key.name) in clearing.keys for key in table.foreign_keys}
        known[name] = replace(
            table,
            foreign_keys=tuple(key for key in table.foreign_keys if not goes[key]),
            keys_away=tuple(key for key in table.foreign_keys if goes[key]),
            triggers=tuple(trigger for trigger in table.triggers if (name, trigger) not in clearing.triggers),
        )
    table = known[name]
    if table.kind != "table":
        raise _wrong(copy, f"{name} is a {table.kind}", "rows go into tables only")
    grant = f"GRANT SELECT, INSERT ON {name} to the role, or use its owner"
    problems = [_wrong(copy, f"no right to write into {name}", grant)] if writes and not table.writable else []
    fixed = [sequence for sequence in table.sequences.values() if sequence in table.fixed_sequences]
    if writes and fixed:
        which = ", ".join(fixed)
        grant = f"GRANT SELECT, UPDATE ON SEQUENCE {which} to the role: it has to go on behind the rows"
        problems.append(_wrong(copy, f"no right to set {which}, which {name} has its numbers from", grant))
    if table.row_security:
        owner = "move as its owner, or with BYPASSRLS"
        problems.append(_wrong(copy, f"row level security of {name} holds for the role", owner))
    raise_together(problems, f"things stand in the way of {name}")
    return table


def _planned(
    source: MoveSource, copy: Copy, table: TargetTable, legacy: Mapping[str, Table], allowed: Collection[str],
    chunk_rows: int,
) -> Planned:  # fmt: skip
    problems: list[CfdbError] = []
    targets = tuple(_columns(copy, table, problems))
    described = _described(source, copy, problems)
    columns: list[Column] = []
    for here, there in zip(described, targets, strict=False):
        if there is None:
            continue
        try:
            columns.append(Column(here, there, wire(here, there, allowed)))
        except NoWire as error:
            problems.append(_wrong(copy, f"{table.name}.{there.name}: {error}", "write a conversion in the SELECT"))
    raise_together(problems, f"columns of {table.name} cannot be moved")
    chosen = cut(source, copy, table, legacy, chunk_rows)
    wires = [column.wire for column in columns]
    forms = tuple(one.binary for one in wires)
    return Planned(
        copy,
        table,
        tuple(columns),
        chosen,
        Route(
            number=copy.number,
            table=table.name,
            columns=tuple(column.target.name for column in columns),
            lines=lines.lines(chosen.select, wires, order=chosen.order),
            marked=lines.lines(chosen.select, wires, key=chosen.expressions, order=chosen.order),
            key=chosen.names,
            values=lines.values(chosen.select, wires, order=chosen.order) if all(forms) and source.converts else None,
            forms=forms,
        ),
    )


def _described(source: MoveSource, copy: Copy, problems: list[CfdbError]) -> list[SourceColumn]:
    try:
        return source.describe(copy.select.text)
    except ConnectionFailed:
        raise
    except DatabaseError as error:
        hint = "the source runs it: it names tables and columns of the source, and only reads"
        problems.append(_wrong(copy, f"the source refuses the SELECT: {error.message}", hint))
        return []


def _columns(copy: Copy, table: TargetTable, problems: list[CfdbError]) -> Iterator[TargetColumn | None]:
    """The columns that are named, None for what cannot be written, and a look at those that are not named."""
    fed = set()
    for name in copy.columns:
        column = table.column(name)
        if column is None:
            problems.append(_wrong(copy, f"{table.name} has no column {name}", f"it has: {_names(table)}"))
        elif column.generated:
            hint = "leave it out: the target computes it"
            problems.append(_wrong(copy, f"{table.name}.{column.name} is generated", hint))
        elif column.name in fed:
            problems.append(_wrong(copy, f"{table.name}.{column.name} is named twice", "name it once"))
        else:
            fed.add(column.name)
            yield column
            continue
        yield None
    hungry = [
        column.name
        for column in table.columns
        if not (column.name in fed or column.nullable or column.has_default or column.generated)
    ]
    if hungry:
        hint = "each is NOT NULL without a default"
        problems.append(_wrong(copy, f"nothing feeds {', '.join(hungry)} of {table.name}", hint))


def _names(table: TargetTable) -> str:
    return ", ".join(column.name for column in table.columns)


def _wrong(copy: Copy, message: str, hint: str) -> MappingError:
    known = copy.origin.line > 0
    place = Place(copy.origin.path, copy.origin.line, copy.origin.column) if known else None
    return MappingError(message, hint=hint, place=place)


def _checksum(copies: Sequence[Copy], allowed: Collection[str]) -> str:
    found = sha256()
    for copy in copies:
        found.update(f"{copy.table}\0{','.join(copy.columns)}\0{copy.select.text}\0".encode())
    found.update(",".join(sorted(set(allowed) - OF_THE_MOVE)).encode())
    return found.hexdigest()
