"""`cfdb new`: the files of a new change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from cfdb.errors import Refused, UsageError
from cfdb.model.change import ChangeId, Kind, is_number
from cfdb.model.project import Database
from cfdb.project import templates
from cfdb.project.load import folders
from cfdb.run.files import write

SLUG = re.compile(r"[a-z0-9_]+")


def new(root: Path, database: Database, kind: Kind, name: str) -> tuple[ChangeId, list[Path]]:
    """Write the files of a new change and return what it is called, and their paths."""
    slug = re.sub(r"[\s-]+", "_", name.strip().lower())
    if not SLUG.fullmatch(slug):
        raise UsageError(f"name {name!r} is not usable", hint="letters, digits and _, for example: add_invoices")
    folder = folders(root, database.name)[kind]
    numbers = [int(change.id.key) for change in database.changes if change.id.kind is kind and is_number(change.id.key)]
    number = max(numbers, default=0) + 1
    words = {
        **templates.WORDS[database.dialect],
        "<name>": slug,
        "<title>": slug.replace("_", " "),
        "<number>": str(number),
    }
    match kind:
        case Kind.PHASE:
            below = f", {number - 1}" if number - 1 in numbers else ""
            words["<depends_on>"] = f"[{below.lstrip(', ')}]"
            target = folder / f"phase_{number}_{slug}"
            return ChangeId(kind, str(number)), _write(target, templates.PHASE, words)
        case Kind.SERVICE:
            return ChangeId(kind, slug), _write(folder / slug, templates.SERVICE, words)
        case Kind.MIGRATION:
            width = max((len(change.id.key) for change in database.changes if change.id.kind is kind), default=3)
            words["<number>"] = f"{number:0{width}}"
            return ChangeId(kind, words["<number>"]), _write(folder, templates.MIGRATION, words)


def _write(folder: Path, files: Mapping[str, str], words: Mapping[str, str]) -> list[Path]:
    filled = {folder / templates.filled(name, words): templates.filled(text, words) for name, text in files.items()}
    for path in filled:
        if path.exists():
            raise Refused(f"{path} is there already", hint="choose another name")
    for path, text in filled.items():
        write(path, text.encode(), folders=True)
    return list(filled)
