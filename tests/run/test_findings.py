"""`cfdb validate`: projects of tests/cases/validate, each with its findings beside it.

CFDB_REWRITE_CASES=1 writes the expectations anew.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cfdb import dialect
from cfdb.project import load
from cfdb.project.services import ReadRelations
from cfdb.run.validate import validate

REPOSITORY = Path(__file__).parents[2]
CASES = REPOSITORY / "tests" / "cases" / "validate"
PROJECTS = sorted(path for path in CASES.iterdir() if path.is_dir())


def relations_for(name: str) -> ReadRelations:
    return dialect.named(name).relations


def described(root: Path) -> Iterator[str]:
    """A finding: its place, its code and words, the change that it is about, the next step."""
    database = load.configuration(root).databases["main"]
    for finding in validate(root, "main", relations_for, dialect.named(database.dialect), database.variables):
        place = ":".join(str(part) for part in (finding.path, finding.line, finding.column) if part is not None)
        change = f" ({finding.change})" if finding.change else ""
        yield f"{place or 'project'}: {finding.level}[{finding.code}]{change} {finding.message}"
        yield f"    {finding.hint or 'no hint'}"


@pytest.mark.parametrize("case", PROJECTS, ids=lambda case: case.name)
def test_case(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One mistake hides no other."""
    monkeypatch.chdir(case)
    found = "".join(f"{line}\n" for line in described(Path()))
    expected = case.with_suffix(".expected")
    if os.environ.get("CFDB_REWRITE_CASES") == "1":
        expected.write_text(found, encoding="utf-8")
        pytest.skip("expectation rewritten")
    assert found == expected.read_text(encoding="utf-8")


def test_cases_have_no_orphans() -> None:
    """Every project has an expectation, and every expectation a project."""
    files = {path for path in CASES.iterdir() if not path.name.startswith(".")}
    assert files == {*PROJECTS, *(case.with_suffix(".expected") for case in PROJECTS)}


@pytest.mark.parametrize("name", load.configuration(REPOSITORY).databases)
def test_the_reference_databases_are_valid(name: str) -> None:
    """Neither errors nor warnings."""
    database = load.configuration(REPOSITORY).databases[name]
    found = validate(REPOSITORY, name, relations_for, dialect.named(database.dialect), database.variables)
    assert found == []
