"""Services: schema/<database>/<service>/*.sql, in the order that their foreign keys ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from cfdb.errors import CfdbError, Place, ProjectError
from cfdb.model.change import Change, ChangeId, Kind
from cfdb.model.script import Relations
from cfdb.project import sqlfile
from cfdb.project.phases import existing, queries

SERVICE = re.compile(r"[A-Za-z0-9_-]+")
PROBES = "probes"
"""A folder beside the services that is none: the probes of the database as a whole."""

ReadRelations = Callable[[bytes, Path], Relations]


def read(folder: Path, database: str, relations_of: ReadRelations, problems: list[CfdbError]) -> list[Change]:
    """The services in `folder`. A service depends on those whose tables its foreign keys point at."""
    relations: dict[ChangeId, Relations] = {}
    changes: list[Change] = []
    for stray in sorted(folder.glob("*.sql")):
        hint = f"move it into the folder of a service, for example {folder / 'auth' / stray.name}"
        problems.append(ProjectError(f"{stray} belongs to no service", hint=hint, place=Place(stray)))
    for path in sorted(entry for entry in folder.iterdir() if entry.is_dir() and entry.name != PROBES):
        files = [file for file in sorted(path.glob("*.sql")) if file.name != "rollback.sql"]
        if not files:
            continue
        if not SERVICE.fullmatch(path.name):
            hint = "letters, digits, _ and -, for example auth"
            problems.append(ProjectError(f"{path}: the name of a service is not usable", hint=hint, place=Place(path)))
            continue
        try:
            change, relation = _service(path, database, files, relations_of)
        except CfdbError as error:
            problems.append(error)
            continue
        changes.append(change)
        relations[change.id] = relation
    return [_with_dependencies(change, relations) for change in changes]


def _with_dependencies(change: Change, relations: Mapping[ChangeId, Relations]) -> Change:
    needs = relations[change.id].needs
    others = (id for id, relation in relations.items() if id != change.id and relation.creates & needs)
    return replace(change, depends_on=tuple(dict.fromkeys((*others, *change.depends_on))))


def _service(path: Path, database: str, files: list[Path], relations_of: ReadRelations) -> tuple[Change, Relations]:
    texts = {file: sqlfile.sound(file) for file in files}
    per_file = {file: relations_of(text, file) for file, text in texts.items()}
    ordered = _file_order(per_file, path)
    directives = [sqlfile.directives(texts[file], file) for file in ordered]
    change = Change(
        id=ChangeId(Kind.SERVICE, path.name),
        database=database,
        name="",
        path=path,
        files=tuple(ordered),
        checksum=sqlfile.checksum([texts[file] for file in ordered]),
        depends_on=tuple(id for directive in directives for id in directive.requires),
        rollback=existing(path / "rollback.sql"),
        irreversible=next((d.irreversible for d in directives if d.irreversible), ""),
        transactional=all(directive.transactional for directive in directives),
        checklist=existing(path / "checklist.toml"),
        probes=queries(path / "probes"),
        preconditions=queries(path / "preconditions"),
    )
    creates = frozenset(name for relation in per_file.values() for name in relation.creates)
    needs = frozenset(name for relation in per_file.values() for name in relation.needs)
    return change, Relations(creates, needs - creates)


def _file_order(per_file: Mapping[Path, Relations], folder: Path) -> list[Path]:
    graph = {
        file: sorted(other for other, created in per_file.items() if other != file and created.creates & relation.needs)
        for file, relation in per_file.items()
    }
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        names = " → ".join(file.name for file in reversed(error.args[1]))
        raise ProjectError(
            f"{folder}: the files need each other: {names}",
            hint="add one of the foreign keys with ALTER TABLE in a file of its own",
            place=Place(folder),
        ) from error
