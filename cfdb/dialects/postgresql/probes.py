"""Runs a probe: statement by statement, each timed, in a transaction that is always rolled back."""

from __future__ import annotations

import re
import time

import psycopg
from psycopg.pq import TransactionStatus

from cfdb.dialect import ProbeResult
from cfdb.dialects.postgresql import scanner
from cfdb.dialects.postgresql.exchange import Reply, Watch, exchange
from cfdb.dialects.postgresql.failures import Sent, sql_error, unfit
from cfdb.dialects.postgresql.lock import UNLOCK_ALL_BUT_HELD
from cfdb.errors import raise_together
from cfdb.model.script import Script
from cfdb.model.text import line_column

BUDGET = re.compile(rb"--\s*budget:\s*(\d+(?:\.\d+)?)\s*(ms|s)\b")
SECONDS = {b"ms": 0.001, b"s": 1.0}
SHOWN = 20
"""Problems of one probe that are kept: a probe over a million rows should not print them all."""


def run(connection: psycopg.Connection, script: Script, watch: Watch) -> ProbeResult:
    """Every row that a statement returns is a problem, and so is an error.

    ScriptError where it is not fit to be sent: a COMMIT would keep what has to be rolled back.
    """
    raise_together(unfit(script, transactional=True), "problems in a probe")
    pg = connection.pgconn
    text = script.text
    begun = time.monotonic()
    problems: list[str] = []
    slow: list[tuple[int, float, float]] = []
    error = None
    after = 0

    def send(message: bytes, copy: bytes | None = None) -> Reply:
        return exchange(pg, message, copy=copy, watch=watch, keep_rows=True)

    send(b"BEGIN")
    try:
        for number, statement in enumerate(scanner.split(text)):
            rows = text[statement.copy_data[0] : statement.copy_data[1]] if statement.copy_data else None
            started = time.monotonic()
            reply = send(text[statement.start : statement.end], rows)
            taken = time.monotonic() - started
            if reply.error is not None:
                error = sql_error(
                    reply.error, script, Sent(text[statement.start : statement.end], statement.start, number), 0
                )
                break
            problems += [row[0] or "NULL" if row else "a row without columns" for row in reply.rows]
            budget = _budget(text[after : statement.start])
            if budget is not None and taken > budget:
                slow.append((line_column(text, statement.start)[0], budget, taken))
            after = statement.end
    finally:
        if pg.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            send(b"ROLLBACK")
            # Data and settings are rolled back; prepared statements and the session's locks are not.
            send(b"DEALLOCATE ALL;" + UNLOCK_ALL_BUT_HELD.encode())
    return ProbeResult(tuple(problems[:SHOWN]), error, tuple(slow), time.monotonic() - begun)


def ask(connection: psycopg.Connection, script: Script, watch: Watch) -> str:
    """The first value that a script returns, or an empty text, from a READ ONLY transaction.

    Raises SqlError, and ScriptError where the script is not fit to be sent.
    """
    raise_together(unfit(script, transactional=True), "problems in a script")
    pg = connection.pgconn
    # Once a query has run, the server no longer lets a transaction become READ WRITE.
    exchange(pg, b"BEGIN READ ONLY; SELECT", watch=watch)
    try:
        reply = exchange(pg, script.text, watch=watch, keep_rows=True)
    finally:
        if pg.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            exchange(pg, b"ROLLBACK", watch=watch)
    if reply.error is not None:
        raise sql_error(reply.error, script, Sent(script.text), reply.done)
    return next((row[0] or "no reason given" for row in reply.rows if row), "")


def _budget(comment: bytes) -> float | None:
    """The `-- budget: 10ms` in what stands directly before a statement, in seconds."""
    found = BUDGET.findall(comment)
    return float(found[-1][0]) * SECONDS[found[-1][1]] if found else None
