"""Signs beyond three bytes of UTF-8, such as emoji: MariaDB's information_schema has question marks for them.

SHOW CREATE has them where an expression is, but not in defaults, members of an ENUM and comments: those are lost in the
server's own definition of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from cfdb.model.schema import NOWHERE, Column, Table
from cfdb.translate.reading import programs, tables
from cfdb.translate.reading.words import NotUnderstood, Words
from cfdb.translate.types import BYTES

LOST = "????"
"""One for each byte."""


def query_of(shown: str, created: str) -> str:
    """A view's query, as SHOW CREATE VIEW has it where `shown` is not all of it."""
    words = Words(created)
    try:
        words.expect("CREATE")
        head = programs.head(words)
        words.expect("VIEW")
        return programs.view(words, head, NOWHERE).query
    except NotUnderstood:
        return shown


def has_lost(table: Table) -> bool:
    """Whether expressions of the table may have lost some."""
    texts = [*(column.generated for column in table.columns), *(check.expression for check in table.checks)]
    return any(LOST in text for text in texts)


def restored(table: Table, created: str) -> Table:
    """The table with the expressions of SHOW CREATE TABLE."""
    words = Words(created)
    try:
        words.expect("CREATE", "TABLE")
        own = tables.body(words, words.name(), NOWHERE, line_of=lambda _: NOWHERE)
    except NotUnderstood:
        return table
    generated = {column.name: column.generated for column in own.columns}
    columns = tuple(replace(one, generated=generated.get(one.name, one.generated)) for one in table.columns)
    # Those without a name stand at their columns, which come first here and there.
    unnamed = iter([check.expression for check in own.checks if not check.name])
    named: Mapping[str, str] = {check.name: check.expression for check in own.checks if check.name}
    checks: list[Any] = []
    for check in table.checks:
        found = named.get(check.name) if check.name else next(unnamed, None)
        checks.append(replace(check, expression=found or check.expression))
    return replace(table, columns=columns, checks=tuple(checks))


def doubtful(table: Table) -> Iterator[str]:
    """What, besides comments, has a question mark that may have been another sign."""
    for column in table.columns:
        for what in _doubtful(column):
            yield f"{what} of {table.name}.{column.name}"


def _doubtful(column: Column) -> Iterator[str]:
    # Of bytes it is told elsewhere.
    is_text = column.type.name not in BYTES
    if is_text and column.default and column.default.literal and "?" in column.default.literal:
        yield "default"
    if any("?" in member for member in column.type.arguments):
        yield "a member"
