"""`cfdb bundle`: the SQL of several changes as one file, for a psql, a review, or a Supabase project."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cfdb.errors import Refused
from cfdb.model.change import Change, ChangeId
from cfdb.model.project import Database
from cfdb.plan.apply import ordered, wanted_changes
from cfdb.project import scripts
from cfdb.run.apply import Variables


def bundle(database: Database, selected: Iterable[ChangeId], variables: Variables) -> bytes:
    """The SQL of the selected changes and all they depend on, in order, each under a line that names it."""
    return b"\n".join(_section(change, variables) for change in _changes(database, selected))


def supabase(
    database: Database, selected: Iterable[ChangeId], variables: Variables, folder: Path, at: datetime
) -> list[Path]:
    """One `<timestamp>_<name>.sql` per change below `folder`, a second apart, in order. Returns their paths.

    Changes that are skipped on Supabase (those with a skip.sql) are left out. Raises Refused where a file is there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changes = [change for change in _changes(database, selected) if not change.skip]
    stamp = int(at.timestamp())
    written: list[Path] = []
    for number, change in enumerate(changes):
        name = f"{datetime.fromtimestamp(stamp + number, at.tzinfo):%Y%m%d%H%M%S}"
        path = folder / f"{name}_{change.id.kind.value}_{change.id.key}_{change.name or 'schema'}.sql"
        if taken := sorted(folder.glob(f"*_{change.id.kind.value}_{change.id.key}_*.sql")):
            raise Refused(f"{taken[0]} is there already", hint="choose only new changes, or delete the old file")
        path.write_bytes(_section(change, variables))
        written.append(path)
    return written


def _changes(database: Database, selected: Iterable[ChangeId]) -> list[Change]:
    by_id = {change.id: change for change in database.changes}
    return [by_id[id] for id in ordered(database, wanted_changes(database, selected))]


def _section(change: Change, variables: Variables) -> bytes:
    text = scripts.forward(change, variables).text.rstrip()
    end = b"" if text.endswith(b";") or text.endswith(b"\\.") else b"\n;"
    return f"-- {change.title} (sha256 {change.checksum[:12]})\n".encode() + text + end + b"\n"
