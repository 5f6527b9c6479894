"""Runs a probe: statement by statement, each timed, in a transaction that is always rolled back."""

from __future__ import annotations

import re
import time

import pymysql
from pymysql.constants import ER, SERVER_STATUS

from cfdb.dialect import ProbeResult
from cfdb.dialects.mysql.connection import Link, Watch
from cfdb.dialects.mysql.failures import STAYS, number_of, sql_error, unfit
from cfdb.dialects.mysql.script import statements
from cfdb.dialects.mysql.statements import inner, nature
from cfdb.errors import CfdbError, DatabaseError, ScriptError, SqlError, raise_together
from cfdb.model.script import Script
from cfdb.model.text import line_column
from cfdb.syntax import mysql as scanner

BUDGET = re.compile(rb"--\s*budget:\s*(\d+(?:\.\d+)?)\s*(ms|s)\b")
FAILS = re.compile(rb"--\s*fails:\s*(\w+(?:\s*,\s*\w+)*)")
SECONDS = {b"ms": 0.001, b"s": 1.0}
SHOWN = 20
"""Problems of one probe that are kept: a probe over a million rows should not print them all."""


def run(link: Link, script: Script, watch: Watch) -> ProbeResult:
    """Every row that a statement returns is a problem, and so is an error.

    Under `-- fails: 1452` a statement has to fail with that number or SQLSTATE, and is a problem where it does not.
    ScriptError where the probe is not fit to be sent: DDL would keep what has to be rolled back.
    """
    raise_together(harmful(script), "problems in a probe")
    text = script.text
    begun = time.monotonic()
    problems: list[str] = []
    slow: list[tuple[int, float, float]] = []
    error: DatabaseError | None = None
    after = 0
    link.ask("START TRANSACTION")
    try:
        for statement in statements(script):
            comment = text[after : statement.start]
            after = statement.end
            line = line_column(text, statement.start)[0]
            wanted = _wanted(comment)
            started = time.monotonic()
            try:
                reply = link.send(text[statement.start : statement.end], watch, keep_rows=True)
            except pymysql.Error as failure:
                if not wanted or not _is(failure, wanted):
                    error = sql_error(failure, script, statement)
                    break
                continue
            taken = time.monotonic() - started
            if not link.raw.server_status & SERVER_STATUS.SERVER_STATUS_IN_TRANS:
                problems.append(f"line {line}: {statement.first} commits: what the probe has changed stays changed")
                break
            if wanted:
                problems.append(f"line {line}: expected to fail with {' or '.join(wanted)}, and did not")
            problems += [_first(row) for row in reply.rows]
            budget = _budget(comment)
            if budget is not None and taken > budget:
                slow.append((line, budget, taken))
    finally:
        problems[:0] = _take_back(link)
    if error is not None and not isinstance(error, SqlError):
        raise error
    return ProbeResult(tuple(problems[:SHOWN]), error, tuple(slow), time.monotonic() - begun)


def ask(link: Link, script: Script, watch: Watch) -> str:
    """The first value that a script returns, or an empty text, from a READ ONLY transaction.

    Raises SqlError, and ScriptError where the script is not fit to be sent.
    """
    raise_together(harmful(script), "problems in a script")
    link.ask("START TRANSACTION READ ONLY")
    try:
        for statement in statements(script):
            try:
                rows = link.send(script.text[statement.start : statement.end], watch, keep_rows=True).rows
            except pymysql.Error as failure:
                raise sql_error(failure, script, statement) from failure
            if rows:
                return _first(rows[0]) or "no reason given"
        return ""
    finally:
        _take_back(link)


def _take_back(link: Link) -> list[str]:
    """Roll back. Returns what the server could not take back, in words."""
    try:
        link.ask("ROLLBACK")
        warnings = link.ask("SHOW WARNINGS")
    except (pymysql.Error, CfdbError):
        # The connection is gone, and the transaction with it: who was at work says so.
        return []
    return [STAYS for _, number, _ in warnings if number == ER.WARNING_NOT_COMPLETE_ROLLBACK]


def harmful(script: Script) -> list[ScriptError]:
    """What would outlive the transaction that a probe runs in."""
    if found := unfit(script):
        return found
    return [
        ScriptError(
            harm,
            hint="a probe reads and changes data only; what it needs has to be there already",
            place=script.place(statement.start),
        )
        for statement in statements(script)
        if (harm := _harm(script.text, inner(script.text, statement)))
    ]


def _harm(text: bytes, statement: scanner.Statement) -> str:
    name = f"{statement.first} {statement.second}".strip()
    if scanner.implicit_commit(statement, text):
        return f"{name} ends the transaction that a probe is rolled back with"
    if statement.first == "SET" and nature(text, statement).commits:
        return f"{name} outlives the transaction that a probe is rolled back with"
    return ""


def _wanted(comment: bytes) -> list[str]:
    """The numbers or SQLSTATEs of the `-- fails: 3819, 4025` in what stands directly before a statement."""
    found = FAILS.findall(comment)
    return [word.strip() for word in found[-1].decode().split(",")] if found else []


def _is(error: pymysql.Error, wanted: list[str]) -> bool:
    return bool({str(number_of(error)), getattr(error, "sqlstate", None)} & set(wanted))


def _first(row: tuple[object, ...]) -> str:
    value = row[0] if row else None
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return "NULL" if value is None else str(value)


def _budget(comment: bytes) -> float | None:
    """The `-- budget: 10ms` in what stands directly before a statement, in seconds."""
    found = BUDGET.findall(comment)
    return float(found[-1][0]) * SECONDS[found[-1][1]] if found else None
