"""Chunks of a copy, the bytes that they are sent as, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass

from cfdb.model.reject import Reject


@dataclass(frozen=True, slots=True)
class Chunk:
    """A range of a copy's rows: MySQL's condition for it. `checksum` is that of its bytes, empty until it is loaded."""

    copy: int
    number: int
    condition: str
    rows: int | None = None
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A chunk that a worker is at, and since how many seconds."""

    worker: str
    copy: int
    chunk: int
    condition: str
    seconds: float

    @property
    def number(self) -> int:
        """Of the worker among those of its snapshot, from 1 on."""
        return int(self.worker.split(".")[1])


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of COPY's data, and how many rows end in them: none where it is within a large one."""

    data: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Marked:
    """One row: its key in the source, and its line in COPY's text format."""

    key: tuple[str | None, ...]
    line: bytes


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a chunk: rows that are in, bytes that were sent, their checksum, and the rows refused."""

    rows: int
    bytes: int
    checksum: str
    rejects: tuple[Reject, ...] = ()
