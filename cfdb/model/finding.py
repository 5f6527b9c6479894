"""Something worth a line: every part of cfdb that judges speaks in findings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is stable, for machines; `line` and `column` are 1-based; `level` is `error` or `warning`."""

    code: str
    message: str
    path: Path | None = None
    line: int | None = None
    column: int | None = None
    hint: str = ""
    level: str = "error"
    change: str = ""
