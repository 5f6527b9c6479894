"""`cfdb bundle`: the SQL of several changes as one file, for a psql, a review, or a Supabase project."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cfdb.errors import CfdbError, Refused
from cfdb.model.change import Change, ChangeId
from cfdb.model.project import Database
from cfdb.plan.apply import ordered, wanted_changes
from cfdb.project import scripts
from cfdb.run.apply import Variables
from cfdb.run.files import write

STAMPED = re.compile(r"(\d{14})_(.+)\.sql")


def bundle(database: Database, selected: Iterable[ChangeId], variables: Variables) -> bytes:
    """The SQL of the selected changes and all they depend on, in order, each under a line that names it."""
    return b"\n".join(_section(change, variables) for change in _changes(database, selected))


def supabase(
    database: Database, selected: Iterable[ChangeId], variables: Variables, folder: Path, at: datetime
) -> list[Path]:
    """One `<timestamp>_<name>.sql` per change below `folder`, in order, after all that is there. Returns their paths.

    Left out are changes that Supabase has already (those with a skip.sql), and dependencies whose file is there.
    Raises Refused, with nothing written, where a selected change has its file already.
    """
    chosen = set(selected)
    there = _written(folder)
    texts: dict[str, bytes] = {}
    for change in _changes(database, chosen):
        name = f"{change.id.kind.value}_{change.id.key}_{change.name or 'schema'}"
        if change.id in chosen and name in there:
            raise Refused(f"{there[name]} is there already", hint="choose only new changes, or delete the old file")
        if not change.skip and name not in there:
            texts[name] = _section(change, variables)
    latest = max((path.name[:14] for path in there.values()), default="")
    stamp = int(at.timestamp())
    while f"{datetime.fromtimestamp(stamp, at.tzinfo):%Y%m%d%H%M%S}" <= latest:
        stamp += 1
    written: list[Path] = []
    for number, (name, text) in enumerate(texts.items()):
        path = folder / f"{datetime.fromtimestamp(stamp + number, at.tzinfo):%Y%m%d%H%M%S}_{name}.sql"
        write(path, text)
        written.append(path)
    return written


def _written(folder: Path) -> dict[str, Path]:
    """Migrations in a Supabase project, by what stands behind their timestamps."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CfdbError(f"{folder} cannot be made: {(error.strerror or str(error)).lower()}") from error
    found = (STAMPED.fullmatch(path.name) for path in sorted(folder.glob("*.sql")))
    return {match[2]: folder / match[0] for match in found if match}


def _changes(database: Database, selected: Iterable[ChangeId]) -> list[Change]:
    by_id = {change.id: change for change in database.changes}
    return [by_id[id] for id in ordered(database, wanted_changes(database, selected))]


def _section(change: Change, variables: Variables) -> bytes:
    text = scripts.forward(change, variables).text.rstrip()
    last = text.rpartition(b"\n")[2].strip()
    # A semicolon within a comment ends nothing.
    ended = last == b"\\." or (last.endswith(b";") and not re.search(rb"--|\*/", last))
    end = b"" if ended else b"\n;"
    return f"-- {change.title} (sha256 {change.checksum[:12]})\n".encode() + text + end + b"\n"
