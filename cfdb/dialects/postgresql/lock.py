"""The lock that keeps two runners apart: an advisory lock of the session, so it dies with its process."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg.rows import dict_row

from cfdb.dialect import Tell
from cfdb.dialects.postgresql.queries import query
from cfdb.errors import LockNotObtained

CLASS_ID = 0x63666462
"""`cfdb` in ASCII: the first of the lock's two keys. Advisory locks belong to one database of a server."""
OBJECT_ID = 1
KEYS = {"class_id": CLASS_ID, "object_id": OBJECT_ID}


@contextmanager
def advisory_lock(connection: psycopg.Connection, wait: float, tell: Tell) -> Iterator[None]:
    """Hold the lock, having tried for at most `wait` seconds.

    It is polled, never waited on: a session that waits inside a transaction blocks, and is blocked by,
    CREATE INDEX CONCURRENTLY, which waits for every open transaction.
    """
    _obtain(connection, wait, tell)
    try:
        yield
    finally:
        # A connection that is gone has taken its lock with it.
        with suppress(psycopg.Error):
            connection.execute("SELECT pg_catalog.pg_advisory_unlock(%(class_id)s, %(object_id)s)", KEYS)


def _obtain(connection: psycopg.Connection, wait: float, tell: Tell) -> None:
    deadline = time.monotonic() + wait
    told = ""
    while not _try(connection):
        holder = _holder(connection)
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


def _try(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT pg_catalog.pg_try_advisory_lock(%(class_id)s, %(object_id)s)", KEYS).fetchone()
    return bool(row and row[0])


def _holder(connection: psycopg.Connection) -> str:
    row = connection.cursor(row_factory=dict_row).execute(query("catalog/lock_holder"), KEYS).fetchone()
    if not row:
        return ""
    return "process {pid} of {username} at {client}, {application}, since {since:%H:%M:%S}".format(**row)
