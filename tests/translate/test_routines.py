"""Routines and triggers of tests/translate/routines as they are written for PostgreSQL.

CFDB_REWRITE_CASES=1 writes the expectations anew. What they do is compared in tests/db/test_translated_routines.py.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cfdb.model.policies import Policies
from cfdb.model.script import Source
from cfdb.translate.translation import translate
from cfdb.translate.writing.piece import Stage

CASES = Path(__file__).parent / "routines"
SCRIPTS = sorted(path for path in CASES.glob("*.sql") if not path.name.endswith(".expected.sql"))


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


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.stem))
def test_case(script: Path) -> None:
    expected = script.with_suffix(".expected.sql")
    found = written(script)
    if os.environ.get("CFDB_REWRITE_CASES"):
        expected.write_text(found)
        pytest.skip("the expectation was written anew")
    assert found == expected.read_text()


def test_no_file_is_an_orphan() -> None:
    stems = {script.stem for script in SCRIPTS}
    known = {f"{stem}{suffix}" for stem in stems for suffix in (".sql", ".expected.sql", ".calls")}
    assert {path.name for path in CASES.iterdir()} <= known
    assert {f"{stem}.expected.sql" for stem in stems} <= {path.name for path in CASES.iterdir()}
