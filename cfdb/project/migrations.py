"""Migrations: NNN_name.sql in order, undone by rollback_NNN.sql or NNN_name.rollback.sql.

Beside them may stand checklist_NNN.toml, and the folders probes_NNN and preconditions_NNN.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from cfdb.errors import CfdbError, Place, ProjectError
from cfdb.model.change import Change, ChangeId, Kind
from cfdb.project import sqlfile
from cfdb.project.phases import queries

FILE = re.compile(r"([0-9]+)_(\w+)\.sql")
ROLLBACK = re.compile(r"rollback_([0-9]+)(?:_\w+)?\.sql|([0-9]+)_\w+\.rollback\.sql")
PROOF = re.compile(r"(checklist)_([0-9]+)\.toml|(probes|preconditions)_([0-9]+)")


def read(folder: Path, database: str, problems: list[CfdbError]) -> list[Change]:
    """The migrations in `folder`, each depending on the one before it."""
    forward, back, proofs = _files(folder, problems)
    changes: list[Change] = []
    for number, (key, name, path) in sorted(forward.items()):
        previous = (changes[-1].id,) if changes else ()
        try:
            beside = proofs.pop(number, {})
            changes.append(_migration(path, database, key, name, previous, back.pop(number, None), beside))
        except CfdbError as error:
            problems.append(error)
    for number, path in sorted(back.items()):
        hint = "delete it, or bring the migration back"
        problems.append(
            ProjectError(f"{path} undoes migration {number}, which does not exist", hint=hint, place=Place(path))
        )
    for number, beside in sorted(proofs.items()):
        for path in beside.values():
            hint = "delete it, or bring the migration back"
            message = f"{path} belongs to migration {number}, which does not exist"
            problems.append(ProjectError(message, hint=hint, place=Place(path)))
    return changes


Forward = dict[int, tuple[str, str, Path]]
"""Key, name and file of each migration, by its number."""

Proofs = dict[int, dict[str, Path]]
"""What a migration is held against, by its number: the paths of `checklist`, `probes` and `preconditions`."""


def _files(folder: Path, problems: list[CfdbError]) -> tuple[Forward, dict[int, Path], Proofs]:
    """The files of migrations, of their rollbacks and proofs. Twins and odd names are problems."""
    forward: Forward = {}
    back: dict[int, Path] = {}
    proofs: Proofs = {}
    for name in sorted(os.listdir(folder)):
        path = folder / name
        if match := ROLLBACK.fullmatch(name):
            number = int(match[1] or match[2])
            if number in back:
                message = f"migration {number} has two rollbacks: {back[number].name} and {name}"
                problems.append(ProjectError(message, hint="delete one of them", place=Place(path)))
            back[number] = path
        elif match := FILE.fullmatch(name):
            number = int(match[1])
            if number in forward:
                message = f"migration {match[1]} exists twice: {forward[number][2].name} and {name}"
                hint = "give one of them the next free number"
                problems.append(ProjectError(message, hint=hint, place=Place(path)))
                continue
            forward[number] = (match[1], match[2], path)
        elif match := PROOF.fullmatch(name):
            proofs.setdefault(int(match[2] or match[4]), {})[match[1] or match[3]] = path
        elif name.endswith(".sql"):
            message = f"{path}: expected a file named <number>_<name>.sql"
            hint = "for example 001_create_users.sql, undone by rollback_001.sql"
            problems.append(ProjectError(message, hint=hint, place=Place(path)))
    return forward, back, proofs


def _migration(
    path: Path,
    database: str,
    number: str,
    name: str,
    previous: tuple[ChangeId, ...],
    rollback: Path | None,
    proofs: Mapping[str, Path],
) -> Change:
    text = sqlfile.normal(path)
    directives = sqlfile.directives(text, path)
    return Change(
        id=ChangeId(Kind.MIGRATION, number),
        database=database,
        name=name,
        path=path,
        files=(path,),
        checksum=sqlfile.checksum([text]),
        depends_on=(*previous, *directives.requires),
        rollback=rollback,
        irreversible=directives.irreversible,
        transactional=directives.transactional,
        checklist=proofs.get("checklist"),
        probes=queries(proofs["probes"]) if "probes" in proofs else (),
        preconditions=queries(proofs["preconditions"]) if "preconditions" in proofs else (),
    )
