"""A cursor over the words of a statement, with what all statements have in common: names, lists, parentheses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from cfdb.syntax.tokens import END, Kind, Token, tokens

T = TypeVar("T")

LONGEST_NUMBER = 20
"""Digits of the largest number there is, 2 to the power of 64."""


class NotUnderstood(Exception):
    """The statement says something that is not read. `offset` is that of the word, in characters of the statement."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


class Words:
    """The words of `text`, and the place of the next one."""

    def __init__(self, text: str, own: Collection[str] = ()) -> None:
        """`own` are names of the database itself, in lower case; where there are none, every name is taken for it."""
        self.text = text
        self.own = own
        self._tokens = list(tokens(text))
        self.at = 0

    def peek(self, ahead: int = 0) -> Token:
        at = self.at + ahead
        return self._tokens[at] if at < len(self._tokens) else END

    @property
    def done(self) -> bool:
        return self.at >= len(self._tokens)

    def next(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def fail(self, expected: str) -> NotUnderstood:
        token = self.peek()
        found = f"found {token.value[:40]!r}" if token.kind is not Kind.END else "found the end of the statement"
        return NotUnderstood(f"expected {expected}, {found}", self.offset())

    def offset(self) -> int:
        return self.peek().start if not self.done else len(self.text)

    def line(self) -> int:
        """The line of the next word, from 0 on."""
        return self.text.count("\n", 0, self.offset())

    def sees(self, *words: str) -> bool:
        """Whether these keywords or symbols come next."""
        return all(self._is(self.peek(ahead), word) for ahead, word in enumerate(words))

    def accept(self, *words: str) -> bool:
        """Go past these keywords or symbols if they come next."""
        if not self.sees(*words):
            return False
        self.at += len(words)
        return True

    def accept_any(self, *words: str) -> str:
        """Go past the one of these that comes next, and say which; empty where none does."""
        for word in words:
            if self.accept(*word.split(" ")):
                return word
        return ""

    def expect(self, *words: str) -> None:
        if not self.accept(*words):
            raise self.fail(" ".join(words))

    def name(self) -> str:
        """A name; of `database`.`table` the last part, where the database is the one that is read."""
        start = self.offset()
        database, name = self.qualified()
        if database and self.own and database.lower() not in self.own:
            raise NotUnderstood(f"{database} is another database", start)
        return name

    def sees_qualified(self) -> bool:
        """Whether a name comes next that is that of a database."""
        named = self.peek().kind in (Kind.NAME, Kind.WORD)
        return named and self.peek(1).value == "." and self.peek(2).kind in (Kind.NAME, Kind.WORD)

    def qualified(self) -> tuple[str, str]:
        """A name, and that of a database before it, empty where there is none."""
        token = self.next()
        if token.kind not in (Kind.NAME, Kind.WORD) and token.kind is not Kind.TEXT:
            self.at -= 1
            raise self.fail("a name")
        if "\0" in token.value:
            raise NotUnderstood("a NUL byte in a name", token.start)
        if self.sees(".") and self.peek(1).kind in (Kind.NAME, Kind.WORD):
            self.at += 1
            return token.value, self.next().value
        return "", token.value

    def string(self) -> str:
        token = self.next()
        if token.kind is not Kind.TEXT:
            self.at -= 1
            raise self.fail("a text")
        value = token.value
        while self.peek().kind is Kind.TEXT:
            value += self.next().value
        return value

    def number(self) -> int:
        token = self.next()
        if token.kind is not Kind.NUMBER or not token.value.isdecimal() or len(token.value) > LONGEST_NUMBER:
            self.at -= 1
            raise self.fail("a number")
        return int(token.value)

    def list_of(self, read: Callable[[], T]) -> list[T]:
        """`( a, b, … )`"""
        self.expect("(")
        found = [read()]
        while self.accept(","):
            found.append(read())
        self.expect(")")
        return found

    def names(self) -> tuple[str, ...]:
        return tuple(self.list_of(self.name))

    def parenthesised(self) -> str:
        """The text between the next parenthesis and its partner."""
        self.expect("(")
        first = self.at
        self.skip_to_closing()
        return self.between(first, self.at - 1)

    def skip_to_closing(self) -> None:
        """Go past the parenthesis that closes the one just read."""
        depth = 1
        while depth:
            token = self.next()
            if token.kind is Kind.END:
                raise self.fail("a closing parenthesis")
            if token.kind is Kind.SYMBOL:
                depth += (token.value == "(") - (token.value == ")")

    def between(self, first: int, last: int) -> str:
        """The text of the words `first` up to, not including, `last`; comments leave but the lines that they took."""
        chosen = self._tokens[first:last]
        if not chosen:
            return ""
        whole = self.text[chosen[0].start : chosen[-1].end]
        if "/*" not in whole and "--" not in whole and "#" not in whole:
            return whole
        found, at = [self.text[chosen[0].start : chosen[0].end]], chosen[0].end
        for token in chosen[1:]:
            gap = self.text[at : token.start]
            if gap and not gap.isspace():
                gap = "\n" * gap.count("\n") or " "
            found += (gap, self.text[token.start : token.end])
            at = token.end
        return "".join(found)

    def rest(self) -> str:
        """The text from here to the end, and go there."""
        first, self.at = self.at, max(self.at, len(self._tokens))
        return self.between(first, self.at)

    def until(self, *stops: str) -> str:
        """The text up to one of these symbols or keywords outside of parentheses; it is not passed."""
        first, depth = self.at, 0
        while not self.done:
            token = self.peek()
            if depth == 0 and any(self._is(token, stop) for stop in stops):
                break
            if token.kind is Kind.SYMBOL:
                depth += (token.value == "(") - (token.value == ")")
            self.at += 1
        return self.between(first, self.at)

    def each_action(self) -> Iterator[None]:
        """Stand at the beginning of each of the parts that commas separate."""
        yield
        while self.accept(","):
            yield

    @staticmethod
    def _is(token: Token, word: str) -> bool:
        return token.value == word if token.kind is Kind.SYMBOL else token.upper == word
