"""checklist.toml into sections; each section is decoded by the check that it belongs to."""

from __future__ import annotations

from pathlib import Path

from cfdb.errors import Place, ProjectError
from cfdb.model.checklist import Checklist
from cfdb.project import toml


def read(path: Path) -> Checklist:
    sections = toml.read(path)
    for key, value in sections.items():
        if not isinstance(value, dict):
            raise ProjectError(
                f"{path}: {key}: expected a table, found {value!r}",
                hint="put it under a table such as [brings]",
                place=Place(path),
            )
    return Checklist(path, sections)
