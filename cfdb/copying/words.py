"""A statement as surgery wants it: words with their places, and parentheses that know where they close."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfdb.syntax.tokens import END, LEXEME, Kind, Token, tokens

DEEPEST = 100
"""Parentheses within parentheses; the servers give up not far from there."""

OPENS = {"(": ")", "{": "}"}
EVERYWHERE = 50_700
"""Executable comments from this version on are read by some servers only: MariaDB leaves them out."""

BEGINS_QUERY = frozenset(("SELECT", "WITH", "VALUES", "TABLE"))
GOES_ON = frozenset(("UNION", "EXCEPT", "INTERSECT", "MINUS", "ORDER", "LIMIT", "OFFSET", "FETCH"))
"""What may stand behind the parentheses of a query that is part of a larger one."""

_not_newline = re.compile(r"[^\n]")


WRONG = "correct it: no server would take the statement"


class NotCopied(Exception):
    """What a mapping cannot say; `at` is a character of the statement."""

    def __init__(self, at: int, message: str, hint: str = WRONG) -> None:
        super().__init__(message)
        self.at = at
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Words:
    """`text` is as long as it was, with blanks for comments. Places are indexes into `tokens`."""

    text: str
    tokens: tuple[Token, ...]
    closing: Mapping[int, int]
    """From what opens a group to what closes it."""

    def __len__(self) -> int:
        return len(self.tokens)

    def token(self, at: int) -> Token:
        return self.tokens[at] if 0 <= at < len(self.tokens) else END

    def symbol(self, at: int) -> str:
        token = self.token(at)
        return token.value if token.kind is Kind.SYMBOL else ""

    def keyword(self, at: int) -> str:
        """A bare word in upper case; empty where it is part of a name with dots."""
        word = self.token(at).upper
        return "" if word and "." in (self.symbol(at - 1), self.symbol(at + 1)) else word

    def is_name(self, at: int) -> bool:
        return self.token(at).kind in (Kind.NAME, Kind.WORD)

    def place(self, at: int) -> int:
        """The character where a word begins, or where the text ends."""
        return self.tokens[at].start if at < len(self.tokens) else len(self.text)

    def cut(self, start: int, stop: int) -> str:
        """The text from one word to before another."""
        return self.text[self.tokens[start].start : self.tokens[stop - 1].end] if start < stop else ""

    def behind(self, at: int) -> int:
        """The place behind a word, or behind the group that it opens."""
        return self.closing.get(at, at) + 1

    def level(self, start: int, stop: int) -> Iterator[int]:
        """The places from `start` to before `stop` that are in no group; a group's opening stands for it."""
        while start < stop:
            yield start
            start = self.behind(start)

    def is_query(self, at: int) -> bool:
        """Whether a group is a query, and not an expression or tables in parentheses."""
        if self.symbol(at) != "(":
            return False
        if self.keyword(at + 1) in BEGINS_QUERY:
            return True
        if not self.is_query(at + 1):
            return False
        inner = self.behind(at + 1)
        return inner == self.closing[at] or self.keyword(inner) in GOES_ON

    def own(self, start: int, stop: int) -> Iterator[int]:
        """The places of a query that are not in a query within it."""
        at = start
        while at < stop:
            if self.is_query(at) and at > start:
                at = self.behind(at)
            else:
                yield at
                at += 1

    def nested(self, start: int, stop: int) -> Iterator[int]:
        """The queries right within a query, by their opening parentheses."""
        at = start
        while at < stop:
            if self.is_query(at):
                yield at
                at = self.behind(at)
            else:
                at += 1


def words(text: str) -> Words:
    """Raises NotCopied where parentheses do not match, and where a comment means different things to servers."""
    blank = _without_comments(text)
    found = tuple(tokens(blank))
    closing: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(found):
        if token.kind is not Kind.SYMBOL:
            continue
        if token.value in OPENS:
            opened.append(at)
            if len(opened) > DEEPEST:
                raise NotCopied(token.start, "statement is nested too deeply", "write it with fewer parentheses")
        elif token.value in OPENS.values():
            if not opened or OPENS[found[opened[-1]].value] != token.value:
                raise NotCopied(token.start, f"{token.value} closes nothing")
            closing[opened.pop()] = at
    if opened:
        raise NotCopied(found[opened[-1]].start, f"{found[opened[-1]].value} is never closed")
    return Words(blank, found, closing)


def _without_comments(text: str) -> str:
    pieces: list[str] = []
    executable = False
    for lexeme in LEXEME.finditer(text):
        raw = lexeme[0]
        if lexeme.lastgroup != "blank":
            pieces.append(raw)
            continue
        if raw.startswith(("/*!", "/*M!")):
            if raw.startswith("/*M!") or int(raw[3:] or 0) >= EVERYWHERE:
                raise NotCopied(lexeme.start(), f"comment {raw} is read by some servers only", "write what it holds")
            executable = True
        elif raw == "*/":
            if not executable:
                raise NotCopied(lexeme.start(), "*/ closes no comment", "write a blank between * and /")
            executable = False
        elif raw.startswith("/*+") and "SET_VAR" in raw.upper():
            hint = "delete the hint: every session of a move has the same settings"
            raise NotCopied(lexeme.start(), "SET_VAR changes the settings of one statement", hint)
        pieces.append(_not_newline.sub(" ", raw))
    return "".join(pieces)


def quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
