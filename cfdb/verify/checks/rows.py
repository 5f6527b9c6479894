"""Seed tables hold their rows.

[rows]
subscription_tier = 3
content_category = ">= 15"
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cfdb.model.checklist import Evidence, Outcome
from cfdb.verify.check import Check, Section
from cfdb.verify.expectation import expectation


def check(section: Section, evidence: Evidence, path: Path) -> Iterator[Outcome]:
    for table, value in section.items():
        expected = expectation(value, path, f"rows.{table}")
        found = evidence.rows.get(table)
        yield Outcome(
            check="rows",
            subject=f"rows in {table}",
            expected=str(expected),
            found="no such table" if found is None else str(found),
            passed=found is not None and expected.holds(found),
            path=path,
        )


CHECK = Check(section="rows", check=check, tables=lambda section: section)
