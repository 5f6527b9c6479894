"""A whole project, from its folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from cfdb.errors import CfdbError, Place, ProjectError, raise_together
from cfdb.model.change import Change, ChangeId, Kind, is_number
from cfdb.model.project import Database, Project
from cfdb.project import config, migrations, phases, services, toml
from cfdb.project.phases import existing, queries

RelationsFor = Callable[[str], services.ReadRelations]
"""How a dialect, by its name, reads the relations of a file."""


def configuration(root: Path) -> Project:
    """The project as cfdb.toml alone describes it: databases without their changes."""
    path, shape = config.read(root)
    databases = {name: _database(name, entry, path) for name, entry in shape.databases.items()}
    default = shape.default or (next(iter(databases)) if len(databases) == 1 else "")
    return Project(root, databases, config.environments(shape, path), default)


def database(root: Path, name: str, relations_for: RelationsFor) -> Database:
    """One database with its changes, dependencies first. Raises all that is wrong with it at once."""
    loaded, problems = examine(root, name, relations_for)
    raise_together(problems, f"problems in database {name}")
    return loaded


def examine(root: Path, name: str, relations_for: RelationsFor) -> tuple[Database, list[CfdbError]]:
    """One database with all that is wrong with its files."""
    path, shape = config.read(root)
    entry = shape.databases[name]
    bare = _database(name, entry, path)
    problems: list[CfdbError] = []
    changes: list[Change] = []
    places = _folders(root, name, entry)
    for kind, folder in places.items():
        if not folder.is_dir():
            if _named(entry, kind):
                problems.append(
                    ProjectError(
                        f"{folder} not found: databases.{name}.{kind}s names it",
                        hint="create the folder, or mend the path",
                        place=Place(path),
                    )
                )
            continue
        match kind:
            case Kind.PHASE:
                changes += phases.read(folder, name, problems)
            case Kind.SERVICE:
                changes += services.read(folder, name, relations_for(entry.dialect), problems)
            case Kind.MIGRATION:
                changes += migrations.read(folder, name, problems)
    changes = _by_their_own_keys(changes)
    problems += _duplicates(changes)
    if not problems:
        problems += _dependencies(changes)
    kinds = {change.id.kind for change in changes}
    deploy = tuple(entry.deploy) if entry.deploy is not None else tuple(k for k in Kind if k in kinds)
    loaded = Database(
        name=name,
        dialect=bare.dialect,
        changes=tuple(sorted(changes, key=lambda change: change.id.order)),
        deploy=deploy,
        base=bare.base,
        checklist=next(filter(None, (existing(folder / "checklist.toml") for folder in places.values())), None),
        probes=tuple(path for folder in places.values() for path in queries(folder / "probes")),
        url=bare.url,
        variables=bare.variables,
        lock_timeout=bare.lock_timeout,
    )
    return loaded, problems


def folders(root: Path, name: str) -> dict[Kind, Path]:
    """Where the changes of a database live, by kind; the folders need not exist."""
    return _folders(root, name, config.read(root)[1].databases[name])


def _database(name: str, entry: config.DatabaseShape, path: Path) -> Database:
    return Database(
        name=name,
        dialect=entry.dialect,
        base=entry.base or "",
        url=config.secret(entry.url, path, f"databases.{name}.url"),
        variables=entry.variables,
        lock_timeout=toml.duration(entry.lock_timeout, path, f"databases.{name}.lock_timeout"),
    )


FOLDERS = {Kind.PHASE: "phases", Kind.SERVICE: "schema", Kind.MIGRATION: "migrations"}


def _named(entry: config.DatabaseShape, kind: Kind) -> str | None:
    return {Kind.PHASE: entry.phases, Kind.SERVICE: entry.services, Kind.MIGRATION: entry.migrations}[kind]


def _folders(root: Path, name: str, entry: config.DatabaseShape) -> dict[Kind, Path]:
    return {kind: root / (_named(entry, kind) or f"{folder}/{name}") for kind, folder in FOLDERS.items()}


def _duplicates(changes: list[Change]) -> list[CfdbError]:
    seen: dict[ChangeId, Change] = {}
    problems: list[CfdbError] = []
    for change in changes:
        if change.id in seen:
            problems.append(
                ProjectError(
                    f"{change.id} exists twice: {seen[change.id].path.name} and {change.path.name}",
                    hint="give one of them the next free number",
                    place=Place(change.path),
                )
            )
        seen.setdefault(change.id, change)
    return problems


def _by_their_own_keys(changes: list[Change]) -> list[Change]:
    """Dependencies as their changes spell themselves: `requires migration 1` means migration 001."""
    known = {change.id for change in changes}
    if all(needed in known for change in changes for needed in change.depends_on):
        return changes
    by_value = {(id.kind, int(id.key)): id for id in known if is_number(id.key)}

    def own(id: ChangeId) -> ChangeId:
        return by_value.get((id.kind, int(id.key)), id) if is_number(id.key) else id

    return [replace(change, depends_on=tuple(map(own, change.depends_on))) for change in changes]


def _dependencies(changes: list[Change]) -> list[CfdbError]:
    position = {change.id: number for number, change in enumerate(sorted(changes, key=lambda change: change.id.order))}
    # Where everything depends on what comes before it there is neither gap nor circle: 5,000 migrations, at a glance.
    if all(
        position.get(needed, len(changes)) < position[change.id] for change in changes for needed in change.depends_on
    ):
        return []
    problems: list[CfdbError] = [
        ProjectError(
            f"{change.id} depends on {needed}, which does not exist",
            hint="mend depends_on, or add the missing change",
            place=Place(change.path),
        )
        for change in changes
        for needed in change.depends_on
        if needed not in position
    ]
    try:
        TopologicalSorter({change.id: change.depends_on for change in changes}).prepare()
    except CycleError as error:
        circle: list[ChangeId] = list(reversed(error.args[1]))
        problems.append(
            ProjectError(
                f"changes depend on each other in a circle: {' → '.join(map(str, circle))}",
                hint="take one of these dependencies away",
            )
        )
    return problems
