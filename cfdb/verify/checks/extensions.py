"""Extensions are installed.

[extensions]
required = ["pg_trgm"]
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cfdb.model.checklist import Evidence, Outcome
from cfdb.verify.check import Check, Section
from cfdb.verify.names import names


def check(section: Section, evidence: Evidence, path: Path) -> Iterator[Outcome]:
    for name in names(section, "extensions", "required", path):
        installed = name in evidence.inventory.extensions
        yield Outcome(
            check="extensions",
            subject=f"extension {name}",
            expected="installed",
            found="installed" if installed else "missing",
            passed=installed,
            path=path,
        )


CHECK = Check(section="extensions", check=check)
