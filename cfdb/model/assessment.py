"""What the rows of a database say about its translation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """What is asked of a column, of a foreign key's columns, or of a check."""

    BEYOND_BOOLEAN = "beyond-boolean"
    """tinyint(1) that is neither 0 nor 1."""
    BEYOND_SIGNED = "beyond-signed"
    """UNSIGNED above what the same type holds with a sign; of bigint, above 2^63 - 1."""
    ZERO_DATE = "zero-date"
    """0000-00-00."""
    PARTIAL_DATE = "partial-date"
    """No year, month or day, but not 0000-00-00."""
    NO_TIME_OF_DAY = "no-time-of-day"
    """TIME below zero or above 24 hours."""
    NO_MEMBER = "no-member"
    """The '' that an ENUM holds after a value that is none of its members."""
    NUL = "nul"
    """A text with a NUL, which PostgreSQL refuses."""
    JSON = "json"
    r"""JSON with \u0000, which jsonb refuses."""
    INVALID_UTF8 = "invalid-utf8"
    """Bytes in a column of utf8 that are not UTF-8."""
    UTF8_AS_LATIN1 = "utf8-as-latin1"
    """A text in a column of latin1 whose bytes are UTF-8, non-ASCII ones among them."""
    ENCODED_TWICE = "encoded-twice"
    """A text in a column of utf8 that would be UTF-8 if its characters were bytes of latin1."""
    SPELLINGS = "spellings"
    """Values of a key's column in more than one spelling: MySQL takes them for one, PostgreSQL does not."""
    ORPHAN = "orphan"
    """A reference to a row that is not there."""
    REFERENCE_SPELLING = "reference-spelling"
    """A reference to a row that PostgreSQL does not find: MySQL ignores case, accents or blanks at the end."""
    CHECK = "check"
    """A row that a CHECK forbids."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How many `rows`, of SPELLINGS values; 0 where there is none; None where it is not known, because of a `problem`.

    `column` is a column, those of a foreign key with commas between, or the name of a check. `example_key` is the
    primary key of one of the rows, or, of SPELLINGS, one of the values.
    """

    table: str
    column: str
    question: Question
    rows: int | None
    example_key: str = ""
    problem: str = ""
