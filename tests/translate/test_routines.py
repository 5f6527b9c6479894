"""Routines and triggers of tests/translate/routines as they are written for PostgreSQL.

CFDB_REWRITE_CASES=1 writes the expectations anew. What they do is compared in tests/db/test_translated_routines.py.
"""

from __future__ import annotations

from pathlib import Path

from case_files import assert_as_expected, assert_no_orphans, each, found_in

from cfdb.model.policies import Policies
from cfdb.model.script import Source
from cfdb.translate.translation import translate
from cfdb.translate.writing.piece import Stage

FOLDER = Path(__file__).parent / "routines"
SCRIPTS = found_in(FOLDER, "*.sql")


def written(script: Path) -> str:
    """Findings as comments, then all functions, procedures and triggers."""
    translation = translate([Source(script, script.read_bytes())], Policies())
    notes = [
        f"-- {finding.level} line {finding.line}: {finding.message}"
        for finding in translation.findings
        if finding.code in ("routine", "trigger", "not-understood")
    ]
    pieces = sorted(translation.writer.pieces, key=lambda piece: piece.stage)
    own = [f"{piece.sql};" for piece in pieces if piece.stage in (Stage.ROUTINES, Stage.TRIGGERS)]
    return "\n".join([*notes, *own]) + "\n"


@each(SCRIPTS)
def test_case(case: Path) -> None:
    assert_as_expected(case, written(case))


def test_cases_have_no_orphans() -> None:
    """Every script has an expectation, and every expectation, and every list of calls, a script."""
    calls = found_in(FOLDER, "*.calls")
    assert {path.with_suffix(".sql") for path in calls} <= set(SCRIPTS)
    assert_no_orphans(SCRIPTS, *calls)
