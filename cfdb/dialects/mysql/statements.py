"""What a statement is to a runner: can it be taken back, does it hurt to run it twice, how to see that it finished."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from cfdb.syntax import mysql as scanner
from cfdb.syntax.mysql import Statement
from cfdb.syntax.patterns import compiled

WORDS_OF_DATA = {"INSERT", "UPDATE", "DELETE", "REPLACE", "SELECT", "WITH", "VALUES", "TABLE", "LOAD", "DO", "("}
WORDS_OF_SESSION = {"SET", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "HELP", "PREPARE", "DEALLOCATE"}
REPEATABLE = {
    "ANALYZE", "OPTIMIZE", "REPAIR", "CHECK", "CHECKSUM", "FLUSH", "TRUNCATE", "GRANT", "CACHE", "RESET",
}  # fmt: skip
"""Running them twice is the same as once."""

PROGRAMS = {"CALL", "BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"}
"""What they run is not seen: it may commit on its way, and fail behind that. MariaDB has blocks outside of routines."""

SHARED = re.compile(r"SET\s+(?:@@)?(?:GLOBAL|PERSIST(?:_ONLY)?|PASSWORD|DEFAULT\s+ROLE)\b", re.IGNORECASE)
"""What a SET changes for others, too, or beyond the session."""
SET_STATEMENT = compiled(
    rb"(?i:SET\b.*?\bSTATEMENT\b)(?:'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"|`[^`]*+`|[^'\"`])*?(?<![\w$])(?i:FOR)(?![\w$])",
    re.DOTALL,
)

STRINGS = r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"|`[^`]*`"
NOT_SQL = re.compile(rf"(?P<kept>{STRINGS})|/\*M?!\d*|/\*.*?\*/|\*/|--(?=\s|$)[^\n]*|#[^\n]*", re.DOTALL)
QUOTED = r"`(?:[^`]|``)+`"
NAME = rf"(?:{QUOTED}|[\w$]+)"
DOTTED = rf"{NAME}(?:\s*\.\s*{NAME})?"
PARTS = re.compile(rf"(?:(?P<database>{NAME})\s*\.\s*)?(?P<name>{NAME})")

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
ONCE = re.compile(
    r"(?:CREATE\s+OR\s+REPLACE|(?:CREATE|DROP)\s+(?:\w+\s+){1,3}?IF\s+(?:NOT\s+)?EXISTS|ALTER\s+(?!TABLE\b))\b",
    re.IGNORECASE,
)
"""CREATE USER IF NOT EXISTS, DROP ROLE IF EXISTS, ALTER VIEW … of kinds that nobody looks for in the catalog."""
RENAME = re.compile(rf"RENAME\s+TABLES?\s+(?P<old>{DOTTED})\s+TO\s+(?P<new>{DOTTED})\s*(?P<more>,)?", re.IGNORECASE)
ALTER = re.compile(
    rf"ALTER\s+(?:ONLINE\s+|OFFLINE\s+)?(?:IGNORE\s+)?TABLE\s+(?:IF\s+EXISTS\s+)?(?P<table>{DOTTED})\s+"
    rf"(?:NOWAIT\s+|WAIT\s+\d+\s+)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
ADDS = re.compile(
    rf"ADD\s+(?:(?:CONSTRAINT\s+(?:{NAME}\s+)?)?(?P<primary>PRIMARY\s+KEY)\b"
    r"|(?:FOREIGN\s+KEY|CHECK|PARTITION|PERIOD\s+FOR|SYSTEM\s+VERSIONING|CONSTRAINT\s+(?:UNIQUE|FOREIGN|CHECK))\b"
    rf"|CONSTRAINT\s+{NAME}\s+UNIQUE\s+(?:(?:INDEX|KEY)\s+)?(?!USING\b)(?P<unique>{NAME})"
    rf"|CONSTRAINT\s+(?P<constraint>{NAME})"
    r"|(?:(?:UNIQUE|FULLTEXT|SPATIAL|VECTOR)\b(?:\s+(?:INDEX|KEY)\b)?|(?:INDEX|KEY)\b)\s*"
    rf"(?:(?!USING\b)(?P<index>{NAME}))?"
    rf"|(?:COLUMN\s+)?(?P<column>{NAME}))",
    re.IGNORECASE,
)
DROPS = re.compile(
    r"DROP\s+(?:(?P<what>COLUMN|INDEX|KEY|FOREIGN\s+KEY|CONSTRAINT|CHECK|PARTITION|PRIMARY\s+KEY|PERIOD\s+FOR"
    rf"|SYSTEM\s+VERSIONING)\b\s*)?(?P<name>{NAME})?",
    re.IGNORECASE,
)
IF_EXISTS = re.compile(
    r"((?:ADD|DROP|CHANGE|MODIFY|RENAME)\s+(?:[\w]+\s+){0,2}?)IF\s+(?:NOT\s+)?EXISTS\s+", re.IGNORECASE
)
CHANGES = re.compile(
    rf"CHANGE\s+(?:COLUMN\s+)?(?P<old>{NAME})\s+(?P<new>{NAME})"
    rf"|RENAME\s+(?P<what>COLUMN|INDEX|KEY)\s+(?P<was>{NAME})\s+TO\s+(?P<becomes>{NAME})",
    re.IGNORECASE,
)
SAME_TWICE = re.compile(
    r"(?:MODIFY|ALTER|COMMENT|ENGINE|AUTO_INCREMENT|ROW_FORMAT|CONVERT|DEFAULT|CHARACTER|CHARSET|COLLATE|ORDER|FORCE"
    r"|ALGORITHM|LOCK|ENABLE|DISABLE|KEY_BLOCK_SIZE|STATS_\w+|TRUNCATE\s+PARTITION)\b",
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
    """What the catalog shows once a statement has finished: an object that is `there`, or that is gone.

    `database` is the one that the statement names; an empty text stands for that of the session.
    """

    look: Look
    name: str
    table: str = ""
    there: bool = True
    database: str = ""


@dataclass(frozen=True, slots=True)
class Nature:
    """How a statement has to be run.

    `commits`: the server ends the transaction before and after it, so it cannot be one with its row in the ledger.
    `repeatable`: running it twice is the same as once. `signs` tell afterwards whether it finished: all or none hold.
    `setting`: its effect ends with the session. `unseen`: whether it commits is known only once it ran.
    `parts`: where it fails, what it had committed by itself stays.
    """

    commits: bool
    repeatable: bool = False
    signs: tuple[Sign, ...] = ()
    setting: bool = False
    unseen: bool = False
    parts: bool = False


def nature(text: bytes, statement: Statement) -> Nature:
    """What is to be known of the statement `text[statement.start:statement.end]`."""
    statement = inner(text, statement)
    if statement.first == "SET":
        whole = plain(text[statement.start : statement.end][:200])
        shared = bool(SHARED.match(whole))
        return Nature(commits=shared, repeatable=shared, setting=not shared)
    if statement.first in WORDS_OF_SESSION or (
        # MariaDB's ANALYZE UPDATE … does what it explains.
        statement.first in {*WORDS_OF_DATA, "ANALYZE"} and not scanner.implicit_commit(statement, text)
    ):
        return Nature(commits=False)
    if statement.first in REPEATABLE:
        return Nature(commits=True, repeatable=True)
    if statement.first in PROGRAMS or statement.first == "EXECUTE":
        return Nature(commits=True, unseen=True, parts=statement.first != "EXECUTE")
    return _of_words(plain(text[statement.start : statement.end]))


def inner(text: bytes, statement: Statement) -> Statement:
    """The statement that MariaDB's SET STATEMENT … FOR runs; else the statement itself."""
    if (statement.first, statement.second) != ("SET", "STATEMENT"):
        return statement
    found = SET_STATEMENT.match(text, statement.start, statement.end)
    if not found:
        return statement
    start = found.end()
    (own,) = islice(scanner.split(text[start : statement.end]), 1)
    return inner(text, Statement(start + own.start, statement.end, own.first, own.second))


def _of_words(words: str) -> Nature:
    if found := CREATE.match(words):
        return _created(found)
    if found := DROP.match(words):
        return _dropped(found)
    if (found := RENAME.match(words)) and not found["more"]:
        return Nature(commits=True, signs=_renamed(found["old"], found["new"]))
    if found := ALTER.match(words):
        return _altered(found["table"], found["rest"])
    if re.match(r"DROP\s+PREPARE\b", words, re.IGNORECASE):
        return Nature(commits=False)
    return Nature(
        commits=True, repeatable=bool(ONCE.match(words)) and not re.search(r"\bRENAME\b", words, re.IGNORECASE)
    )


def plain(statement: bytes) -> str:
    """The statement without its comments; executable ones are opened, as the server would do."""
    return NOT_SQL.sub(lambda found: found["kept"] or " ", statement.decode(errors="replace")).strip()


def unquoted(name: str) -> str:
    """The last part of a name as the catalog has it: without quotes and without the database in front."""
    return parts(name)[1]


def parts(name: str) -> tuple[str, str]:
    """Database, or an empty text, and name, as the catalog has them."""
    found = PARTS.fullmatch(name.strip())
    assert found is not None  # it is one of ours
    return _bare(found["database"] or ""), _bare(found["name"])


def _bare(part: str) -> str:
    return part[1:-1].replace("``", "`") if part.startswith("`") else part


def _created(found: re.Match[str]) -> Nature:
    if found["temporary"]:
        return Nature(commits=False)
    if found["exists"] or found["replace"]:
        return Nature(commits=True, repeatable=True)
    kind = found["kind"].upper()
    look = KIND_OF.get(kind) or Look(kind.lower())
    if look is Look.INDEX:
        return Nature(commits=True, signs=_sign(look, found["name"], found["table"]) if found["table"] else ())
    return Nature(commits=True, signs=_sign(look, found["name"]))


def _dropped(found: re.Match[str]) -> Nature:
    if found["temporary"]:
        return Nature(commits=False)
    if found["exists"]:
        return Nature(commits=True, repeatable=True)
    kind = found["kind"].upper()
    look = KIND_OF.get(kind) or Look(kind.lower())
    signs = [_sign(look, name, found["table"] or "", there=False) for name in re.findall(DOTTED, found["names"])]
    return Nature(commits=True, signs=tuple(sign for each in signs for sign in each))


def _renamed(old: str, new: str) -> tuple[Sign, ...]:
    return (*_sign(Look.TABLE, new), *_sign(Look.TABLE, old, there=False))


def _sign(look: Look, name: str, table: str = "", *, there: bool = True) -> tuple[Sign]:
    own, bare = parts(name)
    database, of = parts(table) if table else (own, "")
    return (Sign(look, bare, of, there, database),)


def _altered(table: str, rest: str) -> Nature:
    """An ALTER TABLE is done as a whole or not at all, so any of its actions that leaves a sign speaks for all."""
    signs: list[Sign] = []
    repeatable = True
    for action in actions(rest):
        if IF_EXISTS.match(action):
            # It leaves a sign only where there was something to do.
            continue
        found = _signs(action, table)
        signs += found
        repeatable = repeatable and not found and bool(SAME_TWICE.match(action) or CHANGES.match(action))
    return Nature(commits=True, repeatable=repeatable, signs=tuple(signs))


def _signs(action: str, table: str) -> tuple[Sign, ...]:
    if found := RENAMES.match(action):
        return _renamed(table, found["name"])
    if found := CHANGES.match(action):
        look = Look.INDEX if (found["what"] or "").upper() in ("INDEX", "KEY") else Look.COLUMN
        old, new = (found["old"], found["new"]) if found["old"] else (found["was"], found["becomes"])
        if unquoted(old).lower() == unquoted(new).lower():
            return ()
        return (*_sign(look, new, table), *_sign(look, old, table, there=False))
    if found := ADDS.match(action):
        return _added(found, table)
    if found := DROPS.match(action):
        return _taken(found, table)
    return ()


def _added(found: re.Match[str], table: str) -> tuple[Sign, ...]:
    if found["primary"]:
        return _sign(Look.INDEX, "PRIMARY", table)
    looks = {"unique": Look.INDEX, "constraint": Look.CONSTRAINT, "index": Look.INDEX, "column": Look.COLUMN}
    return next((_sign(look, found[group], table) for group, look in looks.items() if found[group]), ())


def _taken(found: re.Match[str], table: str) -> tuple[Sign, ...]:
    what = re.sub(r"\s+", " ", (found["what"] or "COLUMN").upper())
    if what == "PRIMARY KEY":
        return _sign(Look.INDEX, "PRIMARY", table, there=False)
    if not found["name"] or what in ("PARTITION", "PERIOD FOR", "SYSTEM VERSIONING"):
        return ()
    look = Look.INDEX if what in ("INDEX", "KEY") else Look.COLUMN if what == "COLUMN" else Look.CONSTRAINT
    return _sign(look, found["name"], table, there=False)


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
