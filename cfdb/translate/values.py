"""A translated expression while it is being put together: its SQL, and what kind of value that is in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

OR, AND, NOT, IS, COMPARISON, LIKE, OTHER, SUM, PRODUCT, POWER, SIGN, CAST, ATOM = range(13)
"""How tightly an expression holds together, by its outermost operator
(https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-PRECEDENCE)."""


class Untranslatable(Exception):
    """Something that has no translation; `reason` names the construct, in lower case."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Moot(Untranslatable):
    """Something that PostgreSQL has no use for: a question about it need not be asked there."""


class NoMember(Untranslatable):
    """A constant that an ENUM has not: whatever would store it fails, in either engine."""


@contextmanager
def bounded() -> Iterator[None]:
    """What is nested more deeply than Python goes has no translation."""
    try:
        yield
    except RecursionError as error:
        raise Untranslatable("nested too deeply") from error


class Kind(StrEnum):
    NULL = "null"
    CONDITION = "condition"
    """A boolean of PostgreSQL that MySQL has as 1 and 0."""
    BOOLEAN = "boolean"
    """A column tinyint(1) that became a boolean."""
    SMALLINT = "smallint"
    INTEGER = "integer"
    BIGINT = "bigint"
    NUMERIC = "numeric"
    REAL = "real"
    DOUBLE = "double precision"
    TEXT = "text"
    BYTES = "bytea"
    DATE = "date"
    TIME = "time"
    TIMESTAMP = "timestamp"
    TIMESTAMPTZ = "timestamptz"
    INTERVAL = "interval"
    JSON = "jsonb"
    ENUM = "enum"
    SET = "set"
    BIT = "bit"
    UUID = "uuid"
    INET = "inet"
    ROW = "row"
    OTHER = "other"


INTEGERS = (Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT)
EXACT = (*INTEGERS, Kind.NUMERIC)
NUMBERS = (*EXACT, Kind.REAL, Kind.DOUBLE)
BOOLEANS = (Kind.CONDITION, Kind.BOOLEAN)
MOMENTS = (Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ)


@dataclass(frozen=True, slots=True)
class Value:
    """`binding` is how tightly `sql` holds together.

    `literal` is the decoded text of a constant. `members` are those of an ENUM or SET, `type` the name of the ENUM's
    type (empty where it is a text with a CHECK), or CITEXT. `collation` is ci where MySQL tells no case apart, cs where
    it does, empty where the other side of a comparison decides. `scale` are the decimals that MySQL shows of a number
    that PostgreSQL may show more of (an `inexact` one), or those of a time's seconds. `plain` is the same as a text
    where that is shorter than a cast, as for JSON. An INTERVAL is a time that may be longer than a day. `parts` are
    what a text was put together of, or a JSON object, and `truth` is what a number is as a condition: each with the SQL
    that it is true of, as a value may be written anew with the rest of it kept.
    """

    sql: str
    kind: Kind
    binding: int = ATOM
    literal: str | None = None
    members: tuple[str, ...] = ()
    type: str = ""
    collation: str = ""
    nullable: bool = True
    scale: int | None = None
    length: int | None = None
    plain: str = ""
    inexact: bool = False
    parts: tuple[str, tuple[Value, ...]] = ("", ())
    truth: tuple[str, str] = ("", "")

    def within(self, binding: int) -> str:
        """In parentheses where an operator that binds like this would tear it."""
        return self.sql if self.binding >= binding else f"({self.sql})"

    def named(self, sql: str, binding: int = ATOM) -> Value:
        return replace(self, sql=sql, binding=binding, literal=None, plain="")


NULL = Value("NULL", Kind.NULL)

CITEXT = "citext"
"""The type of a text that is compared without its case, whatever it is compared with."""

RANDOM_UUID = "gen_random_uuid()::text"
"""UUID(), which is a text in MySQL."""


def cast(value: Value, type: str, kind: Kind) -> Value:
    scale = 0 if kind in INTEGERS else None
    sql = f"{value.within(CAST)}::{type}"
    return Value(sql, kind, CAST, nullable=value.nullable, collation=value.collation, scale=scale)


def call(name: str, kind: Kind, *arguments: Value | str, nullable: bool = True) -> Value:
    texts = (argument if isinstance(argument, str) else argument.sql for argument in arguments)
    return Value(f"{name}({', '.join(texts)})", kind, nullable=nullable)


def operator(sign: str, binding: int, kind: Kind, *operands: Value) -> Value:
    """Operands of the same binding are grouped to the left; a comparison's are not grouped at all."""
    first, *others = operands
    ahead = binding + 1 if binding in {IS, COMPARISON, LIKE} else binding
    parts = [first.within(ahead), *(other.within(binding + 1) for other in others)]
    return Value(f" {sign} ".join(parts), kind, binding, nullable=any(operand.nullable for operand in operands))


def condition(sign: str, binding: int, *operands: Value) -> Value:
    return operator(sign, binding, Kind.CONDITION, *operands)


def negated(value: Value) -> Value:
    return Value(f"NOT {value.within(IS)}", Kind.CONDITION, NOT, nullable=value.nullable)


def collation_of(*values: Value) -> str:
    """What decides a comparison: cs before ci."""
    found = {value.collation for value in values}
    return next((name for name in ("cs", "ci") if name in found), "")
