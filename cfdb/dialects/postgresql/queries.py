"""The SQL files beside this module, by folder and name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import LiteralString

HERE = Path(__file__).parent


@cache
def query(name: str) -> LiteralString:
    """The text of `<name>.sql`, for example `ledger/applied`."""
    # The text comes with the package, which is what LiteralString stands for.
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")
