"""The words of one MySQL statement. Comments are gone; executable ones are opened, as a server would do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    WORD = "word"
    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    SYMBOL = "symbol"
    END = "end"


class Token(NamedTuple):
    """`value` is decoded: a name without its backquotes, a text without quotes and escapes; words as written."""

    kind: Kind
    value: str
    start: int
    end: int

    @property
    def upper(self) -> str:
        """A bare word in upper case; empty for all else, so that a quoted name is never a keyword."""
        return self.value.upper() if self.kind is Kind.WORD else ""


LEXEME = re.compile(
    r"""
      (?P<blank>\s+|--(?=[\s\x00]|$)[^\n]*|\#[^\n]*|/\*M?!\d*|/\*(?!M?!).*?\*/|\*/)
    | (?P<name>`(?:[^`]|``)*`)
    | (?P<text>(?:[nN](?=')|_\w+\s*(?=['"])|[xXbB](?='))?(?:'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"))
    | (?P<number>0[xX][0-9a-fA-F]+|0b[01]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w$]))
    | (?P<word>[@\w$\u0080-\U0010ffff]+)
    | (?P<symbol><=>|->>|->|:=|<<|>>|<=|>=|<>|!=|&&|\|\||.)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)

ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a", "%": "\\%", "_": "\\_"}
ESCAPED = re.compile(r"\\(.)|''|\"\"", re.DOTALL)
END = Token(Kind.END, "", 0, 0)


def tokens(text: str) -> Iterator[Token]:
    """All words of a statement, in order."""
    for found in LEXEME.finditer(text):
        raw = found[0]
        match found.lastgroup:
            case "blank":
                continue
            case "name":
                yield Token(Kind.NAME, raw[1:-1].replace("``", "`"), found.start(), found.end())
            case "text":
                yield Token(Kind.TEXT, decoded(raw), found.start(), found.end())
            case "number":
                yield Token(Kind.NUMBER, raw, found.start(), found.end())
            case "word":
                yield Token(Kind.WORD, raw, found.start(), found.end())
            case _:
                yield Token(Kind.SYMBOL, raw, found.start(), found.end())


def decoded(raw: str) -> str:
    """The text that a literal stands for; of one with a prefix (N'…', _utf8'…') what is between its quotes."""
    start = min(at for at in (raw.find("'"), raw.find('"')) if at >= 0)
    quote, inner = raw[start], raw[start + 1 : -1]
    if "\\" not in inner and quote not in inner:
        return inner

    def plain(found: re.Match[str]) -> str:
        if found[1] is None:
            return quote if found[0][0] == quote else found[0]
        return ESCAPES.get(found[1], found[1])

    return ESCAPED.sub(plain, inner)
