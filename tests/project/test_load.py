"""Projects, each in one file of tests/cases/project: what is read from it, or what the user is told.

A line `=== path` begins a file of the project. CFDB_REWRITE_CASES=1 writes the expectations anew.
"""

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path

import pytest
from case_files import assert_as_expected, assert_no_orphans, each, found_in

from cfdb import dialect
from cfdb.cli.failure import as_text
from cfdb.errors import CfdbError
from cfdb.model.change import Change
from cfdb.project import checklist, load

PROJECTS = found_in("project", "*.project")
SAID_ELSEWHERE = ("id", "name", "database", "path", "checksum")


def unpack(case: Path, root: Path) -> None:
    """Write the files of a case below `root`."""
    _, *pieces = re.split(r"^=== (\S+)\n", case.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for name, text in zip(pieces[::2], pieces[1::2], strict=True):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def described(root: Path) -> Iterator[str]:
    """The project, its databases and their changes: all that is not as it is by default."""
    project = load.configuration(root)
    yield f"default: {project.default or 'none'}"
    for environment in project.environments.values():
        yield f"environment {environment.name}: {environment.url} {dict(environment.urls)} {environment.variables}"
    for name in project.databases:
        try:
            database = load.database(root, name, lambda engine: dialect.named(engine).relations)
            if database.checklist:
                checklist.read(database.checklist)
        except CfdbError as error:
            yield f"database {name}:"
            yield as_text(error)
            continue
        deployed = ", ".join(kind.value for kind in database.deploy) or "nothing"
        yield f"database {name}: {database.dialect}, deploys {deployed}, lock timeout {database.lock_timeout:g} s"
        said = ("base", "checklist", "url", "variables")
        yield from (f"  {key}: {value}" for key in said if (value := getattr(database, key)))
        if database.probes:
            yield f"  probes: {', '.join(map(str, database.probes))}"
        for change in database.changes:
            yield f"{change.title} in {change.path}"
            yield from _settings(change)


def _settings(change: Change) -> Iterator[str]:
    for field in fields(Change):
        value = getattr(change, field.name)
        default = None if field.default is MISSING else field.default
        if field.name not in SAID_ELSEWHERE and value != default:
            shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
            yield f"  {field.name}: {shown}"


@each(PROJECTS)
def test_case(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read from a project is what is written beside it."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
    unpack(case, tmp_path)
    try:
        found = "".join(f"{line}\n" for line in described(Path()))
    except CfdbError as error:
        found = as_text(error) + "\n"
    assert_as_expected(case, found)


def test_cases_have_no_orphans() -> None:
    """Every project has an expectation, and every expectation a project."""
    assert_no_orphans(PROJECTS)
