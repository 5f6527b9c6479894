"""Rows that the target refused, from its ledger into files that a person can mend: what was mended is not lost."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, groupby
from pathlib import Path
from shutil import copyfile
from typing import Any
from zlib import crc32

from cfdb.errors import CfdbError
from cfdb.model.reject import Reject
from cfdb.moving.rejects import Rejects

UNSAFE = re.compile(r"[^\w.-]")


@dataclass(frozen=True, slots=True)
class Written:
    """A file of rejected rows. `kept` of them are as somebody has mended them.

    `aside` is a copy of the file as it was, where somebody has changed what is of none of its rows any more.
    """

    file: Path
    kept: int = 0
    aside: Path | None = None


def write(target: Rejects, move: int, folder: Path) -> list[Written]:
    """One file for each table that has rejects, a line for a row. Raises CfdbError where one cannot be written."""
    found: list[Written] = []
    try:
        for table, rejects in groupby(target.rejects(move), key=lambda reject: reject.table):
            name = UNSAFE.sub("_", table.replace('"', "").removeprefix("public."))
            while (file := folder / f"{name}.jsonl") in (written.file for written in found):
                name += "_"
            folder.mkdir(parents=True, exist_ok=True)
            found.append(_write(file, rejects))
    except OSError as error:
        raise CfdbError(
            f"rejected rows cannot be written into {folder}: {error.strerror}",
            hint="the ledger has them: mend that, and run it again",
        ) from error
    return found


def replace(file: Path, lines: Iterable[str]) -> None:
    """A reader finds the old file or the new one, never half of it."""
    _beside(file, lines).replace(file)


def _beside(file: Path, lines: Iterable[str]) -> Path:
    fresh = file.with_name(f".{file.name}")
    with fresh.open("w", encoding="utf-8") as out:
        out.writelines(lines)
    return fresh


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say anything, with their numbers. Not splitlines(): a value may hold U+2028."""
    return ((number, f"{line}\n") for number, line in enumerate(text.split("\n"), 1) if line.strip())


@dataclass(slots=True)
class _Changes:
    """What somebody has made of rows, by what they were; `others` are lines that nobody knows a row of."""

    rows: defaultdict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    others: int = 0
    kept: int = 0

    def on(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The line of a row, as it was mended where it was: the very same row, whatever number it has by now."""
        mended = self.rows.get(_mark(document))
        if not mended:
            return dict(document)
        self.kept += 1
        return {**document, "row": mended.pop()}

    @property
    def left(self) -> int:
        return self.others + sum(map(len, self.rows.values()))


def _write(file: Path, rejects: Iterator[Reject]) -> Written:
    changes = _changes(file)
    fresh = _beside(file, (json.dumps(changes.on(_document(reject)), ensure_ascii=False) + "\n" for reject in rejects))
    aside = None
    if changes.left:
        aside = next(path for number in count(1) if not (path := file.with_suffix(f".{number}.jsonl")).exists())
        # First of all: what somebody has written is nowhere else.
        copyfile(file, aside)
    fresh.replace(file)
    return Written(file, changes.kept, aside)


def _changes(file: Path) -> _Changes:
    found = _Changes()
    if not file.exists():
        return found
    for _, line in lines_of(file.read_text(encoding="utf-8", errors="replace")):
        try:
            document = json.loads(line)
            changed = _checksum(document["row"]) != document["checksum"]
            mark = _mark(document)
        except (ValueError, RecursionError, TypeError, KeyError):
            found.others += 1
            continue
        if changed:
            found.rows[mark].append(document["row"])
    return found


def _mark(document: Mapping[str, Any]) -> str:
    """What a row is known by when it is refused again."""
    return json.dumps([document["table"], document["key"], document["checksum"]], sort_keys=True)


def _document(reject: Reject) -> dict[str, Any]:
    return {
        "id": reject.id,
        "table": reject.table,
        "key": reject.key,
        "column": reject.column,
        "value": reject.value,
        "sqlstate": reject.sqlstate,
        "message": reject.message,
        "row": reject.row,
        "checksum": _checksum(reject.row),
    }


def _checksum(row: object) -> str:
    """Tells whether somebody has changed it since it was written."""
    return f"{crc32(json.dumps(row, sort_keys=True).encode()):08x}"
