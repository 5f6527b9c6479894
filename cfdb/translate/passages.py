"""One script on its way: what it makes of what was there, statement by statement where the order matters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from cfdb.model.policies import Policies
from cfdb.model.schema import Event, Origin, Routine, Schema, Table, Trigger, View
from cfdb.model.script import Source
from cfdb.translate.calls import carried_out
from cfdb.translate.data import asks_for_keys, filled_table, in_its_zone
from cfdb.translate.names import quoted
from cfdb.translate.reading.definitions import Change
from cfdb.translate.reading.held import Drop
from cfdb.translate.reading.runs import Rows
from cfdb.translate.reading.script import Reader
from cfdb.translate.supplied import called
from cfdb.translate.types import enum_type
from cfdb.translate.writing.altering import altered
from cfdb.translate.writing.piece import Piece, Reason, Stage, Writer, in_order
from cfdb.translate.writing.tables import on_update_function
from cfdb.translate.writing.whole import counters, write

Thing = Table | View | Trigger | Routine | Event
AGAIN = ("CREATE FUNCTION", "CREATE PROCEDURE", "CREATE TRIGGER")


@dataclass(frozen=True, slots=True)
class Translated:
    """The statements of PostgreSQL for one change, each with its semicolon, and what they are not.

    `moot` says of each question that PostgreSQL need not be asked why that is.
    """

    statements: tuple[bytes, ...]
    reasons: tuple[Reason, ...]
    moot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """All that is there, as it was declared, by the keys of a Reader."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    views: Mapping[str, View] = field(default_factory=dict)
    triggers: Mapping[str, Trigger] = field(default_factory=dict)
    routines: Mapping[str, Routine] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    databases: Mapping[str, None] = field(default_factory=dict)

    def reader(self, report: Callable[[str, str, Origin], None]) -> Reader:
        """One that goes on from here. What columns were called before does not matter any more."""
        tables = {
            name: replace(table, columns=tuple(replace(column, formerly="") for column in table.columns))
            for name, table in self.tables.items()
        }
        return Reader(
            report, tables, dict(self.views), dict(self.triggers), dict(self.routines), dict(self.events),
            databases=dict(self.databases), records=True,
        )  # fmt: skip

    @property
    def schema(self) -> Schema:
        return self.reader(lambda *_: None).schema()

    @property
    def programs(self) -> Sequence[Mapping[str, View | Trigger | Routine | Event]]:
        return [self.views, self.triggers, self.routines, self.events]


def state_of(reader: Reader) -> State:
    return State(
        dict(reader.tables), dict(reader.views), dict(reader.triggers), dict(reader.routines), dict(reader.events),
        dict(reader.databases),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """From one state to the next. `change` is what was read on the way."""

    start: State
    end: State
    reader: Reader
    paths: frozenset[Path]
    unread: tuple[Reason, ...]
    policies: Policies

    def translated(self) -> Translated:
        changes = [change for change in self.reader.changes if self._crosses(change)]
        first = self._at(changes[0].before if changes else self.start.tables)
        writers = [first, *(self._at(change.after) for change in changes)]
        last = writers[-1]
        known = [len(writer.reasons) for writer in writers]
        lost: list[Reason] = []
        pieces = [piece for piece in last.pieces if self._is_own(piece)]
        before, after = in_order(pieces, keys_first=any(map(asks_for_keys, self.reader.data)))
        texts = [
            *self._supplied(first, last, before, after),
            *self._out_of_the_way(first),
            *map(_sql, before),
            *self._in_between(changes, writers, lost, after),
            *map(_sql, after),
            *chain.from_iterable(dropped(thing, last) for thing in self._passing()),
            *self._made_anew(first, last),
            *self._called(last),
        ]
        own = [it for it in (*self.unread, *last.reasons[: known[-1]]) if it.origin.path in self.paths]
        told = [it for writer, number in zip(writers, known, strict=True) for it in writer.reasons[number:]]
        return Translated(tuple(texts), (*own, *lost, *told))

    def _crosses(self, change: Change) -> bool:
        """Whether it changes a table that was there before."""
        return any(
            table is not change.after.get(name) and table.origin.path not in self.paths
            for name, table in change.before.items()
        )

    def _at(self, tables: Mapping[str, Table]) -> Writer:
        """All as it is at one moment; what the script itself makes is as it will be, what it drops is still there."""
        end, gone = self.end, self.reader.dropped
        there = {name: table for name, table in tables.items() if table.origin.path not in self.paths}
        own = {name: table for name, table in end.tables.items() if table.origin.path in self.paths}
        state = replace(
            end,
            tables={name: it for name, it in gone.items() if isinstance(it, Table)} | there | own,
            views={name: it for name, it in gone.items() if isinstance(it, View)} | dict(end.views),
            # Those that go with their tables leave a function behind.
            triggers=dict(self.start.triggers) | dict(end.triggers),
        )
        reader = Reader(
            lambda *_: None, dict(state.tables), dict(state.views), dict(state.triggers), dict(state.routines),
            dict(state.events), databases=dict(state.databases),
        )  # fmt: skip
        return write(reader.schema(), self.policies)

    def _is_own(self, piece: Piece) -> bool:
        table = self.end.tables.get(piece.table) or self.reader.dropped.get(piece.table)
        return piece.origin.path in self.paths and (table is None or table.origin.path in self.paths)

    def _supplied(
        self, first: Writer, last: Writer, before: Sequence[Piece], after: Sequence[Piece]
    ) -> Iterator[bytes]:
        """Functions of ours, extensions and collations that are wanted from here on."""
        for function in called(*(piece.sql for piece in (*before, *after))):
            yield _ended(function.create(again=True))
        known = {piece.sql for piece in first.pieces}
        for piece in last.pieces:
            if piece.sql.startswith(("CREATE EXTENSION", "CREATE COLLATION")) and piece.sql not in known:
                yield _sql(piece)

    def _out_of_the_way(self, first: Writer) -> Iterator[bytes]:
        """What another thing of the same name takes the place of."""
        for was, now in zip(self.start.programs, self.end.programs, strict=True):
            for key, thing in was.items():
                new = now.get(key)
                if new is not None and new.origin.path in self.paths and not self._is_dropped(thing):
                    yield from dropped(thing, first)
        for drop in self.reader.drops:
            if self._is_replaced(drop):
                yield from dropped(drop.thing, first)

    def _is_dropped(self, thing: Thing | None) -> bool:
        return any(drop.thing is thing for drop in self.reader.drops)

    def _is_replaced(self, drop: Drop) -> bool:
        thing = drop.thing
        return isinstance(thing, Table) and thing.origin.path not in self.paths and thing.name in self.end.tables

    def _in_between(
        self, changes: Sequence[Change], writers: Sequence[Writer], lost: list[Reason], after: list[Piece]
    ) -> Iterator[bytes]:
        """What is done to rows and to what was there, in the order of the scripts."""
        drops = [drop for drop in self.reader.drops if self._is_dropped_here(drop)]
        steps: list[Rows | Drop | Change] = [*self.reader.data, *drops, *changes]
        at, views = 0, self._views(writers[0])
        for step in sorted(steps, key=lambda step: _place(step.origin)):
            if isinstance(step, Rows):
                for piece in made_by(step.origin, after):
                    yield _sql(piece)
                    views.add(piece.name)
                yield from in_its_zone(step, writers[at])
                if table := writers[at].schema.table(filled_table(step)):
                    yield from map(_ended, counters(writers[at], table))
            elif isinstance(step, Drop):
                yield from dropped(step.thing, writers[at])
                views.discard(writers[at].names.table(step.thing.name))
            else:

                def lose(table: Table, why: str, origin: Origin = step.origin) -> None:
                    lost.append(Reason("not-understood", f"{table.name}: {why}", origin.place, origin, lost=True))

                yield from map(_ended, altered(writers[at], writers[at + 1], lose, views))
                at += 1

    def _views(self, first: Writer) -> set[str]:
        """The names of those that are there when the script begins, but for those that others take the place of."""
        own = {name for name, view in self.end.views.items() if view.origin.path in self.paths}
        replaced = {name for name in own if not self._is_dropped(self.start.views.get(name))}
        return {first.names.table(view.name) for name, view in self.start.views.items() if name not in replaced}

    def _is_dropped_here(self, drop: Drop) -> bool:
        if drop.thing.origin.path in self.paths:
            return False
        return not self._is_replaced(drop)

    def _passing(self) -> list[Thing]:
        drops = (drop for drop in self.reader.drops if drop.thing.origin.path in self.paths)
        return [drop.thing for drop in drops if passes(self.reader, drop)]

    def _called(self, last: Writer) -> Iterator[bytes]:
        for call in self.reader.calls:
            yield from carried_out(call, last, rows_behind=call.behind < len(self.reader.data))

    def _made_anew(self, first: Writer, last: Writer) -> Iterator[bytes]:
        """Routines and triggers of before that are written otherwise, now that a table is another one."""
        known = {piece.sql for piece in first.pieces}
        for piece in last.pieces:
            others = piece.origin.path not in self.paths and not piece.table
            if others and piece.sql not in known and piece.sql.startswith(AGAIN):
                yield _ended(piece.sql.replace("CREATE ", "CREATE OR REPLACE ", 1))


def passage(start: State, sources: Sequence[Source], policies: Policies) -> Passage:
    """What the scripts make of what is there at the `start`."""
    unread: list[Reason] = []

    def report(code: str, message: str, origin: Origin) -> None:
        unread.append(Reason(code, message, origin.place, origin, lost=code != "encoding"))

    reader = start.reader(report)
    # What is there is told from what is new by being the same value.
    begun = state_of(reader)
    for source in sources:
        reader.read(source)
    paths = frozenset(source.path for source in sources)
    return Passage(begun, state_of(reader), reader, paths, tuple(unread), policies)


def made_by(origin: Origin, after: list[Piece]) -> list[Piece]:
    """What a script has made before it changes rows there, and that may have a say in it; it is taken from `after`."""
    found = [
        piece
        for piece in after
        if piece.stage in (Stage.ROUTINES, Stage.VIEWS, Stage.TRIGGERS) and _place(piece.origin) < _place(origin)
    ]
    after[:] = [piece for piece in after if piece not in found]
    return found


def passes(reader: Reader, drop: Drop) -> bool:
    """Whether a table came and went within a script: it is made for the rows in between all the same, and goes last."""
    thing = drop.thing
    return isinstance(thing, Table) and thing.name not in reader.tables and reader.dropped.get(thing.name) is thing


def _place(origin: Origin) -> tuple[str, int]:
    return str(origin.path), origin.line


def crosses(reader: Reader, changes: Sequence[Collection[Path]]) -> bool:
    """Whether one of the changes alters, or takes the place of, what an earlier one has made."""

    def change_of(path: Path) -> int:
        """Its number; that of nothing for what was there before all of them."""
        return next((number for number, paths in enumerate(changes) if path in paths), -1)

    def is_other(made: Path, now: Path) -> bool:
        return change_of(made) != change_of(now)

    altering = any(
        table is not change.after.get(name) and is_other(table.origin.path, change.origin.path)
        for change in reader.changes
        for name, table in change.before.items()
    )
    made: dict[str, Table] = {}
    for table in (*(drop.thing for drop in reader.drops), *reader.tables.values()):
        if isinstance(table, Table) and is_other(made.setdefault(table.name, table).origin.path, table.origin.path):
            return True
    return altering or any(is_other(thing.origin.path, origin.path) for thing, origin in reader.replaced)


def dropped(thing: Thing, writer: Writer) -> Iterator[bytes]:
    """DROP, with all that was made for the thing beside it."""
    names = writer.names
    match thing:
        case Table():
            yield f"DROP TABLE {quoted(names.table(thing.name))};\n".encode()
            if any(column.on_update for column in thing.columns):
                yield f"DROP FUNCTION {on_update_function(thing, writer)}();\n".encode()
            for trigger in writer.schema.triggers.values():
                if trigger.table.lower() == thing.name.lower():
                    # The trigger went with its table, its function stays.
                    yield f"DROP FUNCTION IF EXISTS {quoted(names.program('trigger', trigger.name))}();\n".encode()
            for column in thing.columns:
                if column.type.name == "enum" and writer.policies.enum == "type":
                    yield f"DROP TYPE {quoted(enum_type(column, thing, names))};\n".encode()
        case View():
            yield f"DROP VIEW {quoted(names.table(thing.name))};\n".encode()
        case Trigger():
            function = quoted(names.program("trigger", thing.name))
            # The function takes its trigger along, whatever that had to be called.
            yield f"DROP FUNCTION {function}() CASCADE;\n".encode()
        case Routine() | Event():
            kind = "event" if isinstance(thing, Event) else "procedure" if thing.returns is None else "function"
            yield f"DROP ROUTINE {quoted(names.program(kind, thing.name))};\n".encode()


def _sql(piece: Piece) -> bytes:
    return _ended(piece.sql)


def _ended(sql: str) -> bytes:
    return sql.encode() + b";\n"
