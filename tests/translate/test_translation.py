"""Scripts of tests/cases/translate, each with the PostgreSQL script and the findings beside it.

CFDB_REWRITE_CASES=1 writes the expectations anew.
"""

from pathlib import Path

from case_files import assert_as_expected, assert_no_orphans, each, found_in

from cfdb.model.policies import Policies
from cfdb.model.script import Source
from cfdb.translate.translation import translate

SCRIPTS = found_in("translate", "*.sql")


def described(case: Path) -> str:
    """What a user gets: the script on standard output, the findings below it."""
    translation = translate([Source(Path(case.name), case.read_bytes())], Policies())
    script = b"".join(translation.script()).decode()
    findings = [
        f"-- {finding.level}[{finding.code}] line {finding.line}: {finding.message}\n"
        for finding in translation.findings
    ]
    return script + "".join(findings)


@each(SCRIPTS)
def test_case(case: Path) -> None:
    """The difference that the file is about is carried over, or said."""
    assert_as_expected(case, described(case))


def test_cases_have_no_orphans() -> None:
    """Every script has an expectation, and every expectation a script."""
    assert_no_orphans(SCRIPTS)
