"""Expressions of tests/translate/expressions, each with its translation beside it.

tests/db/test_translated_expressions.py has real servers judge them. CFDB_REWRITE_CASES=1 writes the expectations anew.
"""

import os

import pytest
from expression_cases import CASES, FAMILIES, lines, policies_of, translation


def described(family: str) -> str:
    shown = ""
    for line in lines(family):
        found = translation(line, policies=policies_of(family))
        shown += f"{line}\n    {'not: ' + found.refused if found.refused else found.sql}\n"
        shown += "".join(f"    -- {note}\n" for note in found.notes)
    return shown


@pytest.mark.parametrize("family", FAMILIES)
def test_expressions_are_translated(family: str) -> None:
    beside = CASES / f"{family}.expected"
    found = described(family)
    if os.environ.get("CFDB_REWRITE_CASES") == "1":
        beside.write_text(found, encoding="utf-8")
        pytest.skip("expectation written")
    assert found == beside.read_text(encoding="utf-8")


def test_every_expectation_belongs_to_expressions() -> None:
    assert sorted(path.stem for path in CASES.glob("*.expected")) == FAMILIES
