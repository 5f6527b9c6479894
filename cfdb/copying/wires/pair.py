"""A source's type and a target's column: what every form is made from, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from cfdb.copying.wires.doubts import NAMES
from cfdb.model.copy import Doubt, TargetColumn, put
from cfdb.model.schema import Type


class NoWire(Exception):
    """No value of the source's type can become one of the target's, or what it means is not certain."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


FAMILIES = {
    "int": ("tinyint", "smallint", "mediumint", "int", "bigint", "year"),
    "decimal": ("decimal",),
    "real": ("float", "double"),
    "bit": ("bit",),
    "date": ("date",),
    "moment": ("datetime", "timestamp"),
    "time": ("time",),
    "text": (
        "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set", "json", "uuid", "inet4",
        "inet6", "xmltype",
    ),
    "bytes": ("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "vector"),
    "geometry": (
        "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon",
        "geometrycollection",
    ),
    "null": ("null",),
}  # fmt: skip
FAMILY = {name: family for family, names in FAMILIES.items() for name in names}

WORDS = {
    "int": "an integer", "decimal": "a decimal", "real": "a floating-point number", "bit": "a bit string",
    "date": "a date", "moment": "a date and time", "time": "a time", "text": "a text", "bytes": "bytes",
    "geometry": "a geometry",
}  # fmt: skip

SIGNED = {"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "bigint": 64}
"""Bits."""

TEXTS = ("text", "varchar", "bpchar", "citext", "name", "xml", "enum")
"""Targets that get what MySQL shows."""

HUGE = ("mediumtext", "longtext", "mediumblob", "longblob", "json", "vector")
"""Types whose values can be longer than a server's usual packets."""

UTF8 = ("utf8mb4", "utf8mb3", "utf8", "ascii")
"""Character sets whose bytes are UTF-8 as they are."""


@dataclass(frozen=True, slots=True)
class Danger:
    """What could happen to values, and how it is met.

    `rows` holds for the values in question; `mend` is what becomes of them where that is allowed, by the servers, or,
    where `converted`, by a converter whose form is `or null`. A value that the target would take and change without a
    word is refused by its form instead where `why` says the reason.
    """

    name: str
    rows: str = ""
    mend: str = ""
    why: str = ""
    lossy: bool = False
    to_null: bool = False
    converted: bool = False
    message: str = ""

    def doubt(self, value: str) -> Doubt:
        return Doubt(self.name, self.message or NAMES[self.name].meaning, put(self.rows, value), self.lossy)


def too_large(type: Type) -> tuple[Danger, ...]:
    """A text longer than max_allowed_packet is NULL to a function of MySQL, with warning 1301 and no error."""
    if type.name not in HUGE:
        return ()
    return (Danger("too-large", "LENGTH({}) * 2 >= @@max_allowed_packet", lossy=True),)


@dataclass(frozen=True, slots=True)
class Draft:
    """A wire before what is allowed is put in: the forms of a value that is as it should be."""

    text: str = "{}"
    here: str = ""
    there: str = ""
    plain: str = "{}"
    binary: str = ""
    dangers: tuple[Danger, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    type: Type
    target: TargetColumn
    allowed: frozenset[str] = frozenset()

    @property
    def family(self) -> str:
        return FAMILY.get(self.type.name, "")

    @property
    def range(self) -> tuple[int, int]:
        """Of an integer."""
        if self.type.name == "year":
            return 0, 2155
        bits = SIGNED[self.type.name]
        return (0, (1 << bits) - 1) if self.type.unsigned else (-(1 << bits - 1), (1 << bits - 1) - 1)

    @property
    def bits(self) -> int:
        return self.type.length or 1

    @property
    def digits(self) -> tuple[int, int]:
        """Digits before and behind the point of a decimal."""
        scale = self.type.scale or 0
        return (self.type.length or 10) - scale, scale

    @property
    def fraction(self) -> int:
        """Digits of a second's fraction."""
        return (self.type.length or 0) if self.family in ("moment", "time") else 0

    @property
    def is_free(self) -> bool:
        """A text that can be any, and not one of a type's own."""
        return self.family == "text" and self.type.name not in ("enum", "set", "uuid", "inet4", "inet6")

    @property
    def number(self) -> str:
        """What forms are put around: no zeros of ZEROFILL, and no year, which a number below 100 would be taken for."""
        bits = self.family == "bit" and self.target.type not in ("bit", "varbit")
        zeros = self.type.zerofill or self.type.name == "year"
        return "({} + 0)" if bits or (zeros and self.target.type not in TEXTS) else "{}"

    def allows(self, name: str) -> bool:
        return name in self.allowed

    def none(self, hint: str = "") -> NoWire:
        """For what has no way."""
        words = WORDS.get(self.family, f"type {self.type.name}")
        more = f"; {hint}" if hint else ""
        return NoWire(f"{words} does not become {self.target.declared or self.target.type}{more}")
