"""Statements that change rows, those together that do the same with other rows."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Mapping, MutableSequence
from dataclasses import dataclass, field
from functools import lru_cache

from cfdb.model.schema import Origin, Table, Trigger
from cfdb.model.script import Source
from cfdb.syntax import mysql
from cfdb.syntax.patterns import compiled
from cfdb.translate.reading.session import Session
from cfdb.translate.rows import heads
from cfdb.translate.rows.literals import DOUBLE, SINGLE

LONGEST_HEAD = 1 << 16
"""Bytes in which the head of an INSERT ends, columns included."""

TAIL = 1 << 16
"""Bytes at the end of an INSERT in which ON DUPLICATE KEY UPDATE is looked for."""

BODY = rb"(?:[^'\"`\\#\-/;]++|" + SINGLE + rb"|" + DOUBLE + rb"|-(?!-))*+"
"""Values without comments and names in backquotes."""

BETWEEN = 64
"""Bytes that may be between two statements of one run: the semicolon, and blanks."""


ALIKE = 16
"""Bytes at least that the heads of a run share: INSERT t VALUES is no longer."""


@dataclass(slots=True)
class Rows:
    """A statement that changes rows, or a run of them: where it is in its source, and what was SET when it ran.

    In a run every statement begins with the bytes `again`, as in a dump with one row per INSERT: it is read, and
    written, as one. `ends` is where each of them ends, counted from `start`.
    """

    source: Source
    start: int
    end: int
    origin: Origin
    session: Session
    tables: Mapping[str, Table]
    """As they were then: what ALTER does later to the order of columns is not meant by an INSERT that names none."""
    triggers: Mapping[str, Trigger] = field(default_factory=dict)
    """Those that there were then."""
    databases: Collection[str] = ()
    """Names of the script's own database, in lower case."""
    again: bytes | None = None
    """None until somebody asks."""
    ends: MutableSequence[int] | None = None

    def fills(self, table: str) -> bool:
        """Whether it puts rows into the table, of that very name."""
        found = heads.head(memoryview(self.source.text)[self.start : min(self.end, self.start + LONGEST_HEAD)])
        return found is not None and found.table == table

    def takes(self, source: Source, statement: mysql.Statement) -> bool:
        """Whether the next statement of a script is of this run; it is by then."""
        start, end, text = statement.start, statement.end, source.text
        if source is not self.source or start - self.end > BETWEEN or text[self.end : start].strip() != b";":
            return False
        if text[start : start + ALIKE] != text[self.start : self.start + ALIKE]:
            return False
        if self.again is None:
            self.again = self._again()
        again = self.again
        if not again or text[start : start + len(again)] != again or _says_duplicate(text, start, end):
            return False
        if self.ends is None:
            self.ends = array("Q", [self.end - self.start])
        self.ends.append(end - self.start)
        self.end = end
        return True

    def goes_on_behind(self, statement: mysql.Statement) -> bool:
        """Whether statements of the run follow that are easily told apart; they are of it by then."""
        again, ends = self.again, self.ends
        if not again or ends is None or self.end != statement.end:
            return False
        text, known = self.source.text, self.end
        match = _following(again)
        while (found := match(text, self.end)) and not _says_duplicate(text, self.end, found.end()):
            self.end = found.end()
            ends.append(self.end - self.start)
        return self.end > known

    def _again(self) -> bytes:
        """What another statement of the run begins with; nothing where there can be none."""
        text = self.source.text
        found = heads.head(memoryview(text)[self.start : min(self.end, self.start + LONGEST_HEAD)])
        if found is None or found.form != "VALUES" or _says_duplicate(text, self.start, self.end):
            return b""
        said = text[self.start : self.start + found.end].rstrip()
        # What looks like a row, in a comment or a name, would be taken for one.
        odd = said.count(b"(") > (found.columns is not None) or any(sign in said for sign in (b"*", b"#", b"--"))
        return b"" if odd else said


@lru_cache(maxsize=64)
def _following(again: bytes) -> Callable[..., re.Match[bytes] | None]:
    """A statement with its semicolon before it, of which nothing but texts has to be known to find its end."""
    return compiled(rb"\s*+;\s*+" + re.escape(again) + BODY + rb"(?=;)", re.DOTALL).match


def _says_duplicate(text: bytes, start: int, end: int) -> bool:
    return b"DUPLICATE" in text[max(start, end - TAIL) : end].upper()
