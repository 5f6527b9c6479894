"""The lock that keeps two runners apart: advisory locks of sessions, so they die with their process.

There are two. The guard is held by a connection of its own, which runs nothing: no script can let go of it. The second
is held by the connection that does the work: it stays as long as the server is busy with what a killed cfdb sent.
"""

from __future__ import annotations

import random
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg.rows import dict_row

from cfdb.dialect import Tell
from cfdb.dialects.postgresql.queries import query
from cfdb.errors import ConnectionFailed, LockNotObtained

CLASS_ID = 0x63666462
"""`cfdb` in ASCII: the first of a lock's two keys. Advisory locks belong to one database of a server."""
GUARD, WORK = 1, 2

UNLOCK_ALL_BUT_OURS = (
    f"SELECT pg_catalog.pg_advisory_unlock_all(), pg_catalog.pg_try_advisory_lock({CLASS_ID}, {WORK});"
)
"""Locks that a script forgot go; meanwhile the guard keeps others out."""

UNLOCK_ALL_BUT_HELD = f"""
SELECT pg_catalog.pg_advisory_unlock_all(),
       CASE WHEN own.held THEN pg_catalog.pg_try_advisory_lock({CLASS_ID}, {WORK}) END
  FROM (SELECT EXISTS (SELECT FROM pg_catalog.pg_locks
                        WHERE locktype = 'advisory' AND pid = pg_catalog.pg_backend_pid()
                          AND classid = {CLASS_ID} AND objid = {WORK} AND objsubid = 2) AS held OFFSET 0) AS own
"""
"""The same for a session that may hold none: a probe runs in those that apply, and in those that only read."""


@contextmanager
def advisory_lock(guard: psycopg.Connection, work: psycopg.Connection, wait: float, tell: Tell) -> Iterator[None]:
    """Hold both locks, having tried for at most `wait` seconds.

    They are polled, never waited on: a session that waits inside a transaction blocks, and is blocked by,
    CREATE INDEX CONCURRENTLY, which waits for every open transaction.
    """
    deadline = time.monotonic() + wait
    _obtain(guard, GUARD, deadline, wait, tell)
    _obtain(work, WORK, deadline, wait, tell)
    try:
        yield
    finally:
        # A connection that is gone has taken its lock with it.
        with suppress(psycopg.Error):
            work.execute("SELECT pg_catalog.pg_advisory_unlock(%s, %s)", [CLASS_ID, WORK])


def check_guard(guard: psycopg.Connection) -> None:
    """Raises ConnectionFailed where the session that holds the guard was ended; costs no round trip."""
    poll = select.poll()
    poll.register(guard.fileno(), select.POLLIN | select.POLLHUP)
    if poll.poll(0):
        try:
            guard.execute("SELECT")
        except psycopg.Error as error:
            raise ConnectionFailed(
                "the session that holds the lock was ended, so nothing more was run",
                hint="another cfdb may be at work: see 'cfdb status', then run this again",
            ) from error


def _obtain(connection: psycopg.Connection, key: int, deadline: float, wait: float, tell: Tell) -> None:
    told = ""
    while not _try(connection, key):
        holder = _holder(connection, key)
        if time.monotonic() >= deadline:
            raise LockNotObtained(
                f"the lock is held by {holder or 'another cfdb'}",
                hint=f"waited {wait:g} s: wait longer with --wait, or end that session: "
                "SELECT pg_terminate_backend(<process>)",
            )
        if holder and holder != told:
            tell(f"waiting for another cfdb: {holder}")
            told = holder
        time.sleep(random.uniform(0.05, 0.25))


def _try(connection: psycopg.Connection, key: int) -> bool:
    row = connection.execute("SELECT pg_catalog.pg_try_advisory_lock(%s, %s)", [CLASS_ID, key]).fetchone()
    return bool(row and row[0])


def _holder(connection: psycopg.Connection, key: int) -> str:
    keys = {"class_id": CLASS_ID, "object_id": key}
    row = connection.cursor(row_factory=dict_row).execute(query("catalog/lock_holder"), keys).fetchone()
    if not row:
        return ""
    return "process {pid} of {username} at {client}, {application}, since {since:%H:%M:%S}".format(**row)
