"""Scripts of tests/cases/translate, each with the PostgreSQL script and the findings beside it.

CFDB_REWRITE_CASES=1 writes the expectations anew.
"""

import os
from pathlib import Path

import pytest

from cfdb.model.policies import Policies
from cfdb.model.script import Source
from cfdb.translate.translation import translate

CASES = Path(__file__).parents[1] / "cases" / "translate"
SCRIPTS = sorted(path for path in CASES.glob("*.sql"))


def described(case: Path) -> str:
    """What a user gets: the script on standard output, the findings below it."""
    translation = translate([Source(Path(case.name), case.read_bytes())], Policies())
    script = b"".join(translation.script()).decode()
    findings = [
        f"-- {finding.level}[{finding.code}] line {finding.line}: {finding.message}\n"
        for finding in translation.findings
    ]
    return script + "".join(findings)


@pytest.mark.parametrize("case", SCRIPTS, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """The difference that the file is about is carried over, or said."""
    found = described(case)
    expected = case.with_suffix(".expected")
    if os.environ.get("CFDB_REWRITE_CASES") == "1":
        expected.write_text(found, encoding="utf-8")
        pytest.skip("expectation rewritten")
    assert found == expected.read_text(encoding="utf-8")


def test_cases_have_no_orphans() -> None:
    """Every script has an expectation, and every expectation a script."""
    files = {path for path in CASES.iterdir() if not path.name.startswith(".")}
    assert files == {*SCRIPTS, *(case.with_suffix(".expected") for case in SCRIPTS)}
