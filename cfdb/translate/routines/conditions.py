"""Which of PostgreSQL's errors a handler of MySQL is for."""

from __future__ import annotations

from collections.abc import Mapping

from cfdb.translate.routines import tree
from cfdb.translate.values import Untranslatable

NUMBERS = {
    1022: "unique_violation", 1048: "not_null_violation", 1050: "duplicate_table", 1051: "undefined_table",
    1054: "undefined_column", 1062: "unique_violation", 1146: "undefined_table", 1169: "unique_violation",
    1172: "too_many_rows", 1205: "lock_not_available", 1213: "deadlock_detected", 1216: "foreign_key_violation",
    1217: "foreign_key_violation", 1242: "cardinality_violation", 1264: "numeric_value_out_of_range",
    1305: "undefined_function", 1317: "query_canceled", 1339: "case_not_found", 1364: "not_null_violation",
    1365: "division_by_zero", 1406: "string_data_right_truncation", 1451: "foreign_key_violation",
    1452: "foreign_key_violation", 1557: "foreign_key_violation", 1586: "unique_violation",
    1690: "numeric_value_out_of_range", 3140: "invalid_text_representation", 3141: "invalid_text_representation",
    4037: "invalid_text_representation", 4038: "invalid_text_representation",
    3819: "check_violation", 4025: "check_violation",
}  # fmt: skip
"""By MySQL's error number (https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html)."""

NO_DATA = 1329

STATES = {
    "42S01": "duplicate_table", "42S02": "undefined_table", "42S22": "undefined_column",
    "40001": "serialization_failure OR deadlock_detected", "23000": "integrity_constraint_violation",
    "22001": "string_data_right_truncation", "22003": "numeric_value_out_of_range", "22012": "division_by_zero",
    "22007": "invalid_datetime_format OR datetime_field_overflow", "21000": "cardinality_violation",
}  # fmt: skip
"""SQLSTATEs of which both sides know what they mean; integrity_constraint_violation is the class of its kinds."""

SEVERAL_MEANINGS = frozenset({"42000", "HY000", "HY001", "08S01", "01000"})


def resolved(condition: tree.Condition, named: Mapping[str, tree.Condition]) -> tree.Condition:
    """The condition that a name stands for."""
    if not condition.name:
        return condition
    found = named.get(condition.name.lower())
    if found is None:
        raise Untranslatable(f"unknown condition {condition.name}")
    return found


def is_not_found(condition: tree.Condition) -> bool:
    return condition.group == "NOT FOUND" or condition.number == NO_DATA or condition.state[:2] == "02"


def is_warning(condition: tree.Condition) -> bool:
    return condition.group == "SQLWARNING" or condition.state[:2] == "01"


def raised(condition: tree.Condition) -> str:
    """What stands behind WHEN."""
    if condition.group == "SQLEXCEPTION":
        return "OTHERS"
    if condition.number:
        found = NUMBERS.get(condition.number)
        if found is None:
            raise Untranslatable(f"handler for error {condition.number}")
        return found
    state = condition.state.upper()
    if state in STATES:
        return STATES[state]
    if state in SEVERAL_MEANINGS:
        raise Untranslatable(f"handler for sqlstate {state}")
    return f"SQLSTATE '{state}'"


def precedence(condition: tree.Condition) -> int:
    """A number goes before a SQLSTATE, that before SQLEXCEPTION."""
    return 0 if condition.number else 1 if condition.state else 2
