"""The translation of scripts, or of a schema that was read elsewhere: read, agreed, written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cfdb.model.finding import Finding
from cfdb.model.policies import Policies
from cfdb.model.schema import NOWHERE, Origin, Schema
from cfdb.model.script import Source
from cfdb.translate.agreement import idle
from cfdb.translate.calls import carried_out
from cfdb.translate.codes import CODES
from cfdb.translate.data import asks_for, asks_for_keys, data, set_zone
from cfdb.translate.outcomes import Outcome, outcomes
from cfdb.translate.reading.calls import Call
from cfdb.translate.reading.runs import Rows
from cfdb.translate.reading.script import Reader
from cfdb.translate.told import Told
from cfdb.translate.writing.piece import Piece, Reason, Stage, Writer, in_order
from cfdb.translate.writing.whole import set_counters, write

ROWS_AHEAD = b"SET standard_conforming_strings = on;\nSET TimeZone = 'UTC';\n"
"""What the rows of a dump take for granted."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What came of it. What rows have to say is known once the script has been written."""

    declared: Schema
    writer: Writer
    rows: tuple[Rows, ...] = ()
    copy: bool = False
    calls: tuple[Call, ...] = ()
    known: int = 0
    """How many reasons there were before rows and calls were looked at."""

    @property
    def schema(self) -> Schema:
        """What was declared, with keys and types in agreement."""
        return self.writer.schema

    @property
    def outcomes(self) -> list[Outcome]:
        return outcomes(self.schema, self.writer.reasons)

    @property
    def findings(self) -> list[Finding]:
        """Errors are things that are not carried over, warnings those that changed, in the order of their places."""
        reasons = sorted(self.writer.reasons, key=lambda reason: (str(reason.origin.path), reason.origin.line))
        return [finding(reason) for reason in reasons]

    def script(self) -> Iterator[bytes]:
        """The statements of PostgreSQL, each with its semicolon, in the order in which they have to run."""
        return (statement for statement, _ in self.statements())

    def statements(self) -> Iterator[tuple[bytes, Origin]]:
        """The same, each with the place of what it comes from."""
        if self.rows or self.calls:
            # They are told anew each time.
            del self.writer.reasons[self.known :]
        told = Told(self.writer.reasons)
        keys_first = any(map(asks_for_keys, self.rows))
        before, after = in_order(self.writer.pieces, keys_first=keys_first)
        for piece in before:
            yield piece.sql.encode() + b";\n", piece.origin
        yield from self._rows(told, after)
        told.close()
        for piece in after:
            yield piece.sql.encode() + b";\n", piece.origin
        for call in self.calls:
            for statement in carried_out(call, self.writer, rows_behind=call.behind < len(self.rows)):
                yield statement, call.origin

    def _rows(self, told: Told, after: list[Piece]) -> Iterator[tuple[bytes, Origin]]:
        """What rows ask for is taken from `after`, and written ahead of them."""
        if self.rows:
            yield ROWS_AHEAD, NOWHERE
        zone = ""
        views = {view.name.lower() for view in self.schema.views.values()}
        asked = views | {one.name.lower() for one in self.schema.routines.values() if one.returns is not None}
        for place in self.rows:
            if asks_for(place, asked):
                asked = set()
                for piece in [piece for piece in after if piece.stage in (Stage.ROUTINES, Stage.VIEWS)]:
                    after.remove(piece)
                    yield piece.sql.encode() + b";\n", piece.origin
            if place.session.time_zone != zone:
                zone = place.session.time_zone
                yield set_zone(zone), place.origin
            for part in data(place, self.writer, copy=self.copy, told=told):
                yield part, place.origin
        if zone:
            yield set_zone(""), NOWHERE


def translate(sources: Sequence[Source], policies: Policies, *, copy: bool = False) -> Translation:
    """Translate scripts that belong together: the schema of all of them is known before a line is written.

    With `copy`, rows become COPY … FROM STDIN as psql reads it, else INSERT.
    """
    unread: list[Reason] = []
    told = Told(unread)

    def report(code: str, message: str, origin: Origin) -> None:
        told.add(code, message, origin, lost=code != "encoding")

    reader = Reader(report)
    for source in sources:
        reader.read(source)
    told.close()
    declared = reader.schema()
    writer = write(declared, policies)
    writer.reasons[:0] = [*unread, *_idle(declared, policies)]
    if reader.data:
        set_counters(writer)
    return Translation(declared, writer, tuple(reader.data), copy, tuple(reader.calls), len(writer.reasons))


def translate_schema(declared: Schema, policies: Policies, left_out: Sequence[Reason] = ()) -> Translation:
    """The same for a schema that a server was asked for, and what was `left_out` by whoever asked."""
    writer = write(declared, policies)
    writer.reasons[:0] = [*left_out, *_idle(declared, policies)]
    return Translation(declared, writer)


def _idle(declared: Schema, policies: Policies) -> Iterator[Reason]:
    """What was decided of columns that are not there: a name that is misspelt would go unnoticed."""
    for name in idle(declared, policies.numbers):
        yield Reason("decision", "numbers names it, and there is no tinyint of that name", name, NOWHERE, lost=False)


def finding(reason: Reason) -> Finding:
    said = not reason.object or reason.object.startswith(f"{reason.origin.path}:")
    known = reason.origin.line > 0
    return Finding(
        reason.code,
        reason.message if said else f"{reason.object}: {reason.message}",
        path=reason.origin.path if known else None,
        line=reason.origin.line if known else None,
        column=reason.origin.column or None,
        hint=CODES[reason.code].hint,
        level="error" if reason.lost else "warning",
    )
