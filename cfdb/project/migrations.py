"""Migrations: NNN_name.sql in order, undone by rollback_NNN.sql or NNN_name.rollback.sql."""

from __future__ import annotations

import os
import re
from pathlib import Path

from cfdb.errors import CfdbError, Place, ProjectError
from cfdb.model.change import Change, ChangeId, Kind
from cfdb.project import sqlfile

FILE = re.compile(r"(\d+)_(\w+)\.sql")
ROLLBACK = re.compile(r"rollback_(\d+)(?:_\w+)?\.sql|(\d+)_\w+\.rollback\.sql")


def read(folder: Path, database: str, problems: list[CfdbError]) -> list[Change]:
    """The migrations in `folder`, each depending on the one before it."""
    forward: dict[str, tuple[str, Path]] = {}
    back: dict[int, Path] = {}
    root = str(folder)
    for name in sorted(os.listdir(root)):
        path = folder / name
        if match := ROLLBACK.fullmatch(name):
            back[int(match[1] or match[2])] = path
        elif match := FILE.fullmatch(name):
            number = match[1]
            if number in forward:
                problems.append(
                    ProjectError(
                        f"migration {number} exists twice: {forward[number][1].name} and {name}",
                        hint="give one of them the next free number",
                        place=Place(path),
                    )
                )
                continue
            forward[number] = (match[2], path)
        elif name.endswith(".sql"):
            problems.append(
                ProjectError(
                    f"{path}: expected a file named <number>_<name>.sql",
                    hint="for example 001_create_users.sql, undone by rollback_001.sql",
                    place=Place(path),
                )
            )
    changes: list[Change] = []
    for number, (name, path) in sorted(forward.items(), key=lambda entry: int(entry[0])):
        previous = (changes[-1].id,) if changes else ()
        if changes and int(changes[-1].id.key) == int(number):
            problems.append(
                ProjectError(
                    f"migration {int(number)} exists twice: {changes[-1].path.name} and {path.name}",
                    hint="give one of them the next free number",
                    place=Place(path),
                )
            )
            continue
        try:
            changes.append(_migration(path, database, number, name, previous, back.pop(int(number), None)))
        except CfdbError as error:
            problems.append(error)
    for number, path in sorted(back.items()) if not problems else ():
        problems.append(
            ProjectError(
                f"{path} undoes migration {number}, which does not exist",
                hint="delete it, or bring the migration back",
                place=Place(path),
            )
        )
    return changes


def _migration(
    path: Path,
    database: str,
    number: str,
    name: str,
    previous: tuple[ChangeId, ...],
    rollback: Path | None,
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
    )
