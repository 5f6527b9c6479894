"""Probes of MySQL: what has to fail there fails here, each under the name that PostgreSQL has for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cfdb.translate.values import Untranslatable

FAILS = re.compile(rb"--\s*fails:\s*(\w+(?:\s*,\s*\w+)*)")
BUDGET = re.compile(rb"--\s*budget:\s*\d+(?:\.\d+)?\s*(?:ms|s)\b")

CHECK, FOREIGN, UNIQUE = "check_violation", "foreign_key_violation", "unique_violation"
NO_MEMBER = "invalid_text_representation"
CONDITIONS = {
    "1048": ("not_null_violation",),
    "1062": (UNIQUE,),
    "1216": (FOREIGN,),
    "1217": (FOREIGN,),
    "1264": ("numeric_value_out_of_range", CHECK),
    "1265": (NO_MEMBER, CHECK),
    "1292": ("invalid_datetime_format", "datetime_field_overflow", NO_MEMBER),
    "1364": ("not_null_violation",),
    "1366": (NO_MEMBER, "character_not_in_repertoire", CHECK),
    "1406": ("string_data_right_truncation",),
    "1451": (FOREIGN,),
    "1452": (FOREIGN,),
    "3819": (CHECK,),
    "4025": (CHECK,),
    "23000": ("integrity_constraint_violation",),
}
"""What PostgreSQL calls an error of MySQL, by its number or SQLSTATE. An ENUM may be a type, or a text with a check."""

IGNORED = (CHECK, FOREIGN, UNIQUE)
"""What IGNORE leaves a row out for."""

ONE_ROW = re.compile(r"\bSELECT\b(?!.*\bFROM\b)|\bVALUES?\s*\([^()]*\)\s*;?\s*\Z", re.IGNORECASE | re.DOTALL)


def conditions(comment: bytes) -> tuple[str, ...]:
    """What the statement behind a comment has to fail with; nothing where it need not. Raises Untranslatable."""
    found = FAILS.findall(comment)
    numbers = [word.strip() for word in found[-1].decode().split(",")] if found else []
    for number in numbers:
        if number not in CONDITIONS:
            raise Untranslatable(f"error {number}, which PostgreSQL has no counterpart of that is known")
    return tuple(dict.fromkeys(name for number in numbers for name in CONDITIONS[number]))


def budget(comment: bytes) -> bytes:
    """The line that says how long the statement may take, if there is one."""
    found = BUDGET.findall(comment)
    return found[-1] + b"\n" if found else b""


def has_to_fail(statements: Iterable[str], wanted: Iterable[str]) -> Iterator[str]:
    """A block that fails where none of the statements does."""
    names = tuple(wanted)
    complaint = f"expected to fail with {' or '.join(names)}, and did not"
    yield _block([*statements, f"RAISE EXCEPTION '{complaint}'"], names)


def ignoring(text: str, statements: Iterable[str]) -> Iterator[str]:
    """INSERT IGNORE of one row, which is left out where a constraint refuses it. Raises Untranslatable."""
    if not ONE_ROW.search(text):
        raise Untranslatable("insert ignore of several rows, of which PostgreSQL leaves out all or none")
    yield _block(statements, IGNORED)


def _block(statements: Iterable[str], names: Iterable[str]) -> str:
    body = "".join(f"    {statement};\n" for statement in statements)
    return f"DO $cfdb$\nBEGIN\n{body}EXCEPTION WHEN {' OR '.join(names)} THEN\n    NULL;\nEND\n$cfdb$"
