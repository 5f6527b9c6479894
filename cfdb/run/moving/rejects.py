"""Rows that the target refused, from its ledger into files that a person can mend."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from cfdb.model.move import Reject
from cfdb.moving import MoveTarget

UNSAFE = re.compile(r"[^\w.-]")


def write(target: MoveTarget, move: int, folder: Path) -> list[Path]:
    """One file for each table that has rejects, a line for a row. Returns the files."""
    files = []
    for table, rejects in groupby(target.rejects(move), key=lambda reject: reject.table):
        file = folder / f"{UNSAFE.sub('_', table.replace(chr(34), '').removeprefix('public.'))}.jsonl"
        folder.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f".{file.name}")
        with fresh.open("w", encoding="utf-8") as out:
            out.writelines(_lines(rejects))
        # A reader finds the old file or the new one, never half of it.
        fresh.replace(file)
        files.append(file)
    return files


def _lines(rejects: Iterator[Reject]) -> Iterator[str]:
    return (json.dumps(_document(reject), ensure_ascii=False) + "\n" for reject in rejects)


def _document(reject: Reject) -> dict[str, Any]:
    return {
        "table": reject.table,
        "key": reject.key,
        "column": reject.column,
        "value": reject.value,
        "sqlstate": reject.sqlstate,
        "message": reject.message,
        "row": reject.row,
    }
