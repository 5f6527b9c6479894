"""What kind of statement stands on its own: those that refuse a transaction, and how to look whether they finished."""

from __future__ import annotations

import re
from dataclasses import dataclass

NAME = r'(?:"(?:[^"]|"")+"|[\w$]+)(?:\s*\.\s*(?:"(?:[^"]|"")+"|[\w$]+))?'

CREATE_INDEX = re.compile(
    rf"CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?"
    rf"(?:(?P<name>(?!ON\b){NAME})\s+)?ON\s+(?:ONLY\s+)?(?P<table>{NAME})",
    re.IGNORECASE,
)
DROP_INDEX = re.compile(rf"DROP\s+INDEX\s+CONCURRENTLY\s+(?:IF\s+EXISTS\s+)?(?P<name>{NAME})", re.IGNORECASE)
REPEATABLE = re.compile(
    r"(?:VACUUM|ANALYZE|REINDEX|CLUSTER|REFRESH|ALTER\s+SYSTEM|CHECKPOINT|DISCARD)\b", re.IGNORECASE
)
OUTSIDE = re.compile(
    r"(?:CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY|DROP\s+INDEX\s+CONCURRENTLY|REINDEX|VACUUM|CLUSTER"
    r"|ALTER\s+SYSTEM|CHECKPOINT|DISCARD\s+ALL|(?:CREATE|DROP|ALTER)\s+(?:DATABASE|TABLESPACE)"
    r"|(?:CREATE|ALTER|DROP)\s+SUBSCRIPTION|ALTER\s+TABLE\s.*\sDETACH\s+PARTITION\s.*\sCONCURRENTLY|CALL|DO)\b",
    re.IGNORECASE | re.DOTALL,
)
COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Nature:
    """How a statement of a `-- cfdb: no-transaction` file has to be run.

    `outside`: it refuses a transaction (or may end one), so its ledger row cannot be in the same transaction.
    `creates`, `drops`: the index that CONCURRENTLY builds (with its table) or drops. `repeatable`: running it twice
    is the same as once.
    """

    outside: bool
    creates: str = ""
    table: str = ""
    drops: str = ""
    repeatable: bool = False


def nature(statement: bytes) -> Nature:
    text = COMMENTS.sub(" ", statement.decode(errors="replace")).strip()
    if match := CREATE_INDEX.match(text):
        return Nature(outside=True, creates=match["name"] or "", table=match["table"])
    if match := DROP_INDEX.match(text):
        return Nature(outside=True, drops=match["name"])
    return Nature(outside=bool(OUTSIDE.match(text)), repeatable=bool(REPEATABLE.match(text)))
