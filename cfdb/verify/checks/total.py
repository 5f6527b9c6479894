"""What the whole database holds, once all of its changes are in place.

[total]
tables = 38
functions = ">= 33"
all_indexes = ">= 80"
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cfdb.model.checklist import Evidence, Outcome
from cfdb.verify.check import Check, Section
from cfdb.verify.counting import count_kinds, schemas_of


def check(section: Section, evidence: Evidence, path: Path) -> Iterator[Outcome]:
    return count_kinds("total", section, evidence.inventory.items, schemas_of(section, path), path)


CHECK = Check(section="total", check=check)
