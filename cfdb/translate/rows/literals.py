"""Values as MySQL writes them, in bytes: a dump is not always text."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from cfdb.syntax.patterns import compiled

BLANK = (
    rb"(?:[ \t\r\n\f\v]++|--(?=[\x00-\x20\x7f]|\Z)[^\n]*+|\#[^\n]*+"
    # Executable comments are opened: their beginning and their end are blanks.
    rb"|/\*M?!\d{0,6}+|/\*(?!M?!)(?:[^*]++|\*(?!/))*+\*/|\*/)"
)
GAP = BLANK + rb"*+"
SINGLE = rb"'(?:[^'\\]++|\\.|'')*+'"
DOUBLE = rb'"(?:[^"\\]++|\\.|"")*+"'
STRING = rb"(?:" + SINGLE + rb"|" + DOUBLE + rb")"
STRINGS = STRING + rb"(?:" + GAP + STRING + rb")*+"
NUMBER = rb"[-+]?+(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][-+]?+[0-9]++)?+"
PLAIN_NAME = rb"[A-Za-z0-9_$\x80-\xff]++"
NAME = rb"(?:`(?:[^`]++|``)*+`|" + PLAIN_NAME + rb"|" + DOUBLE + rb")"

END = rb"(?=" + GAP + rb"(?:[,);]|\Z|(?i:ON|AS|RETURNING)\b))"
"""What stands behind a value that is nothing but a literal."""

_LITERAL = (
    rb"(?:(?P<charset>_[A-Za-z0-9]++)" + GAP + rb"|[nN](?='))?+"
    rb"(?:(?P<text>" + STRINGS + rb")"
    rb"|0x(?P<hex>[0-9a-fA-F]++)|[xX]'(?P<hex2>[0-9a-fA-F]*+)'|0b(?P<bits>[01]++)|[bB]'(?P<bits2>[01]*+)')" + END
    + rb"|(?P<number>" + NUMBER + rb")" + END
    + rb"|(?P<word>(?i:NULL|DEFAULT|TRUE|FALSE))" + END
)  # fmt: skip

match_literal = compiled(_LITERAL, re.DOTALL).match
match_gap = compiled(GAP, re.DOTALL).match
_each_string = compiled(STRING, re.DOTALL).findall
_token = compiled(STRING + rb"|`(?:[^`]++|``)*+`|" + BLANK + rb"|[^'\"`(),;/#\- \t\r\n\f\v]++|.", re.DOTALL).match
_ends_values = compiled(rb"(?i:ON" + GAP + rb"DUPLICATE|AS|RETURNING)\b", re.DOTALL).match

ESCAPES = {
    b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a", b"%": b"\\%", b"_": b"\\_",
}  # fmt: skip
_escaped = compiled(rb"\\(.)|''|\"\"", re.DOTALL)


class Kind(Enum):
    NULL = "null"
    DEFAULT = "default"
    TEXT = "text"
    BYTES = "bytes"
    """0x41 and b'1': bytes where bytes or a text are wanted, else a number."""
    NUMBER = "number"
    EXPRESSION = "expression"


class Literal(NamedTuple):
    """`data` is decoded; of an EXPRESSION it is the text. `charset` is what an introducer says."""

    kind: Kind
    data: bytes = b""
    charset: str = ""


NULL = Literal(Kind.NULL)
DEFAULT = Literal(Kind.DEFAULT)
WORDS = {
    b"NULL": NULL,
    b"DEFAULT": DEFAULT,
    b"TRUE": Literal(Kind.NUMBER, b"1"),
    b"FALSE": Literal(Kind.NUMBER, b"0"),
}


class Unreadable(Exception):
    """The statement ends, or goes on as none does, at `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def unquoted(raw: bytes) -> bytes:
    """What a string in quotes says."""
    inner, quote = raw[1:-1], raw[:1]
    if b"\\" not in inner and quote not in inner:
        return inner

    def plain(found: re.Match[bytes]) -> bytes:
        if (letter := found[1]) is None:
            return quote if found[0][:1] == quote else found[0]
        return ESCAPES.get(letter, letter)

    return _escaped.sub(plain, inner)


def name_of(raw: bytes, charset: str = "utf-8") -> str:
    """A name without its quotes."""
    if raw[:1] in {b"`", b'"'}:
        raw = raw[1:-1].replace(raw[:1] * 2, raw[:1])
    return raw.decode(charset, "replace")


def hexadecimal(digits: bytes) -> bytes:
    text = digits.decode()
    return bytes.fromhex(text if len(text) % 2 == 0 else "0" + text)


def binary(digits: bytes) -> bytes:
    return int(digits or b"0", 2).to_bytes((len(digits) + 7) // 8, "big")


def literal(found: re.Match[bytes]) -> Literal:
    """What `match_literal` has found."""
    kind = found.lastgroup
    if kind == "number":
        return Literal(Kind.NUMBER, found["number"].lstrip(b"+"))
    if kind == "word":
        return WORDS[found["word"].upper()]
    charset = found["charset"][1:].decode().lower() if found["charset"] else ""
    if (text := found["text"]) is not None:
        strings = _each_string(text) if text.count(text[:1]) > 2 else [text]
        return Literal(Kind.TEXT, b"".join(map(unquoted, strings)), charset)
    if (digits := found["hex"] if found["hex"] is not None else found["hex2"]) is not None:
        return Literal(Kind.BYTES, hexadecimal(digits), charset)
    return Literal(Kind.BYTES, binary(found["bits"] if found["bits"] is not None else found["bits2"]), charset)


def value(text: bytes | memoryview, at: int) -> tuple[Literal, int]:
    """The value that begins at `at`, and where it ends. Raises Unreadable."""
    if found := match_literal(text, at):
        return literal(found), found.end()
    end = expression_end(text, at)
    return Literal(Kind.EXPRESSION, bytes(text[at:end]).strip()), end


def expression_end(text: bytes | memoryview, at: int) -> int:
    """Where an expression ends: at a comma, or a parenthesis that it did not open. Raises Unreadable."""
    start, depth = at, 0
    while found := _token(text, at):
        token = found[0]
        if token == b"(":
            depth += 1
        elif token == b")" and depth:
            depth -= 1
        elif not depth and (token in {b")", b",", b";"} or _ends_values(text, at)):
            break
        at = found.end()
    if at == start or depth:
        raise Unreadable(start)
    return at
