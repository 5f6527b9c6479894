"""Phases: phases/<database>/phase_<n>_<name>/ with phase.toml, schema.sql, rollback.sql, checklist.toml, probes/."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from cfdb.errors import CfdbError, Place, ProjectError
from cfdb.model.change import Change, ChangeId, Kind
from cfdb.project import sqlfile, toml

FOLDER = re.compile(r"phase_([0-9]+)_(\w+)")


class PhaseShape(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    domain: str = ""
    depends_on: list[int] = []
    irreversible: str = ""
    edge_functions: list[str] = []
    api_keys: list[str] = []
    deploy_budget: str | None = None


def read(folder: Path, database: str, problems: list[CfdbError]) -> list[Change]:
    """The phases in `folder`. What is wrong with one is added to `problems`; the others are still read."""
    changes: list[Change] = []
    for path in sorted(entry for entry in folder.iterdir() if entry.is_dir()):
        match = FOLDER.fullmatch(path.name)
        if not match:
            if path.name.startswith("phase") or (path / "schema.sql").is_file():
                problems.append(
                    ProjectError(
                        f"{path}: expected a folder named phase_<number>_<name>",
                        hint="for example phase_1_users",
                        place=Place(path),
                    )
                )
            continue
        try:
            changes.append(_phase(path, database, str(int(match[1])), match[2]))
        except CfdbError as error:
            problems.append(error)
    return changes


def _phase(path: Path, database: str, key: str, slug: str) -> Change:
    settings = path / "phase.toml"
    shape = toml.decode(toml.read(settings), PhaseShape, settings) if settings.is_file() else PhaseShape(slug)
    schema = path / "schema.sql"
    if not schema.is_file():
        raise ProjectError(f"{schema} not found", hint="every phase needs one", place=Place(path))
    text = sqlfile.normal(schema)
    directives = sqlfile.directives(text, schema)
    return Change(
        id=ChangeId(Kind.PHASE, key),
        database=database,
        name=slug,
        path=path,
        files=(schema,),
        checksum=sqlfile.checksum([text]),
        depends_on=(*(ChangeId(Kind.PHASE, str(n)) for n in shape.depends_on), *directives.requires),
        rollback=existing(path / "rollback.sql"),
        irreversible=shape.irreversible or directives.irreversible,
        transactional=directives.transactional,
        checklist=existing(path / "checklist.toml"),
        probes=queries(path / "probes"),
        preconditions=queries(path / "preconditions"),
        skip=existing(path / "skip.sql"),
        label=shape.name,
        domain=shape.domain,
        edge_functions=tuple(shape.edge_functions),
        api_keys=tuple(shape.api_keys),
        deploy_budget=(toml.duration(shape.deploy_budget, settings, "deploy_budget") if shape.deploy_budget else None),
    )


def existing(path: Path) -> Path | None:
    return path if path.is_file() else None


def queries(folder: Path) -> tuple[Path, ...]:
    """The SQL files of a folder of probes or preconditions, which need not exist."""
    return tuple(sorted(folder.glob("*.sql")))
