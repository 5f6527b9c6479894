"""What statements of a body are made of: expressions, labels, conditions, and what is assigned to."""

from __future__ import annotations

from cfdb.syntax.tokens import Kind
from cfdb.translate.reading.words import Words
from cfdb.translate.routines import tree


class Phrases:
    def __init__(self, words: Words) -> None:
        self.words = words

    def line(self) -> int:
        return self.words.text.count("\n", 0, self.words.offset()) + 1

    def expression(self, *stops: str) -> str:
        """The text up to one of these, outside of parentheses and of CASE … END; it is not passed."""
        words, first, depth, cases = self.words, self.words.at, 0, 0
        while not words.done:
            token = words.peek()
            word = token.value if token.kind is Kind.SYMBOL else token.upper
            if depth == 0 and cases == 0 and word in stops:
                break
            depth += (word == "(") - (word == ")")
            # A column or a parameter may be called END.
            cases += (word == "CASE") - (word == "END" and cases > 0)
            words.at += 1
        if first == words.at:
            raise words.fail("an expression")
        return words.between(first, words.at)

    def expressions(self, *stops: str) -> tuple[str, ...]:
        found = [self.expression(",", *stops)]
        while self.words.accept(","):
            found.append(self.expression(",", *stops))
        return tuple(found)

    def _label(self) -> str:
        words = self.words
        if words.peek().kind in (Kind.WORD, Kind.NAME) and words.peek(1).value == ":":
            label = words.next().value
            words.next()
            return label
        return ""

    def _end(self, *kind: str, label: str = "") -> None:
        self.words.expect("END", *kind)
        if label and self.words.peek().value.lower() == label.lower():
            self.words.next()

    def _condition(self) -> tree.Condition:
        words = self.words
        if words.accept("NOT", "FOUND"):
            return tree.Condition(group="NOT FOUND")
        for group in ("SQLEXCEPTION", "SQLWARNING"):
            if words.accept(group):
                return tree.Condition(group=group)
        if words.accept("SQLSTATE"):
            words.accept("VALUE")
            return tree.Condition(state=words.string())
        if words.peek().kind is Kind.NUMBER:
            return tree.Condition(number=words.number())
        return tree.Condition(name=words.name())

    def _target(self, *stops: str) -> str:
        """`name`, `NEW.name` or `@name`, with the quotes that it has."""
        words, first = self.words, self.words.at
        while not words.done and not any(words.sees(stop) for stop in (*stops, ";")):
            words.next()
        return words.between(first, words.at)

    def _targets(self) -> tuple[str, ...]:
        found = [self._name()]
        while self.words.accept(","):
            found.append(self._name())
        return tuple(found)

    def _name(self) -> str:
        words = self.words
        if words.peek().value == "@":
            words.next()
            return f"@{words.name()}"
        first = words.at
        words.next()
        while words.accept("."):
            words.next()
        return words.between(first, words.at)
