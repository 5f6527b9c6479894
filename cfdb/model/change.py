"""A change: one piece of SQL that is applied, recorded and rolled back as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from cfdb.model.finding import Finding


class Kind(StrEnum):
    """What a change is, in the order in which a database is built up."""

    PHASE = "phase"
    SERVICE = "service"
    MIGRATION = "migration"


KINDS = {kind.value: kind for kind in Kind}
KIND_ORDER = {kind: position for position, kind in enumerate(Kind)}


def is_number(text: str) -> bool:
    """ASCII digits only: `int` would take more, and `isdigit` more still."""
    return text.isascii() and text.isdigit()


class ChangeId(NamedTuple):
    """`phase 3`, `service auth`, `migration 002`: the words a user says, and the key in the ledger.

    A tuple, because it is hashed 20 times for each of 5,000 migrations.
    """

    kind: Kind
    key: str

    def __str__(self) -> str:
        return f"{self.kind.value} {self.key}"

    @classmethod
    def parse(cls, text: str) -> ChangeId:
        """The inverse of `str()`. ValueError where the kind is not one of `Kind`."""
        kind, _, key = text.partition(" ")
        return cls(KINDS.get(kind) or Kind(kind), key)

    @property
    def order(self) -> tuple[int, tuple[tuple[int, int, str], ...], str]:
        """Phases, then services, then migrations; numbers by value, words by the alphabet."""
        if is_number(self.key):
            return KIND_ORDER[self.kind], ((0, int(self.key), ""),), self.key
        pieces = tuple(
            (0, int(piece), "") if is_number(piece) else (1, 0, piece)
            for piece in re.split(r"([0-9]+)", self.key)
            if piece
        )
        return KIND_ORDER[self.kind], pieces, self.key


@dataclass(frozen=True, slots=True)
class Change:
    """What the project says about one change. Its SQL stays in its files until it is needed.

    `checksum` is the SHA-256 of the SQL as written, with LF line ends and without a byte order mark.
    `transactional` is false where a file says `-- cfdb: no-transaction`. `preconditions` are queries that return a row
    per reason not to apply the change, `probes` those that return one per problem once it is in place.
    `deploy_budget` is in seconds. `label`, `domain`, `edge_functions` and `api_keys` are for people.
    """

    id: ChangeId
    database: str
    name: str
    path: Path
    files: tuple[Path, ...]
    checksum: str
    depends_on: tuple[ChangeId, ...] = ()
    rollback: Path | None = None
    irreversible: str = ""
    transactional: bool = True
    checklist: Path | None = None
    probes: tuple[Path, ...] = ()
    preconditions: tuple[Path, ...] = ()
    skip: Path | None = None
    label: str = ""
    domain: str = ""
    edge_functions: tuple[str, ...] = ()
    api_keys: tuple[str, ...] = ()
    deploy_budget: float | None = None
    translated: Path | None = None
    """What runs instead of `files`, where they are written for another engine than the target's."""
    losses: tuple[Finding, ...] = ()
    """Why it cannot be translated."""

    @property
    def title(self) -> str:
        return f"{self.id} {self.name}".rstrip()
