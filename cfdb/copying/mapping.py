"""A mapping: INSERT INTO new (columns) SELECT … FROM legacy …, one statement per copy."""

from __future__ import annotations

from typing import NamedTuple

from cfdb.copying import fixed, select
from cfdb.copying import query as queries
from cfdb.copying.query import Query, Span
from cfdb.copying.tables import read_by
from cfdb.copying.words import NotCopied, Words
from cfdb.copying.words import words as words_of
from cfdb.errors import CfdbError, MappingError, raise_together
from cfdb.model.copy import Copy, Select
from cfdb.model.schema import Origin
from cfdb.model.script import Script, Source
from cfdb.syntax import mysql

PAIRS = "write one expression for each column, in the same order"
FORM = "write INSERT INTO new (columns) SELECT … FROM legacy …"

_REASONS = {
    "REPLACE": ("REPLACE overwrites rows that are there already", FORM),
    "UPDATE": ("UPDATE changes rows that are there already", "write the value in the SELECT that makes the row"),
    "DELETE": ("DELETE takes rows away that are there already", "leave the rows out with WHERE"),
    "SET": ("SET is for one session", "delete it: every session of a move has the same settings"),
    "WITH": ("WITH stands before the statement", "write INSERT INTO new (columns) WITH … SELECT …"),
    "SELECT": ("SELECT does not say where its rows go", FORM),
    "LOAD": ("LOAD reads a file", FORM),
}
_BEHIND = {
    "VALUES": ("INSERT … VALUES reads no legacy table", "write the rows in a migration of their own"),
    "VALUE": ("INSERT … VALUE reads no legacy table", "write the row in a migration of its own"),
    "SET": ("INSERT … SET reads no legacy table", "write the row in a migration of its own"),
    "TABLE": ("INSERT … TABLE does not say which columns", FORM),
    "PARTITION": ("INSERT INTO PARTITION says where rows have to go", "leave the choice to the table"),
}


class _Insert(NamedTuple):
    table: str
    columns: tuple[str, ...]
    query: Span


class _Branch(NamedTuple):
    at: int
    select: Select


def read(source: Source) -> list[Copy]:
    """The copies of a mapping file, in order.

    Raises MappingError with the place of each thing that cannot be copied, all of them at once.
    """
    script = Script((source,))
    errors: list[CfdbError] = []
    copies: list[Copy] = []

    def report(problem: mysql.Problem) -> None:
        errors.append(MappingError(problem.message, hint=problem.hint, place=script.place(problem.offset)))

    try:
        for statement in mysql.scan(source.text, report):
            text = source.text[statement.start : statement.end].decode()
            insert, branches, problems = _read(text)
            for at, chosen in branches:
                origin = _origin(script, statement.start + len(text[:at].encode()))
                copies.append(Copy(len(copies) + 1, insert.table, insert.columns, chosen, origin))
            for problem in sorted(problems, key=lambda problem: problem.at):
                place = script.place(statement.start + len(text[: problem.at].encode()))
                errors.append(MappingError(problem.message, hint=problem.hint, place=place))
    except mysql.ScanError as error:
        report(error.problem)
    if not copies and not errors:
        errors.append(MappingError(f"{source.path.name} has no INSERT … SELECT", hint=FORM, place=script.place(None)))
    raise_together(errors, f"things in {source.path.name} cannot be copied")
    return copies


def _origin(script: Script, offset: int) -> Origin:
    place = script.place(offset)
    return Origin(place.path, place.line or 0, place.column or 0)


def _read(text: str) -> tuple[_Insert, list[_Branch], list[NotCopied]]:
    """What a statement says, its SELECTs by where they begin, and what is wrong with it."""
    insert, branches = _Insert("", (), (0, 0)), list[_Branch]()
    problems: list[NotCopied] = []
    try:
        words = words_of(text)
        insert = _insert(words)
        problems += fixed.problems(words, *insert.query)
        read_by(words, insert.query)  # no FROM, however deep, must be a surprise later
        branches = _branches(words, queries.query(words, *insert.query))
        problems += [
            NotCopied(at, f"INSERT names {len(insert.columns)} columns, SELECT has {len(chosen.items)}", PAIRS)
            for at, chosen in branches
            if len(chosen.items) != len(insert.columns)
        ]
    except NotCopied as error:
        problems.append(error)
    return insert, branches, problems


def _branches(words: Words, query: Query) -> list[_Branch]:
    """Each SELECT of a UNION ALL is a copy of its own, unless something is said about all rows together."""
    behind = {queries.clause_at(words, at) for at in words.level(*query.tail)}
    if len(query.branches) == 1 or set(query.sets) != {"UNION ALL"} or behind - {"ORDER", ""}:
        return [_Branch(0, select.whole(words, query))]
    spans = query.branches
    return [
        _Branch(words.place(span[0]) if at else 0, select.branch(words, query, span)) for at, span in enumerate(spans)
    ]


def _insert(words: Words) -> _Insert:
    """The head of a statement, and where its query is."""
    first = words.keyword(0)
    if first != "INSERT":
        kind = f"{first} {words.keyword(1)}".rstrip() if first else words.token(0).value
        raise NotCopied(0, *_REASONS.get(first, (f"{kind} is not a copy", FORM)))
    at = 1
    while words.keyword(at) in ("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED"):
        at += 1
    if words.keyword(at) == "IGNORE":
        raise NotCopied(words.place(at), "INSERT IGNORE leaves rows out in silence", "leave them out with WHERE")
    at += words.keyword(at) == "INTO"
    begin = at
    at += 3 if words.symbol(at + 1) == "." else 1
    table = queries.name_of(words, (begin, min(at, len(words))))
    if not table or not words.is_name(begin) or not words.is_name(at - 1):
        raise NotCopied(words.place(begin), "name of a table is expected here", FORM)
    if words.keyword(at) in _BEHIND:
        raise NotCopied(words.place(at), *_BEHIND[words.keyword(at)])
    if words.symbol(at) != "(" or words.is_query(at):
        raise NotCopied(words.place(at), f"INSERT INTO {'.'.join(table)} names no columns", FORM)
    columns = _columns(words, at)
    at = words.behind(at)
    if words.keyword(at) in _BEHIND:
        raise NotCopied(words.place(at), *_BEHIND[words.keyword(at)])
    if words.keyword(at) not in ("SELECT", "WITH") and not words.is_query(at):
        raise NotCopied(words.place(at), "SELECT is expected here", FORM)
    _nothing_behind(words, at)
    return _Insert(".".join(table), columns, (at, len(words)))


def _columns(words: Words, opening: int) -> tuple[str, ...]:
    columns: list[str] = []
    for start, stop in queries.separated(words, opening + 1, words.closing[opening]):
        name = queries.name_of(words, (start, stop))
        if not name or stop - start != 2 * len(name) - 1 or not words.is_name(stop - 1):
            raise NotCopied(words.place(start), "name of a column is expected here")
        if name[-1].lower() in map(str.lower, columns):
            raise NotCopied(words.place(start), f"column {name[-1]} is named twice")
        columns.append(name[-1])
    return tuple(columns)


def _nothing_behind(words: Words, start: int) -> None:
    for at in words.level(start, len(words)):
        if (words.keyword(at), words.keyword(at + 1), words.keyword(at + 2)) == ("ON", "DUPLICATE", "KEY"):
            hint = "write a SELECT that has each row once"
            raise NotCopied(words.place(at), "ON DUPLICATE KEY UPDATE changes rows that are there already", hint)
        if words.keyword(at) == "RETURNING":
            raise NotCopied(words.place(at), "RETURNING has nobody to return rows to", "delete it")
