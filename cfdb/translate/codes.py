"""The names of everything that a translation can have to say."""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """`kind` of object it is about, what it means to whoever finds it in a report, and what can be done."""

    kind: str
    meaning: str
    hint: str = ""


CODES = {
    "not-understood": Code("statement", "The statement was not understood; nothing of it is passed on."),
    "not-carried-over": Code("statement", "An object of the server that is not part of the schema."),
    "not-seen": Code(
        "statement",
        "The account that reads the schema lacks a right: whether there are any is not known.",
        hint="an account that reads a schema needs SELECT, SHOW VIEW, TRIGGER and EVENT on the database",
    ),
    "decision": Code(
        "decision",
        "A decision about a column that is not there.",
        hint="it is spelt as table.column in translate.toml",
    ),
    "encoding": Code("statement", "Bytes that are not in the character set that was SET; they were read as latin1."),
    "accounts": Code("statement", "Accounts, roles and grants are the server's, and made by whoever runs it."),
    "temporary-table": Code("statement", "A temporary table is not part of the schema."),
    "renamed-table": Code("table", "A name that PostgreSQL would cut off."),
    "renamed-column": Code("column", "A name that PostgreSQL would cut off, or has for itself."),
    "type": Code("column", "The type has no counterpart; the column is left out."),
    "type-range": Code("column", "The type holds less than MySQL's: what lies beyond its range is refused."),
    "invisible-column": Code("column", "PostgreSQL has no invisible columns: SELECT * shows it."),
    "default": Code("column", "The default has no counterpart; the column has none."),
    "zero-date-default": Code(
        "column",
        "A default such as 0000-00-00 is no date; it becomes NULL, or 1970-01-01 where that is not allowed.",
    ),
    "generated-column": Code("column", "The expression cannot be computed the same way; the column is left out."),
    "virtual-column": Code("column", "A virtual column is stored: PostgreSQL has virtual ones from 18 on."),
    "on-update": Code("column", "ON UPDATE is not the present moment; nothing is updated."),
    "primary-key": Code("primary key", "It has a column that is not carried over."),
    "prefix-key": Code("primary key", "The key held the beginning of a column; it holds all of it now."),
    "index": Code("index", "The index cannot be made the same way; it is left out."),
    "renamed-index": Code("index", "Another object has that name: PostgreSQL has one space of names for all of them."),
    "invisible-index": Code("index", "PostgreSQL has no invisible indexes: it is used."),
    "case-insensitive-unique": Code(
        "index",
        "Values that differ in case or accents only are not the same any more.",
        'collation = "lower" or "citext" in translate.toml keeps one of them',
    ),
    "foreign-key": Code("foreign key", "The foreign key cannot be made; it is left out."),
    "check": Code("check", "The condition cannot be computed the same way; it is left out."),
    "check-not-enforced": Code("check", "PostgreSQL has checks that are not enforced from 18 on; it is left out."),
    "partitioning": Code("partitioning", "Partitions that PostgreSQL cannot cut the same way; the table is whole."),
    "view": Code("view", "The query cannot be asked the same way; or it is, with the change that is named."),
    "trigger": Code("trigger", "The body cannot be carried over; a trigger that raises an error stands for it."),
    "routine": Code("routine", "The body cannot be carried over; a routine that raises an error stands for it."),
    "event": Code("event", "PostgreSQL schedules nothing by itself; the call of pg_cron is named."),
    "unknown-table": Code("rows", "Rows of a table that the scripts do not make."),
    "unknown-column": Code("rows", "Rows with a column that the table does not have; they are left out."),
    "change": Code("rows", "An UPDATE, DELETE, CALL or INSERT … SELECT that cannot be made as it is, or not quite."),
    "column-count": Code("rows", "A row with more or fewer values than columns; it is left out."),
    "several-keys": Code("rows", "PostgreSQL asks which unique key a conflict is about, MySQL asks all of them."),
    "expression": Code("rows", "A value that is computed in a way that is not carried over; the rows are left out."),
    "bit-range": Code("rows", "A value with more bits than the column; MySQL would refuse it, too."),
    "enum-value": Code("rows", "A value that is no member of the ENUM, such as the '' of an error."),
    "set-value": Code("rows", "A value that is no member of the SET."),
    "geometry": Code("rows", "A geometry that the chosen type cannot hold."),
    "invalid-date": Code("rows", "No date of the calendar, such as 2023-02-31."),
    "zero-date": Code("rows", "0000-00-00, or a date with a month or day 0; it becomes what translate.toml decides."),
    "invalid-time": Code("rows", "No time that can be read."),
    "time-range": Code("rows", "A time below 0 or above 24 hours, which PostgreSQL's type refuses."),
    "invalid-text": Code("rows", "Bytes that are no text of their character set."),
    "nul-byte": Code("rows", "PostgreSQL's texts hold no NUL byte; it is left out."),
    "not-a-boolean": Code("rows", "A tinyint(1) with another value than 0 and 1, where it becomes a boolean."),
    "not-a-number": Code("rows", "A text where a number is wanted."),
}  # fmt: skip
"""By the code that a finding carries."""
