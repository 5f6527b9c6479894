"""Expressions of tests/translate/expressions, each with its translation beside it.

tests/db/test_translated_expressions.py has real servers judge them. CFDB_REWRITE_CASES=1 writes the expectations anew.
"""

from pathlib import Path

from case_files import assert_as_expected, assert_no_orphans, each
from expression_cases import CASES, FAMILIES, lines, policies_of, translation

SCRIPTS = [CASES / f"{family}.sql" for family in FAMILIES]


def described(family: str) -> str:
    shown = ""
    for line in lines(family):
        found = translation(line, policies=policies_of(family))
        shown += f"{line}\n    {'not: ' + found.refused if found.refused else found.sql}\n"
        shown += "".join(f"    -- {note}\n" for note in found.notes)
    return shown


@each(SCRIPTS)
def test_case(case: Path) -> None:
    """Every expression of the family."""
    assert_as_expected(case, described(case.stem))


def test_cases_have_no_orphans() -> None:
    """Every family has an expectation, and every expectation a family; all of them share a table."""
    assert_no_orphans(SCRIPTS, CASES / "table.sql")
