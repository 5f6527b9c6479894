"""PREPARE of a text that is put together: where each piece that is computed can only be a name, or a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cfdb.syntax.tokens import Kind as Token
from cfdb.syntax.tokens import tokens
from cfdb.translate.names import literal
from cfdb.translate.reading.words import NotUnderstood, Words
from cfdb.translate.routines import expressing, following, tree, walking
from cfdb.translate.routines.scope import Scope
from cfdb.translate.routines.writer import Writer
from cfdb.translate.values import INTEGERS, Untranslatable

REFUSED = "dynamic sql (prepare)"
HOLE = "cfdb_piece_"


@dataclass(slots=True)
class Pieces:
    """A statement in which words of our own stand for what is computed; `given` are the texts of that."""

    words: Words
    given: list[str]
    scope: Scope
    shown: list[str]
    """What is put into the places of format()."""

    def name(self, known: Callable[[str], str]) -> tuple[str, str]:
        """A name, empty where a piece stands for it, and what format() shows of it; `known` is what it is called."""
        at = self._piece()
        found = "" if at is not None else self.words.name()
        self.shown.append(expressing.shown(self.given[at], self.scope) if at is not None else literal(known(found)))
        return found, "%I"

    def number(self) -> str:
        at = self._piece()
        if at is None:
            return str(self.words.number())
        value = expressing.value(self.given[at], self.scope)
        if value.kind not in INTEGERS:
            raise Untranslatable(f"{REFUSED} with a value that may be more than a number")
        self.shown.append(value.sql)
        return "%s"

    def _piece(self) -> int | None:
        word = self.words.peek().value
        if not word.startswith(HOLE):
            return None
        if not word.removeprefix(HOLE).isdecimal():
            raise self.words.fail("a name")
        self.words.next()
        return int(word.removeprefix(HOLE))


def execution(writer: Writer, source: str, scope: Scope) -> str:
    """EXECUTE of DELETE FROM table WHERE table.column = number, any piece of which may be computed."""
    if writer.routine.changed or writer.routine.found:
        raise Untranslatable(REFUSED)
    try:
        text, given = _holed(source)
        found = Pieces(Words(text), given, scope, [])
        form = _delete(found)
    except NotUnderstood as error:
        raise Untranslatable(REFUSED) from error
    _must_stay(writer, given)
    writer.routine.find("each piece of the prepared text is taken for one name, or for a number")
    return f"EXECUTE format({', '.join([literal(form).strip(), *found.shown])});"


def _delete(found: Pieces) -> str:
    words, names, schema = found.words, found.scope.routine.names, found.scope.routine.schema

    def table_known(name: str) -> str:
        table = schema.table(name)
        if table is None:
            raise Untranslatable(f"change of {name}, which is no table that is known")
        return names.table(table.name)

    words.expect("DELETE", "FROM")
    table, form = found.name(table_known)
    words.expect("WHERE")
    if words.peek(1).value == ".":
        form += f" WHERE {found.name(table_known)[1]}."
        words.expect(".")
    else:
        form += " WHERE "
    form += found.name(lambda name: names.column(table, name) if table else name)[1]
    words.expect("=")
    form += f" = {found.number()}"
    words.accept(";")
    if not words.done:
        raise words.fail("the end of the statement")
    return f"DELETE FROM {form}"


def _holed(source: str) -> tuple[str, list[str]]:
    """The text of a CONCAT with a word for each piece that is no constant."""
    words = Words(source)
    words.expect("CONCAT", "(")
    text, given, after_piece = "", list[str](), False
    while True:
        piece = words.until(",", ")")
        only = list(tokens(piece))
        is_text = len(only) == 1 and only[0].kind is Token.TEXT
        if is_text and after_piece and not _is_apart(only[0].value[:1]):
            raise Untranslatable(REFUSED)
        if not is_text and (after_piece or not _is_apart(text[-1:]) or len(only) > (2 if piece[0] == "@" else 1)):
            # What is longer than a variable may be another value when it is asked again.
            raise Untranslatable(REFUSED)
        text += only[0].value if is_text else f"{HOLE}{len(given)}"
        given += [] if is_text else [piece]
        after_piece = not is_text
        if not words.accept(","):
            break
    words.expect(")")
    if not words.done:
        raise words.fail("the end of the text")
    return text, given


def _is_apart(character: str) -> bool:
    """Whether a name ends there."""
    return character in ("", " ", "\n", "\t", ".", "=", ";")


def _must_stay(writer: Writer, given: Sequence[str]) -> None:
    """What the pieces are is asked for where the statement runs, so that nothing may change it before."""
    used: set[str] = set()
    for text in given:
        if "@" in text and any(isinstance(one, tree.Call) for one in walking.walk(writer.routine.body)):
            raise Untranslatable(f"{REFUSED} of what a called procedure may set")
        used |= {word.lstrip("@") for word in walking.words(text)} | {name.lstrip("@") for name in walking.users(text)}
    for one in walking.walk(writer.routine.body):
        if used & {name.lstrip("@") for name in following.targets_of(one)}:
            raise Untranslatable(f"{REFUSED} of what is assigned to")
