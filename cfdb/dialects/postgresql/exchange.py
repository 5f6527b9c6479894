"""One message to the server and what comes back, below psycopg's cursors.

A script is sent whole, in one simple-query message. A cursor would keep one result object per statement, and would
not say how many statements had finished before the one that failed; both matter for a file of 50,000 statements.
"""

from __future__ import annotations

import select
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from cfdb.dialects.postgresql.failures import lost

COPY_PIECE = 1 << 20


class Watch(Protocol):
    """Is told, `every` so many seconds, that the server has not said a word."""

    every: float

    def look(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """`done` statements finished; `error` is the result of the one that failed, if any; `rows` what SELECTs gave."""

    done: int
    error: PGresult | None
    rows: tuple[tuple[str | None, ...], ...] = ()


def exchange(pg: PGconn, message: bytes, *, copy: bytes | None = None, watch: Watch, keep_rows: bool = False) -> Reply:
    """Send `message` as one simple query, and `copy` as the rows of its COPY … FROM STDIN.

    Ctrl-C cancels what runs on the server before it is raised again, so that no statement goes on unseen.
    """
    try:
        _ok(pg, lambda: pg.send_query(message))
        return _collect(pg, copy, watch, keep_rows)
    except KeyboardInterrupt:
        _cancel(pg)
        raise


def _collect(pg: PGconn, copy: bytes | None, watch: Watch, keep_rows: bool) -> Reply:
    done, error = 0, None
    rows: list[tuple[str | None, ...]] = []
    while (result := _next_result(pg, watch)) is not None:
        match result.status:
            case ExecStatus.COMMAND_OK:
                done += 1
            case ExecStatus.TUPLES_OK:
                done += 1
                if keep_rows:
                    rows += _rows(result)
            case ExecStatus.COPY_IN:
                _send_rows(pg, copy, watch)
            case ExecStatus.COPY_OUT:
                _drain(pg, watch)
            case ExecStatus.EMPTY_QUERY:
                pass
            case _:
                error = error or result
        if pg.status == ConnStatus.BAD:
            raise lost(pg.error_message.decode(errors="replace"))
    if pg.status == ConnStatus.BAD:
        raise lost(pg.error_message.decode(errors="replace"))
    return Reply(done, error, tuple(rows))


def _next_result(pg: PGconn, watch: Watch) -> PGresult | None:
    while pg.flush() == 1:
        _wait(pg, watch, writing=True)
    while pg.is_busy():
        _wait(pg, watch)
    return pg.get_result()


def _wait(pg: PGconn, watch: Watch, *, writing: bool = False) -> None:
    poll = select.poll()
    poll.register(pg.socket, select.POLLIN | (select.POLLOUT if writing else 0))
    ready = poll.poll(watch.every * 1000)
    if not ready:
        watch.look()
    elif not writing or ready[0][1] & ~select.POLLOUT:
        _ok(pg, pg.consume_input)


def _ok(pg: PGconn, call: Callable[[], None]) -> None:
    try:
        call()
    except Exception as error:
        raise lost(pg.error_message.decode(errors="replace") or str(error)) from error


def _send_rows(pg: PGconn, rows: bytes | None, watch: Watch) -> None:
    if rows is None:
        # Nobody knew that this was a COPY: better an error than a table that stays empty.
        pg.put_copy_end(b"its rows were not found: they stand behind the statement, and end with a line of \\.")
        return
    view = memoryview(rows)
    for start in range(0, len(view), COPY_PIECE):
        while pg.put_copy_data(view[start : start + COPY_PIECE]) == 0:
            _wait(pg, watch, writing=True)
    while pg.put_copy_end() == 0:
        _wait(pg, watch, writing=True)


def _drain(pg: PGconn, watch: Watch) -> None:
    """Throw away what COPY … TO STDOUT sends: a change has nobody to send it to."""
    while (size := pg.get_copy_data(1)[0]) >= 0:
        if size == 0:
            _wait(pg, watch)


def _rows(result: PGresult) -> list[tuple[str | None, ...]]:
    return [
        tuple(
            value.decode(errors="replace") if (value := result.get_value(row, column)) is not None else None
            for column in range(result.nfields)
        )
        for row in range(result.ntuples)
    ]


def _cancel(pg: PGconn) -> None:
    pg.get_cancel().cancel()
    while (result := _next_result(pg, Patience())) is not None:
        if result.status == ExecStatus.COPY_OUT:
            _drain(pg, Patience())
        elif result.status == ExecStatus.COPY_IN:
            pg.put_copy_end(b"interrupted")


class Patience:
    """A watch that waits."""

    every = 1.0

    def look(self) -> None:
        return
