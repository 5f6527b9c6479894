"""What a statement is to a runner: can it be taken back, does it hurt to run it twice, how to see that it finished."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cfdb.dialects.mysql import scanner
from cfdb.dialects.mysql.scanner import Statement

WORDS_OF_DATA = {"INSERT", "UPDATE", "DELETE", "REPLACE", "SELECT", "WITH", "VALUES", "TABLE", "LOAD", "DO", "("}
WORDS_OF_SESSION = {"SET", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "HELP", "PREPARE", "DEALLOCATE"}
REPEATABLE = {
    "ANALYZE", "OPTIMIZE", "REPAIR", "CHECK", "CHECKSUM", "FLUSH", "TRUNCATE", "GRANT", "REVOKE", "CACHE", "RESET",
}  # fmt: skip
"""Running them twice is the same as once."""

STRINGS = r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"|`[^`]*`"
NOT_SQL = re.compile(rf"(?P<kept>{STRINGS})|/\*M?!\d*|/\*.*?\*/|\*/|--(?=\s|$)[^\n]*|#[^\n]*", re.DOTALL)
QUOTED = r"`(?:[^`]|``)+`"
NAME = rf"(?:{QUOTED}|[\w$]+)"
DOTTED = rf"{NAME}(?:\s*\.\s*{NAME})?"

CREATE = re.compile(
    rf"CREATE\s+(?P<replace>OR\s+REPLACE\s+)?(?:ALGORITHM\s*=\s*\w+\s+)?"
    rf"(?:DEFINER\s*=\s*(?:CURRENT_USER(?:\s*\(\s*\))?|\S+)\s+)?(?:SQL\s+SECURITY\s+\w+\s+)?"
    rf"(?:AGGREGATE\s+)?(?P<temporary>TEMPORARY\s+)?(?:UNIQUE\s+|FULLTEXT\s+|SPATIAL\s+|ONLINE\s+|OFFLINE\s+)*"
    rf"(?P<kind>TABLE|VIEW|PROCEDURE|FUNCTION|TRIGGER|EVENT|INDEX|SEQUENCE|DATABASE|SCHEMA)\s+"
    rf"(?P<exists>IF\s+NOT\s+EXISTS\s+)?(?P<name>{DOTTED})(?:\s+(?:USING\s+\w+\s+)?ON\s+(?P<table>{DOTTED}))?",
    re.IGNORECASE,
)
DROP = re.compile(
    rf"DROP\s+(?P<temporary>TEMPORARY\s+)?(?P<kind>TABLE|VIEW|PROCEDURE|FUNCTION|TRIGGER|EVENT|INDEX|SEQUENCE)S?\s+"
    rf"(?P<exists>IF\s+EXISTS\s+)?(?P<names>{DOTTED}(?:\s*,\s*{DOTTED})*)(?:\s+ON\s+(?P<table>{DOTTED}))?",
    re.IGNORECASE,
)
RENAME = re.compile(rf"RENAME\s+TABLES?\s+(?P<old>{DOTTED})\s+TO\s+(?P<new>{DOTTED})\s*(?P<more>,)?", re.IGNORECASE)
ALTER = re.compile(
    rf"ALTER\s+(?:ONLINE\s+|OFFLINE\s+)?(?:IGNORE\s+)?TABLE\s+(?:IF\s+EXISTS\s+)?(?P<table>{DOTTED})\s+(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
ADDS = re.compile(
    rf"ADD\s+(?:(?P<column>COLUMN\s+)?(?P<exists>IF\s+NOT\s+EXISTS\s+)?"
    rf"(?:(?P<index>(?:UNIQUE|FULLTEXT|SPATIAL)\s*(?:INDEX|KEY)?|INDEX|KEY)\s+(?:IF\s+NOT\s+EXISTS\s+)?"
    rf"|(?P<constraint>CONSTRAINT)\s+(?:IF\s+NOT\s+EXISTS\s+)?|(?P<other>PRIMARY|FOREIGN|CHECK|PARTITION|PERIOD|SYSTEM)\b)?)"
    rf"(?P<name>{NAME})?",
    re.IGNORECASE,
)
DROPS = re.compile(
    rf"DROP\s+(?P<what>COLUMN|INDEX|KEY|FOREIGN\s+KEY|CONSTRAINT|CHECK|PARTITION|PRIMARY)?\s*"
    rf"(?P<exists>IF\s+EXISTS\s+)?(?P<name>{NAME})?",
    re.IGNORECASE,
)
CHANGES = re.compile(
    rf"CHANGE\s+(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?(?P<old>{NAME})\s+(?P<new>{NAME})"
    rf"|RENAME\s+(?P<what>COLUMN|INDEX|KEY)\s+(?P<was>{NAME})\s+TO\s+(?P<becomes>{NAME})",
    re.IGNORECASE,
)
SAME_TWICE = re.compile(
    r"(?:MODIFY|ALTER|COMMENT|ENGINE|AUTO_INCREMENT|ROW_FORMAT|CONVERT|DEFAULT|CHARACTER|CHARSET|COLLATE|ORDER|FORCE"
    r"|ALGORITHM|LOCK|ENABLE|DISABLE|KEY_BLOCK_SIZE|STATS_\w+)\b",
    re.IGNORECASE,
)
RENAMES = re.compile(rf"RENAME\s+(?:TO\s+|AS\s+)?(?P<name>{DOTTED})\s*$", re.IGNORECASE)


class Look(StrEnum):
    """Where an object is looked for: the name of the query in catalog/exists/."""

    TABLE = "table"
    VIEW = "view"
    PROCEDURE = "procedure"
    FUNCTION = "function"
    TRIGGER = "trigger"
    EVENT = "event"
    COLUMN = "column"
    INDEX = "index"
    CONSTRAINT = "constraint"
    DATABASE = "database"


KIND_OF = {"SEQUENCE": Look.TABLE, "SCHEMA": Look.DATABASE, "KEY": Look.INDEX, "CHECK": Look.CONSTRAINT}


@dataclass(frozen=True, slots=True)
class Sign:
    """What the catalog shows once a statement has finished: an object that is `there`, or that is gone."""

    look: Look
    name: str
    table: str = ""
    there: bool = True


@dataclass(frozen=True, slots=True)
class Nature:
    """How a statement has to be run.

    `commits`: the server ends the transaction before and after it, so it cannot be one with its row in the ledger.
    `repeatable`: running it twice is the same as once. `signs` tell afterwards whether it finished: all or none hold.
    `setting`: its effect ends with the session.
    """

    commits: bool
    repeatable: bool = False
    signs: tuple[Sign, ...] = ()
    setting: bool = False


def nature(text: bytes, statement: Statement) -> Nature:
    """What is to be known of the statement `text[statement.start:statement.end]`."""
    if statement.first == "SET":
        whole = plain(text[statement.start : statement.end][:200])
        shared = bool(re.match(r"SET\s+(?:@@)?(?:GLOBAL|PERSIST|PASSWORD|DEFAULT\s+ROLE)\b", whole, re.IGNORECASE))
        return Nature(commits=shared, repeatable=shared, setting=not shared)
    if statement.first in WORDS_OF_SESSION or (
        statement.first in WORDS_OF_DATA and not scanner.implicit_commit(statement, text)
    ):
        return Nature(commits=False, setting=statement.first == "PREPARE")
    words = plain(text[statement.start : statement.end])
    if statement.first in REPEATABLE:
        return Nature(commits=True, repeatable=True)
    if found := CREATE.match(words):
        return _created(found)
    if found := DROP.match(words):
        return _dropped(found)
    if (found := RENAME.match(words)) and not found["more"]:
        signs = (Sign(Look.TABLE, found["new"]), Sign(Look.TABLE, found["old"], there=False))
        return Nature(commits=True, signs=signs)
    if found := ALTER.match(words):
        return _altered(found["table"], found["rest"])
    return Nature(commits=True)


def plain(statement: bytes) -> str:
    """The statement without its comments; executable ones are opened, as the server would do."""
    return NOT_SQL.sub(lambda found: found["kept"] or " ", statement.decode(errors="replace")).strip()


def unquoted(name: str) -> str:
    """The last part of a name as the catalog has it: without quotes and without the database in front."""
    part = re.split(r"\s*\.\s*(?=`|[\w$]+$)", name.strip())[-1]
    return part[1:-1].replace("``", "`") if part.startswith("`") else part


def _created(found: re.Match[str]) -> Nature:
    if found["temporary"]:
        return Nature(commits=False, setting=True)
    if found["exists"] or found["replace"]:
        return Nature(commits=True, repeatable=True)
    kind = found["kind"].upper()
    table = found["table"] if kind == "INDEX" else ""
    sign = Sign(KIND_OF.get(kind) or Look(kind.lower()), unquoted(found["name"]), unquoted(table or ""))
    return Nature(commits=True, signs=(sign,))


def _dropped(found: re.Match[str]) -> Nature:
    if found["temporary"]:
        return Nature(commits=False)
    if found["exists"]:
        return Nature(commits=True, repeatable=True)
    kind = found["kind"].upper()
    look = KIND_OF.get(kind) or Look(kind.lower())
    table = unquoted(found["table"] or "")
    names = re.findall(DOTTED, found["names"])
    return Nature(commits=True, signs=tuple(Sign(look, unquoted(name), table, there=False) for name in names))


def _altered(table: str, rest: str) -> Nature:
    """An ALTER TABLE is done as a whole or not at all, so any of its actions that leaves a sign speaks for all."""
    name = unquoted(table)
    signs: list[Sign] = []
    repeatable = True
    for action in actions(rest):
        found = _signs(action, name)
        signs += found
        repeatable = repeatable and not found and bool(SAME_TWICE.match(action))
    return Nature(commits=True, repeatable=repeatable, signs=tuple(signs))


def _signs(action: str, table: str) -> list[Sign]:
    if found := RENAMES.match(action):
        return [Sign(Look.TABLE, unquoted(found["name"])), Sign(Look.TABLE, table, there=False)]
    if found := CHANGES.match(action):
        look = Look.INDEX if (found["what"] or "").upper() in ("INDEX", "KEY") else Look.COLUMN
        old, new = (unquoted(found[a] or found[b]) for a, b in (("old", "was"), ("new", "becomes")))
        return [] if old.lower() == new.lower() else [Sign(look, new, table), Sign(look, old, table, there=False)]
    if (found := ADDS.match(action)) and found["name"] and not found["exists"] and not found["other"]:
        look = Look.INDEX if found["index"] else Look.CONSTRAINT if found["constraint"] else Look.COLUMN
        return [Sign(look, unquoted(found["name"]), table)]
    if (found := DROPS.match(action)) and found["name"] and not found["exists"]:
        what = re.sub(r"\s+", " ", (found["what"] or "COLUMN").upper())
        if what in ("PARTITION", "PRIMARY"):
            return []
        look = Look.INDEX if what in ("INDEX", "KEY") else Look.COLUMN if what == "COLUMN" else Look.CONSTRAINT
        return [Sign(look, unquoted(found["name"]), table, there=False)]
    return []


def actions(rest: str) -> Iterator[str]:
    """The actions of an ALTER TABLE: split at commas outside of parentheses and quotes."""
    depth, start = 0, 0
    for found in re.finditer(rf"{STRINGS}|[(),]", rest, re.DOTALL):
        match found[0]:
            case "(":
                depth += 1
            case ")":
                depth -= 1
            case "," if depth == 0:
                yield rest[start : found.start()].strip()
                start = found.end()
    yield rest[start:].strip()
