"""Row level security is switched on.

[row_level_security]
tables = ["users", "notification"]
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cfdb.model.checklist import Evidence, Outcome
from cfdb.verify.check import Check, Section
from cfdb.verify.names import names


def check(section: Section, evidence: Evidence, path: Path) -> Iterator[Outcome]:
    tables = names(section, "row_level_security", "tables", path)
    qualified = {table: table if "." in table else f"public.{table}" for table in tables}
    open_tables = [table for table, name in qualified.items() if name not in evidence.inventory.secured]
    if tables:
        yield Outcome(
            check="row_level_security",
            subject="tables with row level security",
            expected=str(len(tables)),
            found=str(len(tables) - len(open_tables)),
            passed=not open_tables,
            path=path,
            hint=f"not enabled: {', '.join(open_tables)}" if open_tables else "",
        )


CHECK = Check(section="row_level_security", check=check)
