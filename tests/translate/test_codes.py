"""The codes of findings: each is documented, and none is used that is not."""

import re
from pathlib import Path

from cfdb.translate.codes import CODES

ROOT = Path(__file__).parents[2]
SAID = re.compile(r"\b(?:lose|change|report|tell|tell_of|Reason|NoDefault|Doubtful)\(\s*\"([a-z0-9-]+)\",")


def test_every_code_is_in_the_documentation() -> None:
    text = (ROOT / "docs/translation.md").read_text(encoding="utf-8")
    rows = [f"| {code} | {it.kind} | {it.meaning} |" for code, it in CODES.items()]
    assert [row for row in rows if row not in text] == []
    documented = text.split("| code | about | meaning |")[1].splitlines()[2:]
    assert [row for row in documented if row and row not in rows] == []


def test_every_code_that_is_used_is_known() -> None:
    used = {
        code
        for path in (ROOT / "cfdb").rglob("*.py")
        for code in SAID.findall(path.read_text(encoding="utf-8"))
        if "translate" in path.parts or path.name == "schema.py"
    }
    assert used - CODES.keys() == set()
    assert len(used) > 30
