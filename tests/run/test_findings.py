"""`cfdb validate`: projects of tests/cases/validate, each with its findings beside it.

CFDB_REWRITE_CASES=1 writes the expectations anew.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from case_files import assert_as_expected, assert_no_orphans, each, found_in

from cfdb import dialect
from cfdb.project import load
from cfdb.project.services import ReadRelations
from cfdb.run.validate import validate

REPOSITORY = Path(__file__).parents[2]
PROJECTS = [path for path in found_in("validate", "*") if path.is_dir()]


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


@each(PROJECTS)
def test_case(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One mistake hides no other."""
    monkeypatch.chdir(case)
    found = "".join(f"{line}\n" for line in described(Path()))
    assert_as_expected(case, found)


def test_cases_have_no_orphans() -> None:
    """Every project has an expectation, and every expectation a project."""
    assert_no_orphans(PROJECTS)


@pytest.mark.parametrize("name", load.configuration(REPOSITORY).databases)
def test_the_reference_databases_are_valid(name: str) -> None:
    """Neither errors nor warnings."""
    database = load.configuration(REPOSITORY).databases[name]
    found = validate(REPOSITORY, name, relations_for, dialect.named(database.dialect), database.variables)
    assert found == []
