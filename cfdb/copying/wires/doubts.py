"""The names of everything that can go wrong with a value on its way: what --allow takes, and what it then does."""

from __future__ import annotations

from typing import NamedTuple


class Meaning(NamedTuple):
    """What is wrong, and what can be done; `allowed` says what becomes of the values, empty where nothing can."""

    meaning: str
    hint: str = ""
    allowed: str = ""


EPOCH = "COALESCE(NULLIF(…, 0), DATE '1970-01-01') in the mapping makes it one"

NAMES = {
    "zero-date": Meaning("0000-00-00 is no date.", EPOCH, "NULL"),
    "date-part-zero": Meaning("A date whose year, month or day is 0 is no date.", "mend the rows", "NULL"),
    "invalid-date": Meaning("No day of the calendar, such as 2024-02-31.", "mend the rows", "NULL"),
    "not-a-date": Meaning("A text that does not look like a date.", "STR_TO_DATE in the mapping reads it"),
    "time-lost": Meaning("A date and a time, where the target has room for the date only.", "", "the date alone"),
    "truncated-fraction": Meaning("More digits of a second than the target keeps.", "", "the fraction is cut off"),
    "time-out-of-range": Meaning("A time below 0 or above 24 hours is no time of day.", "interval holds it"),
    "number-out-of-range": Meaning("The number is beyond the target's range.", "a wider type holds it"),
    "rounded": Meaning("The target keeps fewer digits.", "a type with more digits keeps them", "rounded"),
    "not-a-number": Meaning("A text that is no number.", "NULLIF or CASE in the mapping says what it means"),
    "not-a-boolean": Meaning("A number other than 0 and 1.", "CASE in the mapping decides", "true, where it is not 0"),
    "not-a-truth-word": Meaning("No word for true or false.", "CASE in the mapping says what it means"),
    "nul-byte": Meaning("PostgreSQL's texts hold no NUL byte.", "bytea holds it", "left out"),
    "invalid-utf8": Meaning("Bytes that are no UTF-8.", "bytea holds them", "replaced by question marks"),
    "text-too-long": Meaning("More characters than the target holds.", "LEFT in the mapping shortens it", "cut off"),
    "too-large": Meaning("Written as COPY's text, it may be longer than max_allowed_packet.", "raise it on the source"),
    "trailing-spaces": Meaning("Spaces at the end mean nothing in a char(n).", "text keeps them", "lost"),
    "enum-unknown": Meaning("No label of the target's enum; '' is what MySQL keeps of a wrong one.", "", "NULL"),
    "not-json": Meaning("A text that is no JSON.", "JSON_QUOTE or JSON_OBJECT in the mapping makes it JSON"),
    "not-an-array": Meaning("No JSON array of texts and numbers."),
    "not-a-uuid": Meaning("No UUID.", "NULLIF or CASE in the mapping says what it means"),
    "not-an-address": Meaning("No address.", "NULLIF or CASE in the mapping says what it means"),
    "not-a-bit-string": Meaning("Not the target's number of bits."),
    "not-of-this-shape": Meaning("A geometry that the target's type does not hold.", "PostGIS holds all of them"),
    "null-into-not-null": Meaning("NULL, where the target has to have a value.", "COALESCE in the mapping gives one"),
}  # fmt: skip
