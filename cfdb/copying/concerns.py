"""What a person should know of a move before a row goes: what would be refused, changed, or cannot be told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from cfdb.copying.wires.doubts import NAMES
from cfdb.errors import CfdbError
from cfdb.model.copy import Doubt, TargetColumn
from cfdb.model.schema import NOWHERE, Origin


class Weight(StrEnum):
    """A move with what is `refused` does not begin; what is `allowed` was, by its name."""

    REFUSED = "refused"
    ALLOWED = "allowed"
    WARNING = "warning"
    UNKNOWN = "not checked"


@dataclass(frozen=True, slots=True)
class Concern:
    """`code` is stable, for machines, and what --allow takes where `allow` says so. `copy` is 0 for the whole move.

    `subject` is a table, or a column of one. `rows` are those concerned, None where none were counted; `example` is
    the key, or else the value, of one of them.
    """

    weight: Weight
    code: str
    subject: str
    message: str
    hint: str = ""
    copy: int = 0
    rows: int | None = None
    example: str = ""
    allow: bool = False
    origin: Origin = NOWHERE


def of_error(error: CfdbError) -> list[Concern]:
    """What keeps a move from being planned: each cause on its own."""
    if error.causes:
        return [concern for cause in error.causes for concern in of_error(cause)]
    place = error.place
    origin = Origin(place.path, place.line or 0, place.column or 0) if place else NOWHERE
    return [Concern(Weight.REFUSED, error.code, "", error.message, error.hint, origin=origin)]


def allowable(doubt: Doubt, target: TargetColumn) -> bool:
    """Whether --allow changes anything: a column that takes no NULL gets none instead of a value."""
    becomes = NAMES[doubt.name].allowed if doubt.name in NAMES else ""
    return doubt.lossy or bool(becomes and (becomes != "NULL" or target.nullable))


def of_doubt(
    doubt: Doubt, subject: str, target: TargetColumn, allowed: Collection[str], *, rows: int | None, example: str = ""
) -> Concern:
    """What rows, or every one where `rows` is None, would meet on their way."""
    meaning = NAMES.get(doubt.name)
    becomes = meaning.allowed if meaning else ""
    may = allowable(doubt, target)
    ways = [f"--allow {doubt.name}{f': {becomes}' if becomes else ''}"] if may else []
    if becomes == "NULL" and not target.nullable:
        ways.append(f"NULL is no way out, as {subject} is NOT NULL")
    if meaning and meaning.hint:
        ways.append(meaning.hint)
    done = may and doubt.name in allowed
    return Concern(
        weight=Weight.ALLOWED if done else Weight.REFUSED,
        code=doubt.name,
        subject=subject,
        message=doubt.message.rstrip(".") + (f": {becomes or 'moved as they are'}" if done else ""),
        hint="" if done else "; ".join(ways),
        rows=rows,
        example=example,
        allow=may,
    )
