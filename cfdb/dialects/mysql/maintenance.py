"""What a DBA runs every week: ANALYZE TABLE, now and then OPTIMIZE TABLE, and a look at the sizes."""

from __future__ import annotations

import random
import time
from collections.abc import Collection
from contextlib import suppress

import pymysql

from cfdb.dialect import Settings
from cfdb.dialects.mysql.blockers import Blockers
from cfdb.dialects.mysql.connection import Link
from cfdb.dialects.mysql.failures import LOST, TRY_AGAIN, number_of, plain, words_of
from cfdb.dialects.mysql.queries import query
from cfdb.errors import ConnectionFailed, DatabaseError, SqlError
from cfdb.model.maintenance import Chore, Sizes, TableSize
from cfdb.model.text import value_text

NO_LOCK = ("Lock wait timeout exceeded", "Deadlock found")
"""What a row of ANALYZE's or OPTIMIZE's result says, in place of an error."""

OVER = "Operation failed"
FINE = ("status", "note", "info")


def sizes(link: Link) -> Sizes:
    if link.vendor == "mysql":
        # MySQL 8 would show what it was a day ago.
        with suppress(DatabaseError):
            link.ask("SET SESSION information_schema_stats_expiry = 0")
    tables = tuple(
        TableSize("", str(name), None if rows is None else int(rows), None, int(table or 0), 0, int(indexes or 0))
        for name, rows, table, indexes in link.ask(query("catalog/sizes"))
    )
    return Sizes(sum(table.total for table in tables), tables)


def chores(link: Link, tables: Collection[str] | None, *, reindex: bool) -> list[Chore]:
    """What is to be done, in order of the tables' names; for `tables`, or all there are where that is None.

    OPTIMIZE builds an InnoDB table anew, indexes and all, and gathers its statistics at the end.
    """
    verb = "OPTIMIZE" if reindex else "ANALYZE"
    return [
        Chore(
            table.name,
            "optimize (rebuild)" if reindex else "analyze",
            f"{verb} TABLE `{table.name.replace('`', '``')}`",
            rebuilds=reindex,
        )
        for table in sorted(sizes(link).tables, key=str)
        if tables is None or table.name in tables
    ]


def perform(link: Link, settings: Settings, blockers: Blockers, chore: Chore) -> list[str]:
    """Do it; tried again where a lock is not to be had. Returns what the server warned of."""
    for left in range(settings.lock_retries, -1, -1):
        blockers.last = ""
        problems, failed, locked = _once(link, blockers, chore)
        if not failed:
            return problems
        if not locked or left == 0:
            tries = f" (waited {settings.lock_timeout:g} s, {settings.lock_retries + 1} tries)" if locked else ""
            hint = f"perhaps held by {blockers.last}" if locked and blockers.last else ""
            raise SqlError("; ".join(problems) + tries, hint=hint, statement=chore.statement)
        pause = random.uniform(0.5, 1.5) * min(2.0, 0.2 * 2 ** (settings.lock_retries - left))
        settings.tell(f"no lock within {settings.lock_timeout:g} s, trying again in {pause:.1f} s")
        time.sleep(pause)
    return []


def _once(link: Link, blockers: Blockers, chore: Chore) -> tuple[list[str], bool, bool]:
    """What the server complained of, whether it failed, and whether that was for want of a lock."""
    try:
        reply = link.send(chore.statement.encode(), blockers, keep_rows=True)
    except pymysql.Error as error:
        if number_of(error) in LOST or isinstance(plain(error), ConnectionFailed):
            raise plain(error) from error
        return [f"{words_of(error)} ({number_of(error)})"], True, number_of(error) in TRY_AGAIN
    said = [(value_text(row[2]).lower(), value_text(row[3])) for row in reply.rows]
    problems = [text for level, text in said if level not in FINE or text == OVER]
    failed = any(level == "error" or text == OVER for level, text in said)
    problems = [text for text in problems if text != OVER] or problems
    return list(dict.fromkeys(problems)), failed, any(text.startswith(NO_LOCK) for text in problems)
