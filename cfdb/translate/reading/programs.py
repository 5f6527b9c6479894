"""CREATE VIEW, TRIGGER, PROCEDURE, FUNCTION and EVENT: their heads; bodies and queries stay text."""

from __future__ import annotations

from dataclasses import dataclass

from cfdb.model.schema import Event, Origin, Parameter, Routine, Trigger, Type, View
from cfdb.syntax.tokens import Kind
from cfdb.translate.reading.types import type_of
from cfdb.translate.reading.words import Words


@dataclass
class Head:
    """What may stand between CREATE and the kind of object."""

    definer: str = ""
    invoker: bool = False
    aggregate: bool = False


def head(words: Words) -> Head:
    """`OR REPLACE ALGORITHM = … DEFINER = … SQL SECURITY … AGGREGATE`"""
    found = Head()
    while True:
        if words.accept("ALGORITHM", "="):
            words.next()
        elif words.accept("DEFINER", "="):
            found.definer = _account(words)
        elif words.accept("SQL", "SECURITY"):
            found.invoker = words.accept_any("INVOKER", "DEFINER") == "INVOKER"
        elif words.accept("AGGREGATE"):
            found.aggregate = True
        else:
            return found


def _account(words: Words) -> str:
    user = words.next().value
    if words.accept("(", ")"):
        return user
    if words.peek().value.startswith("@"):
        token = words.next()
        user += token.value if len(token.value) > 1 else f"@{words.next().value}"
    return user


def view(words: Words, found: Head, origin: Origin) -> View:
    words.accept("IF", "NOT", "EXISTS")
    name = words.name()
    columns = words.names() if words.sees("(") else ()
    words.expect("AS")
    first = words.at
    query = words.rest()
    end = words.at
    for option, length in (("CASCADED", 4), ("LOCAL", 4), ("", 3)):
        words.at = end - length
        if words.at >= first and words.accept("WITH", *([option] if option else []), "CHECK", "OPTION"):
            query = words.between(first, end - length)
            return View(name, query, columns, found.definer, found.invoker, option or "CASCADED", origin)
    words.at = end
    return View(name, query, columns, found.definer, found.invoker, "", origin)


def trigger(words: Words, found: Head, origin: Origin) -> tuple[Trigger, str]:
    """The trigger, and the name of the one that it PRECEDES."""
    words.accept("IF", "NOT", "EXISTS")
    name = words.name()
    timing = words.accept_any("BEFORE", "AFTER")
    event = words.accept_any("INSERT", "UPDATE", "DELETE")
    if not timing or not event:
        raise words.fail("the time and event of a trigger")
    words.expect("ON")
    table = words.name()
    words.expect("FOR", "EACH", "ROW")
    follows = words.name() if words.accept("FOLLOWS") else ""
    precedes = words.name() if words.accept("PRECEDES") else ""
    line = words.line()
    return Trigger(name, table, timing, event, words.rest(), found.definer, follows, origin, line), precedes


def routine(words: Words, found: Head, origin: Origin, *, is_function: bool) -> Routine:
    words.accept("IF", "NOT", "EXISTS")
    name = words.name()
    parameters: list[Parameter] = []
    words.expect("(")
    while not words.accept(")"):
        mode = words.accept_any("INOUT", "IN", "OUT") or "IN"
        parameters.append(Parameter(words.name(), type_of(words), mode))
        words.accept(",")
    returns: Type | None = None
    if is_function:
        words.expect("RETURNS")
        returns = type_of(words)
    deterministic, access, comment, invoker = False, "", "", False
    while True:
        if words.accept("NOT", "DETERMINISTIC"):
            continue
        if words.accept("DETERMINISTIC"):
            deterministic = True
        elif word := words.accept_any("CONTAINS SQL", "NO SQL", "READS SQL DATA", "MODIFIES SQL DATA"):
            access = word
        elif words.accept("LANGUAGE", "SQL"):
            continue
        elif words.accept("SQL", "SECURITY"):
            invoker = words.accept_any("INVOKER", "DEFINER") == "INVOKER"
        elif words.accept("COMMENT"):
            comment = words.string()
        else:
            break
    line = words.line()
    return Routine(
        name, tuple(parameters), words.rest(), returns, deterministic, access, invoker, found.definer, comment, origin,
        line,
    )  # fmt: skip


def event(words: Words, origin: Origin) -> Event:
    words.accept("IF", "NOT", "EXISTS")
    name = words.name()
    words.expect("ON", "SCHEDULE")
    schedule = words.until("ON", "ENABLE", "DISABLE", "COMMENT", "DO")
    enabled, comment = True, ""
    while not words.accept("DO"):
        if words.accept("DISABLE"):
            enabled = False
        elif words.accept("COMMENT"):
            comment = words.string()
        elif words.peek().kind is Kind.END:
            raise words.fail("DO")
        else:
            words.next()
    line = words.line()
    return Event(name, schedule, words.rest(), enabled, comment, origin, line)
