"""What a script creates, needs and takes away, read from its words: no grammar at hand knows all of MySQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cfdb.dialects.mysql.script import statements
from cfdb.dialects.mysql.statements import (
    ALTER,
    CREATE,
    DOTTED,
    DROP,
    NAME,
    PROGRAMS,
    RENAMES,
    actions,
    inner,
    parts,
    plain,
    unquoted,
)
from cfdb.errors import Place, ProjectError
from cfdb.model.script import Loss, Relations, Script
from cfdb.model.text import line_column
from cfdb.syntax import mysql as scanner

STRING = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"", re.DOTALL)
NEEDS = re.compile(
    rf"\b(?:REFERENCES|FROM|JOIN|INTO|UPDATE|CALL|LIKE|ON)\s+(?P<name>{DOTTED})|\b(?P<function>{NAME})\s*\(",
    re.IGNORECASE,
)
CREATES = {"TABLE", "VIEW", "PROCEDURE", "FUNCTION", "SEQUENCE"}
TRUNCATE = re.compile(rf"TRUNCATE\s+(?:TABLE\s+)?(?P<table>{DOTTED})", re.IGNORECASE)
DELETE = re.compile(
    rf"(?:ANALYZE\s+(?:FORMAT\s*=\s*\w+\s+)?)?(?:WITH\b.*?\)\s*)?DELETE\s+(?:LOW_PRIORITY\s+|QUICK\s+|IGNORE\s+)*(?P<one>FROM\s+{DOTTED}(?!\s*(?:,|\.|USING\b)))?",
    re.IGNORECASE | re.DOTALL,
)
DELETED_FROM = re.compile(rf"(?:\b(?:FROM|JOIN|USING)|,)\s*\(*\s*(?P<table>{DOTTED})", re.IGNORECASE)
DROP_COLUMN = re.compile(
    rf"DROP\s+(?!(?:INDEX|KEY|FOREIGN|CONSTRAINT|CHECK|PRIMARY|PARTITION)\b)(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?(?P<name>{NAME})",
    re.IGNORECASE,
)
DROP_PARTITION = re.compile(r"(?:(?:DROP|TRUNCATE)\s+PARTITION|DISCARD\b.*\bTABLESPACE)\b", re.IGNORECASE)
RENAME = re.compile(r"RENAME\s+TABLES?\s+(?:IF\s+EXISTS\s+)?", re.IGNORECASE)
RENAMED = re.compile(rf"(?P<old>{DOTTED})\s+(?:NOWAIT\s+|WAIT\s+\d+\s+)?TO\s+(?P<new>{DOTTED})", re.IGNORECASE)
UNSEEN = {*PROGRAMS, "EXECUTE"}
TAKING = {"DROP", "TRUNCATE", "DELETE", "WITH", "ALTER", "CREATE", "RENAME", "ANALYZE", *UNSEEN}
"""First words of statements that may take something away; the others, a dump's rows among them, are not looked into."""

INDEX_NAME = re.compile(rf"\b(?:KEY|INDEX|UNIQUE|FULLTEXT|SPATIAL)\s+(?!KEY\b|INDEX\b){NAME}(?=\s*\()", re.IGNORECASE)
"""Often that of a column, which may be that of a table: no function of that name is meant."""


def relations(text: bytes, path: Path) -> Relations:
    """Names that a file creates, and all that its statements might refer to: what nobody creates is not looked for."""
    creates: set[str] = set()
    needs: set[str] = set()
    try:
        for statement in scanner.split(text):
            words = INDEX_NAME.sub("KEY", STRING.sub("''", plain(text[statement.start : statement.end])))
            found = CREATE.match(words)
            if found and found["kind"].upper() in CREATES:
                creates.add(unquoted(found["name"]).lower())
            if found and found["table"]:
                needs.add(unquoted(found["table"]).lower())
            for match in NEEDS.finditer(words):
                needs.add(unquoted(match["name"] or match["function"]).lower())
    except scanner.ScanError as error:
        line, column = line_column(text, error.problem.offset)
        raise ProjectError(
            f"{path}:{line}: {error.problem.message}",
            hint="the order of services comes from their SQL, so it has to be right first",
            place=Place(path, line, column),
        ) from error
    return Relations(frozenset(creates), frozenset(needs - creates))


def losses(scripts: Sequence[Script]) -> list[list[Loss]]:
    """Tables and columns that each script drops or empties; code that could is `unseen`.

    A table that is renamed first, by this script or by one that runs before it, has the name that it has before all
    of them.
    """
    before: dict[str, str] = {}
    return [_script_losses(script, before) for script in scripts]


def _script_losses(script: Script, before: dict[str, str]) -> list[Loss]:
    text = script.text
    found: list[Loss] = []
    for statement in (inner(text, statement) for statement in statements(script)):
        if statement.first not in TAKING:
            continue
        words = plain(text[statement.start : statement.end])
        for loss in _losses(statement, words, line_column(text, statement.start)[0]):
            found.append(replace(loss, table=before.get(loss.table.lower(), loss.table)))
        for old, new in _renamed(words):
            before[new.lower()] = before.pop(old.lower(), old)
    return found


def _renamed(words: str) -> list[tuple[str, str]]:
    """Old and new names of the tables that a statement renames, in order."""
    if RENAME.match(words):
        return [(_of(pair["old"]), _of(pair["new"])) for pair in RENAMED.finditer(words)]
    if found := ALTER.match(words):
        named = (RENAMES.match(action) for action in actions(found["rest"]))
        return [(_of(found["table"]), _of(name["name"])) for name in named if name]
    return []


def _losses(statement: scanner.Statement, words: str, line: int) -> list[Loss]:
    if statement.first in UNSEEN:
        return [Loss("unseen", "", line=line)]
    if statement.first == "DROP":
        return _dropped(words, line)
    if found := TRUNCATE.match(words):
        return [Loss("rows", _of(found["table"]), line=line)]
    if found := DELETE.match(words):
        # Of more than one table, or by an alias: any of those that it reads.
        code = found["one"] or STRING.sub("''", words[found.start("one") if found["one"] else found.end() :])
        return [Loss("rows", _of(each["table"]), line=line) for each in DELETED_FROM.finditer(code)]
    if found := ALTER.match(words):
        return _altered(_of(found["table"]), found["rest"], line)
    if (found := CREATE.match(words)) and found["replace"] and found["kind"].upper() == "TABLE":
        return [] if found["temporary"] else [Loss("table", _of(found["name"]), line=line)]
    return []


def _of(name: str) -> str:
    database, bare = parts(name)
    return f"{database}.{bare}" if database else bare


def _dropped(words: str, line: int) -> list[Loss]:
    if re.match(r"DROP\s+(?:DATABASE|SCHEMA)\b", words, re.IGNORECASE):
        return [Loss("schema", "", line=line)]
    found = DROP.match(words)
    if not found or found["kind"].upper() != "TABLE" or found["temporary"]:
        return []
    return [Loss("table", _of(name), line=line) for name in re.findall(DOTTED, found["names"])]


def _altered(table: str, rest: str, line: int) -> list[Loss]:
    lost: list[Loss] = []
    for action in actions(rest):
        if DROP_PARTITION.match(action):
            lost.append(Loss("rows", table, line=line))
        elif found := DROP_COLUMN.match(action):
            lost.append(Loss("column", table, unquoted(found["name"]), line=line))
    return lost
