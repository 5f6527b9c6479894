"""What sqlglot makes of a script. It knows most of MySQL, not all, so what it stumbles over is a doubt, not an error.

Costs 150 ms to import, so `engine` loads it only for validate.
"""

from __future__ import annotations

import logging

import sqlglot
from sqlglot.errors import ParseError, SqlglotError

from cfdb.dialects.mysql.script import statements
from cfdb.errors import Doubt, ScriptError
from cfdb.model.script import Script

PROGRAMS = {"PROCEDURE", "FUNCTION", "TRIGGER", "EVENT"}
"""Their bodies are a language that sqlglot does not read."""

LOOKED_AT = {"CREATE", "INSERT", "REPLACE", "UPDATE", "DELETE", "SELECT", "WITH", "ALTER"}
LARGEST = 1 << 20
"""Bytes; a longer statement is data, and would take seconds."""


def doubts(script: Script) -> list[ScriptError]:
    """Statements that sqlglot cannot read, each with the place at which it gave up."""
    # It logs what it falls back on; that is no news to whoever runs cfdb.
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    text = script.text
    found: list[ScriptError] = []
    for statement in statements(script):
        if (
            statement.first not in LOOKED_AT
            or statement.second in PROGRAMS
            or statement.end - statement.start > LARGEST
        ):
            continue
        sql = text[statement.start : statement.end]
        try:
            sqlglot.parse(sql.decode(errors="replace"), read="mysql")
        except SqlglotError as error:
            found.append(
                Doubt(
                    _words(error),
                    hint="cfdb's own parser says so, which does not know all of MySQL: 'cfdb test' asks a server",
                    place=script.place(statement.start + _offset(error, sql)),
                )
            )
    return found


def _words(error: SqlglotError) -> str:
    first = error.errors[0] if isinstance(error, ParseError) and error.errors else {}
    near = str(first.get("highlight") or "").strip()
    return f"syntax is not understood near '{near}'" if near else "syntax is not understood"


def _offset(error: SqlglotError, sql: bytes) -> int:
    first = error.errors[0] if isinstance(error, ParseError) and error.errors else {}
    line, column = first.get("line") or 1, first.get("col") or 1
    lines = sql.decode(errors="replace").split("\n")
    width = len(str(first.get("highlight") or ""))
    within = lines[min(line, len(lines)) - 1][: max(0, column - width)]
    return len("\n".join([*lines[: line - 1], within]).encode())
