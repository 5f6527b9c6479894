"""Lines and columns of a text that may be larger than memory."""

from __future__ import annotations

from cfdb.model.schema import Origin
from cfdb.model.script import Source
from cfdb.model.text import characters

WINDOW = 1 << 20
"""Bytes looked at in one go."""


def lines(text: bytes, start: int, end: int) -> int:
    """Line ends within text[start:end], of which no copy is made."""
    if end - start <= WINDOW:
        return text[start:end].count(b"\n")
    return sum(text[at : min(at + WINDOW, end)].count(b"\n") for at in range(start, end, WINDOW))


class Places:
    """Places of byte offsets: lines are counted from the last one that was asked for, so ask in order."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._line, self._counted = 1, 0
        self._exact, self._column = 0, 1

    def origin(self, offset: int) -> Origin:
        """The line of an offset; its column is not looked for."""
        text, counted = self._source.text, self._counted
        self._line += lines(text, counted, offset) if offset >= counted else -lines(text, offset, counted)
        self._counted = offset
        return Origin(self._source.path, self._line)

    def exact(self, offset: int) -> Origin:
        """Line and column. All of a script may be on one line: it is counted on from the last column."""
        text, last = self._source.text, self._exact
        if last <= offset and (start := text.rfind(b"\n", last, offset)) < 0:
            self._column += characters(text, last, offset)
        else:
            start = text.rfind(b"\n", 0, offset)
            self._column = 1 + characters(text, start + 1, offset)
        self._exact = offset
        return Origin(self._source.path, self.origin(offset).line, self._column)
