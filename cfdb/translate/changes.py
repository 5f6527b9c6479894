"""Scripts that are applied one after the other, each to what the ones before it have made."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from cfdb.model.policies import Policies
from cfdb.model.schema import Origin, Schema, Table, View
from cfdb.model.script import Source
from cfdb.syntax import mysql
from cfdb.translate import probing
from cfdb.translate.calls import carried_out
from cfdb.translate.data import asks_for_keys, changed, filled_table, in_its_zone
from cfdb.translate.passages import (
    Passage,
    State,
    Thing,
    Translated,
    crosses,
    dropped,
    made_by,
    passage,
    passes,
    state_of,
)
from cfdb.translate.queries import select
from cfdb.translate.reading.held import Drop
from cfdb.translate.reading.places import Places
from cfdb.translate.reading.runs import Rows
from cfdb.translate.reading.script import NOISE, Reader
from cfdb.translate.reading.session import Session
from cfdb.translate.reading.statements import DATA
from cfdb.translate.reading.words import NotUnderstood, Words
from cfdb.translate.supplied import ALL, Supplied, called, for_a_moment
from cfdb.translate.values import Moot, NoMember, Untranslatable
from cfdb.translate.writing.piece import Piece, Reason, Stage, in_order
from cfdb.translate.writing.whole import counters, write

MADE = re.compile(r'(?:\bCONSTRAINT|\bINDEX) ("(?:[^"]|"")+"|[\w$]+) (?:CHECK|UNIQUE|FOREIGN|ON)\b')
"""The names of constraints and indexes, where they are made."""

Step = Callable[[Source, mysql.Statement, Origin], Iterable[bytes]]


class History:
    """What a database goes through: `base` is there before the first of `changes` runs.

    The schema of all of it is known before a line is written, so that types and names agree from the first change on.
    """

    def __init__(self, base: Sequence[Source], changes: Sequence[Sequence[Source]], policies: Policies) -> None:
        unread: list[Reason] = []
        self._changes = changes

        def report(code: str, message: str, origin: Origin) -> None:
            unread.append(Reason(code, message, origin.place, origin, lost=code != "encoding"))

        self._policies = policies
        self._reader = Reader(report, records=True)
        for source in base:
            self._reader.read(source)
        start = state_of(self._reader)
        for source in chain(*changes):
            self._reader.read(source)
        paths = [{source.path for source in change} for change in changes]
        self._passages = list(self._ways(start)) if crosses(self._reader, paths) else []
        now = self._reader.schema()
        gone = self._reader.dropped
        tables = {name: it for name, it in gone.items() if isinstance(it, Table)} | dict(now.tables)
        views = {name: it for name, it in gone.items() if isinstance(it, View)} | dict(now.views)
        self._writer = write(Schema(tables, views, now.triggers, now.routines, now.events), policies)
        self._unread = unread

    def _ways(self, start: State) -> Iterator[Passage]:
        """Change by change, where one of them alters what another has made."""
        for change in self._changes:
            found = passage(start, change, self._policies)
            yield found
            start = found.end

    def _passage(self, change: Sequence[Source]) -> Passage | None:
        paths = {source.path for source in change}
        return next((one for one in self._passages if one.paths == paths), None)

    def forward(self, change: Sequence[Source]) -> Translated:
        """What one of the changes does."""
        if (way := self._passage(change)) is not None:
            return way.translated()
        paths = {source.path for source in change}
        reader, writer = self._reader, self._writer
        rows = [place for place in reader.data if place.source.path in paths]
        own_drops = [drop for drop in reader.drops if drop.origin.path in paths]
        drops = [drop for drop in own_drops if drop.thing.origin.path not in paths]
        passing = [drop for drop in own_drops if drop not in drops and passes(reader, drop)]
        pieces = [piece for piece in writer.pieces if piece.origin.path in paths]
        before, after = in_order(pieces, keys_first=any(map(asks_for_keys, rows)))
        known = len(writer.reasons)
        functions = called(*(piece.sql for piece in pieces))
        statements = [
            *(function.create(again=True).encode() + b";\n" for function in functions),
            *(piece.sql.encode() + b";\n" for piece in before),
            *self._in_between(rows, drops, after),
            *(piece.sql.encode() + b";\n" for piece in after),
            *chain.from_iterable(dropped(drop.thing, writer) for drop in passing),
            *self._called(paths, rows),
        ]
        own = [reason for reason in (*self._unread, *writer.reasons[:known]) if reason.origin.path in paths]
        reasons = (*own, *writer.reasons[known:])
        del writer.reasons[known:]
        return Translated(tuple(statements), reasons)

    def _in_between(self, rows: Sequence[Rows], drops: Sequence[Drop], after: list[Piece]) -> Iterator[bytes]:
        """What is done to rows and to what was there, in the order of the scripts."""
        steps: list[Rows | Drop] = [*rows, *drops]
        for step in sorted(steps, key=lambda step: (str(step.origin.path), step.origin.line)):
            if isinstance(step, Rows):
                for piece in made_by(step.origin, after):
                    yield piece.sql.encode() + b";\n"
                yield from in_its_zone(step, self._writer)
            else:
                yield from dropped(step.thing, self._writer)
        for name in dict.fromkeys(map(filled_table, rows)):
            if table := self._writer.schema.table(name):
                for counter in counters(self._writer, table):
                    yield counter.encode() + b";\n"

    def _called(self, paths: Collection[Path], rows: Sequence[Rows]) -> Iterator[bytes]:
        for call in self._reader.calls:
            if call.origin.path in paths:
                behind = any(place in rows for place in self._reader.data[call.behind :])
                yield from carried_out(call, self._writer, rows_behind=behind)

    def back(self, source: Source, change: Sequence[Source]) -> Translated:
        """A rollback of one of the changes: what it drops, and what it does to rows."""
        own = self._passage(change)
        found = passage(own.end, [source], self._policies).translated() if own else self._each(source, self._back)
        drops = [function.drop.encode() + b";\n" for function in self._brought(change)]
        return replace(found, statements=(*found.statements, *drops))

    def _brought(self, change: Sequence[Source]) -> Iterator[Supplied]:
        """The functions of ours that this change is the first to call: it goes last of those that do."""
        paths = {source.path for source in change}
        for function in ALL:
            calling = {piece.origin.path for piece in self._writer.pieces if function.call.search(piece.sql)}
            first = next((one for one in self._changes if any(source.path in calling for source in one)), ())
            if any(source.path in paths for source in first):
                yield function

    @property
    def made(self) -> frozenset[str]:
        """What indexes and constraints are called, as they are written."""
        return frozenset(
            name.strip('"').replace('""', '"')
            for piece in self._writer.pieces
            if piece.stage in (Stage.TABLES, Stage.UNIQUES, Stage.INDEXES, Stage.FOREIGN_KEYS)
            for name in MADE.findall(piece.sql)
        )

    def query(self, source: Source, change: Sequence[Source]) -> Translated:
        """Queries that are asked before one of the changes, such as a precondition."""
        if (own := self._passage(change)) is None:
            return self._each(source, self._query)
        now = self._writer
        try:
            self._writer = write(own.start.schema, self._policies)
            return self._each(source, self._query)
        finally:
            self._writer = now

    def probe(self, source: Source) -> Translated:
        """Statements that are rolled back, each of which may have to fail. It is lost where one of them is."""
        after = 0

        def step(source: Source, statement: mysql.Statement, origin: Origin) -> Iterable[bytes]:
            nonlocal after
            comment, after = source.text[after : statement.start], statement.end
            return self._probed(source, statement, origin, comment)

        return self._each(source, step)

    def _probed(self, source: Source, statement: mysql.Statement, origin: Origin, comment: bytes) -> Iterable[bytes]:
        wanted = probing.conditions(comment)
        if statement.first not in DATA:
            if wanted:
                raise Untranslatable("a question that has to fail")
            return [probing.budget(comment), *self._query(source, statement, origin)]
        text = source.text[statement.start : statement.end].decode()
        try:
            found: Iterable[str] = for_a_moment(changed(text, self._writer)[0])
        except NoMember:
            if probing.NO_MEMBER in wanted:
                # There is no way to write it that the type, or its check, would not refuse.
                return []
            raise
        if wanted:
            found = probing.has_to_fail(found, wanted)
        elif re.match(r"INSERT\s+IGNORE\b", text, re.IGNORECASE):
            found = probing.ignoring(text, found)
        return [probing.budget(comment), *(one.encode() + b";\n" for one in found)]

    def _each(self, source: Source, translate: Step) -> Translated:
        writer, known = self._writer, len(self._writer.reasons)
        places, statements, moot = Places(source), list[bytes](), list[str]()

        def lose(message: str, offset: int) -> None:
            origin = places.exact(offset)
            writer.lose("not-understood", message, origin.place, origin)

        try:
            for statement in mysql.scan(source.text, lambda problem: lose(problem.message, problem.offset)):
                try:
                    statements += translate(source, statement, places.origin(statement.start))
                except Moot as error:
                    moot.append(error.reason)
                except (NotUnderstood, Untranslatable) as error:
                    lose(error.reason, statement.start)
        except mysql.ScanError as error:
            lose(error.problem.message, error.problem.offset)
        reasons = tuple(writer.reasons[known:])
        del writer.reasons[known:]
        return Translated(tuple(statements), reasons, tuple(moot))

    def _back(self, source: Source, statement: mysql.Statement, origin: Origin) -> Iterable[bytes]:
        if statement.first in DATA:
            return in_its_zone(Rows(source, statement.start, statement.end, origin, Session(), {}), self._writer)
        if statement.first == "DROP":
            return self._drop(source.text[statement.start : statement.end].decode())
        if statement.first in NOISE:
            return []
        raise Untranslatable(f"{statement.first} {statement.second} is not carried over in a rollback")

    def _query(self, source: Source, statement: mysql.Statement, origin: Origin) -> Iterable[bytes]:
        if statement.first not in ("SELECT", "WITH", "(", "TABLE", "VALUES"):
            if statement.first in NOISE:
                return []
            raise Untranslatable(f"{statement.first} {statement.second} is no query")
        writer, text = self._writer, source.text[statement.start : statement.end].decode()
        found = select(text, schema=writer.carried, names=writer.names, policies=writer.policies)
        if missing := called(found.sql):
            raise Untranslatable(f"{missing[0].name[6:]}() in a question: set version = 16 in translate.toml")
        for note in found.notes:
            writer.change("change", note, origin.place, origin)
        return [found.sql.encode() + b";\n"]

    def _drop(self, text: str) -> Iterator[bytes]:
        words = Words(text)
        words.expect("DROP")
        kind = words.accept_any("TABLES", "TABLE", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT")
        words.accept("IF", "EXISTS")
        while True:
            name = words.name()
            found = self._find(kind, name)
            if found is None:
                raise words.fail(f"something that is there, not {name}")
            yield from dropped(found, self._writer)
            if not words.accept(","):
                return

    def _find(self, kind: str, name: str) -> Thing | None:
        schema = self._writer.schema
        if kind in ("TABLE", "TABLES"):
            return schema.table(name)
        places: dict[str, Iterable[Thing]] = {
            "VIEW": schema.views.values(),
            "TRIGGER": schema.triggers.values(),
            "EVENT": schema.events.values(),
            "FUNCTION": [routine for routine in schema.routines.values() if routine.returns is not None],
            "PROCEDURE": [routine for routine in schema.routines.values() if routine.returns is None],
        }
        return next((thing for thing in places.get(kind, ()) if thing.name.lower() == name.lower()), None)
