"""What the shell offers: the phases, services, migrations, databases and environments of this project.

Completion must never print an error into somebody's prompt: where the project cannot be read, nothing is offered.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from cfdb.errors import CfdbError
from cfdb.model.project import Project
from cfdb.project import config, load

KINDS = ("phase", "service", "migration")


def databases(ctx: Any, incomplete: str) -> list[str]:
    project = _project(ctx)
    return [name for name in project.databases if name.startswith(incomplete)] if project else []


def environments(ctx: Any, incomplete: str) -> list[str]:
    project = _project(ctx)
    return [name for name in project.environments if name.startswith(incomplete)] if project else []


def selectors(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """A kind first, then the keys of that kind, with their names as help."""
    before = [word for word in ctx.params.get("words") or [] if word]
    if not before or before[-1] not in KINDS:
        return [(kind, "") for kind in KINDS if kind.startswith(incomplete)]
    project = _project(ctx)
    if project is None:
        return []
    names = [ctx.params["database"]] if ctx.params.get("database") else [project.default]
    return [
        (key, name)
        for database in names
        for key, name in _keys(project.root, database, before[-1])
        if key.startswith(incomplete)
    ]


def _keys(root: Path, database: str, kind: str) -> list[tuple[str, str]]:
    """Keys and names by the names of files and folders alone: a Tab should not read the project."""
    try:
        shape = config.read(root)[1].databases[database]
    except (CfdbError, KeyError):
        return []
    folder, pattern = {
        "phase": (shape.phases or f"phases/{database}", r"phase_0*(\d+)_(\w+)"),
        "service": (shape.services or f"schema/{database}", r"(\w+)()"),
        "migration": (shape.migrations or f"migrations/{database}", r"(\d+)_(\w+)\.sql"),
    }[kind]
    if not (root / folder).is_dir():
        return []
    matches = (re.fullmatch(pattern, entry.name) for entry in sorted((root / folder).iterdir()))
    return [(match[1], match[2]) for match in matches if match]


def _project(ctx: Any) -> Project | None:
    """The project that the line names, or that we are in."""
    try:
        folder = ctx.params.get("project")
        return load.configuration(Path(folder) if folder else config.find_root(Path.cwd()))
    except (CfdbError, OSError):
        return None
