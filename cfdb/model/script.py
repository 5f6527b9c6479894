"""The SQL of a change, ready to be sent, with the way back from an offset to a file and a line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cfdb.errors import Place
from cfdb.model.text import line_column

GLUE = b"\n;\n"
"""Between two files of one script: a file may end without a semicolon or within a comment line."""


@dataclass(frozen=True, slots=True)
class Source:
    """One SQL file: UTF-8 without byte order mark, templates rendered."""

    path: Path
    text: bytes


@dataclass(frozen=True, slots=True)
class Script:
    """Sources that run as one."""

    sources: tuple[Source, ...]

    @property
    def text(self) -> bytes:
        # No copy for the one large file: 50 MB should be held once.
        if len(self.sources) == 1:
            return self.sources[0].text
        return GLUE.join(source.text for source in self.sources)

    def source_at(self, offset: int) -> tuple[Source, int]:
        """The source that byte `offset` of `text` falls into, and the offset within it."""
        for source in self.sources[:-1]:
            if offset < len(source.text) + len(GLUE):
                return source, min(offset, len(source.text))
            offset -= len(source.text) + len(GLUE)
        return self.sources[-1], min(offset, len(self.sources[-1].text))

    def place(self, offset: int | None) -> Place:
        """File, line, column and text of byte `offset` of `text`; only the file where the offset is not known."""
        if offset is None:
            return Place(self.sources[0].path)
        source, within = self.source_at(offset)
        line, column = line_column(source.text, within)
        start = source.text.rfind(b"\n", 0, within) + 1
        end = source.text.find(b"\n", within)
        excerpt = source.text[start : end if end >= 0 else len(source.text)]
        return Place(source.path, line, column, excerpt.decode(errors="replace"))


@dataclass(frozen=True, slots=True)
class Relations:
    """What a file creates and what it needs: names of tables, views, types and functions, lower case."""

    creates: frozenset[str]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Loss:
    """What a script would take away: a `table`, its `rows`, a `column`, all of a `schema`, or something `unseen`.

    `table` is a name as SQL writes it, or the schema. `cascades`: what refers to the table loses its rows, too.
    """

    kind: str
    table: str
    column: str = ""
    line: int = 1
    cascades: bool = False
