"""What became of each object of a schema: carried over, carried over with a change, or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cfdb.model.schema import NOWHERE, IndexKind, Origin, Schema, Table
from cfdb.translate.codes import CODES
from cfdb.translate.reading.alter import index_name
from cfdb.translate.writing.piece import Reason


class Fate(StrEnum):
    CARRIED = "carried"
    CHANGED = "changed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`kind` as a person says it (table, foreign key …); `name` with its table in front where it is part of one."""

    kind: str
    name: str
    fate: Fate
    reasons: tuple[str, ...] = ()
    origin: Origin = NOWHERE


def outcomes(schema: Schema, reasons: Iterable[Reason]) -> list[Outcome]:
    """One for each object, in the order of declaration; statements that are no object of the schema come last."""
    about: dict[tuple[str, str], list[Reason]] = {}
    for reason in reasons:
        about.setdefault((CODES[reason.code].kind, reason.object), []).append(reason)
    found = [_outcome(kind, name, origin, about) for kind, name, origin in objects(schema)]
    for (kind, name), rest in about.items():
        found += [Outcome(kind, name, _fate([reason]), (reason.message,), reason.origin) for reason in rest]
    return found


def counted(found: Iterable[Outcome]) -> list[tuple[str, tuple[int, ...]]]:
    """By kind, in the order of their first one: how many of each fate."""
    numbers = Counter((outcome.kind, outcome.fate) for outcome in found)
    return [(kind, tuple(numbers[kind, fate] for fate in Fate)) for kind in dict.fromkeys(kind for kind, _ in numbers)]


def _outcome(kind: str, name: str, origin: Origin, about: dict[tuple[str, str], list[Reason]]) -> Outcome:
    reasons = about.pop((kind, name), [])
    return Outcome(kind, name, _fate(reasons), tuple(reason.message for reason in reasons), origin)


def _fate(reasons: list[Reason]) -> Fate:
    if any(reason.lost for reason in reasons):
        return Fate.LOST
    return Fate.CHANGED if reasons else Fate.CARRIED


def objects(schema: Schema) -> Iterator[tuple[str, str, Origin]]:
    """Kind, name and place of everything that is declared."""
    for table in schema.tables.values():
        yield "table", table.name, table.origin
        yield from _parts(table)
    things: Mapping[str, Iterable[tuple[str, Origin]]] = {
        "view": [(view.name, view.origin) for view in schema.views.values()],
        "routine": [(routine.name, routine.origin) for routine in schema.routines.values()],
        "trigger": [(trigger.name, trigger.origin) for trigger in schema.triggers.values()],
        "event": [(event.name, event.origin) for event in schema.events.values()],
    }
    for kind, named in things.items():
        for name, origin in named:
            yield kind, name, origin


def _parts(table: Table) -> Iterator[tuple[str, str, Origin]]:
    for column in table.columns:
        yield "column", f"{table.name}.{column.name}", column.origin
    for index in table.indexes:
        if index.kind is IndexKind.PRIMARY:
            yield "primary key", table.name, index.origin
        else:
            yield "index", f"{table.name}.{index_name(index)}", index.origin
    for key in table.foreign_keys:
        yield "foreign key", f"{table.name}.{key.name or '_'.join(key.columns)}", key.origin
    for check in table.checks:
        yield "check", f"{table.name}.{check.name or 'check'}", check.origin
    if table.partitioning:
        yield "partitioning", table.name, table.origin
