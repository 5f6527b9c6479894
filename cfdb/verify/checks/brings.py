"""What the change itself added is there, all of it and nothing else.

    [brings]
    tables = ["users", "roles"]
    indexes = 12
    schemas = ["public"]        # where to look; public when left out

Counted are the objects that were recorded when the change was applied and that the catalog still has. Every kind of
the catalog can be counted; `indexes` are those that CREATE INDEX made, not those behind a constraint.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cfdb.model.checklist import Evidence, Outcome
from cfdb.verify.check import Check, Section
from cfdb.verify.counting import count_kinds, schemas_of


def check(section: Section, evidence: Evidence, path: Path) -> Iterator[Outcome]:
    schemas = schemas_of(section, path)
    if evidence.brought is None:
        # A count of nothing, for the sake of what it says of a table that cannot be read.
        tuple(count_kinds("brings", section, (), schemas, path))
        yield Outcome(
            check="brings",
            subject="what the change added",
            expected="recorded when it was applied",
            found="not recorded",
            passed=False,
            warning=True,
            path=path,
            hint="it had no checklist then, or took two runs: to have it counted, roll it back and apply it again",
        )
        return
    lost = evidence.brought - evidence.inventory.items
    yield Outcome(
        check="brings",
        subject="objects still there",
        expected=str(len(evidence.brought)),
        found=str(len(evidence.brought) - len(lost)),
        passed=not lost,
        path=path,
        hint=f"gone: {', '.join(sorted(map(str, lost))[:8])}" if lost else "",
    )
    yield from count_kinds("brings", section, evidence.brought - lost, schemas, path)


CHECK = Check(section="brings", check=check)
