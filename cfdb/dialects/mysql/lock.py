"""The lock that keeps two runners apart: GET_LOCK, which belongs to a session and dies with it.

There are two, as on PostgreSQL. The guard is held by a connection that runs nothing, so that no script can let go of
it. The second is held by the connection that does the work: a server goes on with a statement whose client was killed,
and only then ends the session.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pymysql

from cfdb.dialect import Tell
from cfdb.dialects.mysql.connection import Link
from cfdb.dialects.mysql.failures import translated
from cfdb.dialects.mysql.queries import query
from cfdb.errors import CfdbError, ConnectionFailed, LockNotObtained

LONGEST = 64
"""Characters of a lock's name (https://dev.mysql.com/doc/refman/8.0/en/locking-functions.html)."""


def names(database: str) -> tuple[str, str]:
    """The names of guard and work lock. All databases of a server share one space of names, so theirs is in them."""
    names = f"cfdb.guard.{database}", f"cfdb.work.{database}"
    if any(len(name) > LONGEST for name in names):
        digest = hashlib.sha256(database.encode(), usedforsecurity=False).hexdigest()[:32]
        return f"cfdb.guard.{digest}", f"cfdb.work.{digest}"
    return names


@contextmanager
def locked(guard: Link, work: Link, database: str, wait: float, tell: Tell) -> Iterator[None]:
    """Hold both locks, having tried for at most `wait` seconds."""
    deadline = time.monotonic() + wait
    for link, name in zip((guard, work), names(database), strict=True):
        _obtain(link, name, deadline, wait, tell)
    try:
        yield
    finally:
        # A connection that is gone has taken its lock with it.
        with suppress(pymysql.Error, CfdbError):
            work.ask("DO RELEASE_LOCK(%s)", [names(database)[1]])


def hold_again(work: Link, database: str) -> bool:
    """After a reset, which lets go of all locks; meanwhile the guard keeps others out. False where somebody has it."""
    return bool(work.ask("SELECT GET_LOCK(%s, 0)", [names(database)[1]])[0][0] == 1)


def lost(work: Link, database: str) -> ConnectionFailed:
    """What to say where it could not be had again."""
    return ConnectionFailed(
        f"the lock was lost to {_holder(work, names(database)[1]) or 'another session'}, so nothing more was run",
        hint="another cfdb may be at work: see 'cfdb status', then run this again",
    )


def check_guard(guard: Link) -> None:
    """Raises ConnectionFailed where the session that holds the guard was ended."""
    try:
        with translated():
            guard.raw.ping(reconnect=False)
    except CfdbError as error:
        raise ConnectionFailed(
            "the session that holds the lock was ended, so nothing more was run",
            hint="another cfdb may be at work: see 'cfdb status', then run this again",
        ) from error


def _obtain(link: Link, name: str, deadline: float, wait: float, tell: Tell) -> None:
    told = ""
    while link.ask("SELECT GET_LOCK(%s, 0)", [name])[0][0] != 1:
        holder = _holder(link, name)
        if time.monotonic() >= deadline:
            raise LockNotObtained(
                f"the lock is held by {holder or 'another cfdb'}",
                hint=f"waited {wait:g} s: wait longer with --wait, or end that session: KILL <connection>",
            )
        if holder and holder != told:
            tell(f"waiting for another cfdb: {holder}")
            told = holder
        time.sleep(random.uniform(0.05, 0.25))


def _holder(link: Link, name: str) -> str:
    rows = link.records(query("catalog/lock_holder"), {"name": name})
    if not rows or rows[0]["id"] is None:
        return ""
    # Without the PROCESS privilege the sessions of other accounts are not to be seen.
    if rows[0]["user"] is None:
        return f"connection {rows[0]['id']}"
    return "connection {id} of {user} at {host}, {seconds:.0f} s in {command}".format(**rows[0])
