"""Sections of a checklist that hold one list of names."""

from __future__ import annotations

from pathlib import Path

from cfdb.errors import Place, ProjectError
from cfdb.verify.check import Section


def names(section: Section, table: str, key: str, path: Path) -> list[str]:
    """The list under `key`, the one key that the table may have."""
    for other in section.keys() - {key}:
        raise ProjectError(
            f"{path}: {table}.{other} is not known", hint=f"the table has one key: {key}", place=Place(path)
        )
    value = section.get(key, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ProjectError(f"{path}: {table}.{key}: expected a list of names, found {value!r}", place=Place(path))
    return value
