"""Colour for single words of plain lines; tables are rich's. None without a terminal or with NO_COLOR."""

from __future__ import annotations

import os
import sys

CODES = {"red": "31", "green": "32", "yellow": "33", "cyan": "36", "dim": "2", "bold": "1"}


def paint(text: str, colour: str) -> str:
    """`text` in that colour, for standard error."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not sys.stderr.isatty():
        return text
    return f"\x1b[{CODES[colour]}m{text}\x1b[0m"
