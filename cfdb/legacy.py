"""What an engine adds that is translated from. Apart from `cfdb.dialect`, because few commands need its values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from cfdb.dialect import Session
from cfdb.model.assessment import Answer
from cfdb.model.schema import Origin, Schema


class Legacy(Protocol):
    """A database that is to be somewhere else."""

    def schema(self, report: Callable[[str, str, Origin], None]) -> Schema:
        """All objects, as a translator wants them. `report` takes code, message and place of what is not in there."""

    def answers(self, schema: Schema) -> Iterator[Answer]:
        """What the rows say about a translation; one scan of each table. Those that found nothing are there, too."""


def of(session: Session) -> Legacy | None:
    """None where the engine is not translated from."""
    found: Callable[[], Legacy] | None = getattr(session, "legacy", None)
    return found() if found else None
