"""The key by which a table is cut: columns of an index whose values can be written down and compared exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from cfdb.copying.words import quoted
from cfdb.model.schema import Index, IndexKind, Part, Table, Type

INTEGERS = frozenset(("tinyint", "smallint", "mediumint", "int", "bigint"))
MOMENTS = frozenset(("date", "datetime", "timestamp", "time"))
TEXTS = frozenset(("char", "varchar"))
BYTES = frozenset(("binary", "varbinary"))
ADDRESSES = frozenset(("uuid", "inet4", "inet6"))
KEYS = INTEGERS | MOMENTS | TEXTS | BYTES | ADDRESSES | {"decimal", "year"}
"""Floats do not come back as they were written; ENUM and SET compare in another order than they are sorted in."""

_INTEGER = re.compile(r"-?[0-9]{1,20}")
_DECIMAL = re.compile(r"-?[0-9]{1,65}(?:\.[0-9]{1,65})?")
_MOMENT = re.compile(r"-?[0-9:. -]{1,40}")
_HEX = re.compile(r"(?:[0-9A-F]{2})*")
_ADDRESS = re.compile(r"[0-9a-f:.-]{1,64}")
_CHARSET = re.compile(r"[a-z0-9]+")

Bound = tuple[str, ...]
"""A value of a key as its server writes it by `asked`: one text per column."""


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """`charset` is that of a text, whose values are its bytes."""

    name: str
    type: Type
    charset: str = ""

    @property
    def is_integer(self) -> bool:
        return self.type.name in INTEGERS


@dataclass(frozen=True, slots=True)
class Key:
    """Columns without NULL that an index sorts by; `unique` where no two rows have the same values of them."""

    columns: tuple[KeyColumn, ...]
    index: str
    unique: bool

    @property
    def is_integer(self) -> bool:
        """Whether ranges can be computed, and need not be looked for."""
        return len(self.columns) == 1 and self.columns[0].is_integer


def key_of(table: Table) -> Key | None:
    """The best key of a table: the primary one, another unique one, else an index that has no NULL.

    Of an index that has other columns behind the first ones, only these count; it is then not unique.
    """
    found = [key for index in table.indexes if (key := _key(table, index))]
    return min(found, key=_rank, default=None)


def _rank(key: Key) -> tuple[bool, bool, bool, int]:
    return (not key.unique, key.index != "PRIMARY", not key.is_integer, len(key.columns))


def _key(table: Table, index: Index) -> Key | None:
    sorts = index.kind in (IndexKind.PRIMARY, IndexKind.UNIQUE, IndexKind.INDEX) and index.using.upper() in (
        "",
        "BTREE",
    )
    if not sorts or not index.visible or not index.parts or table.engine.upper() in ("MEMORY", "HEAP"):
        return None
    same = takewhile(lambda part: part.descending == index.parts[0].descending, index.parts)
    columns = list(takewhile(lambda column: column is not None, (_column(table, part) for part in same)))
    if not columns:
        return None
    primary = index.kind is IndexKind.PRIMARY
    unique = len(columns) == len(index.parts) and index.kind is not IndexKind.INDEX
    name = "PRIMARY" if primary else index.name or index.parts[0].column
    return Key(tuple(column for column in columns if column), name, unique)


def _column(table: Table, part: Part) -> KeyColumn | None:
    column = table.column(part.column) if part.column and part.length is None else None
    if column is None or column.nullable or column.type.name not in KEYS:
        return None
    charset = ""
    if column.type.name in TEXTS:
        charset = _charset(column.type.charset, column.type.collation, table.charset, table.collation)
        if not charset:
            return None
    return KeyColumn(column.name, column.type, charset)


def _charset(own: str, collation: str, default: str, default_collation: str) -> str:
    """A collation begins with its charset's name, except some of MariaDB's, which fit several."""
    named = own or _of_collation(collation) or ("" if collation else default or _of_collation(default_collation))
    return named if _CHARSET.fullmatch(named) else ""


def _of_collation(collation: str) -> str:
    charset = collation.partition("_")[0]
    return "" if charset in ("uca1400", "DEFAULT") else charset


def asked(column: KeyColumn, alias: str = "") -> str:
    """MySQL's expression for a value as a text that `literal` takes: of texts and bytes their bytes in hex."""
    name = qualified(column, alias)
    if column.type.name in TEXTS | BYTES:
        return f"HEX({name})"
    return f"CAST({name} AS CHAR)"


def literal(column: KeyColumn, value: str) -> str:
    """A value as MySQL compares it with the column: in the column's own charset, so that its collation is used.

    Raises ValueError where the text is no such value.
    """
    kind = column.type.name
    if kind in INTEGERS or kind == "year":
        return str(int(_fitting(_INTEGER, value)))
    if kind == "decimal":
        return _fitting(_DECIMAL, value)
    if kind in MOMENTS:
        return f"'{_fitting(_MOMENT, value)}'"
    if kind in ADDRESSES:
        return f"'{_fitting(_ADDRESS, value)}'"
    content = f"x'{_fitting(_HEX, value)}'"
    return f"_{column.charset} {content}" if kind in TEXTS and column.charset != "binary" else content


def _fitting(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(f"no value of such a key: {value!r}")
    return value


def qualified(column: KeyColumn, alias: str = "") -> str:
    return f"{alias}.{quoted(column.name)}" if alias else quoted(column.name)


def sorted_by(key: Key, alias: str = "") -> str:
    """What ORDER BY is to say."""
    return ", ".join(qualified(column, alias) for column in key.columns)
