"""Keys that are chosen, and the literals and conditions that are made of their values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfdb.copying.keys import Key, KeyColumn, asked, key_of, literal
from cfdb.copying.ranges import Range, condition, walk
from cfdb.model.schema import Column, Index, IndexKind, Part, Table, Type

ID, NAME = KeyColumn("id", Type("int")), KeyColumn("na`me", Type("varchar"), "latin1")
BITS = KeyColumn("b", Type("binary"))
TYPES = {
    "id": Type("int"), "state": Type("enum"), "name": Type("varchar", ("9",)), "other": Type("char", charset="ascii"),
    "real": Type("double"), "uca": Type("char", collation="uca1400_ai_ci"),
}  # fmt: skip
COLUMNS = (*(Column(name, type, nullable=False) for name, type in TYPES.items()), Column("maybe", Type("int")))


def index(kind: IndexKind, *parts: str | Part, name: str = "") -> Index:
    return Index(kind, tuple(Part(part) if isinstance(part, str) else part for part in parts), name)


PRIMARY, UNIQUE, INDEX = IndexKind.PRIMARY, IndexKind.UNIQUE, IndexKind.INDEX


@pytest.mark.parametrize(
    ("indexes", "expected"),
    [
        ([], None),
        ([index(UNIQUE, "id", name="u"), index(PRIMARY, "name", "id")], ("PRIMARY", ["name", "id"], True)),
        ([index(INDEX, "id", name="i"), index(UNIQUE, "name", name="n")], ("n", ["name"], True)),
        ([index(UNIQUE, "name", name="n"), index(UNIQUE, "ID")], ("ID", ["id"], True)),
        ([index(UNIQUE, "maybe", name="u")], None),
        ([index(UNIQUE, "id", "maybe", name="u")], ("u", ["id"], False)),
        ([index(PRIMARY, "id", "state")], ("PRIMARY", ["id"], False)),
        ([index(PRIMARY, "state", "id")], None),
        ([index(PRIMARY, "real")], None),
        ([index(PRIMARY, "uca")], None),
        ([index(UNIQUE, Part("name", length=3), name="u")], None),
        ([index(UNIQUE, Part(expression="id + 1"), name="u")], None),
        ([index(PRIMARY, "id", Part("name", descending=True))], ("PRIMARY", ["id"], False)),
        ([index(IndexKind.FULLTEXT, "name", name="f")], None),
        ([Index(UNIQUE, (Part("id"),), "u", visible=False)], None),
        ([Index(UNIQUE, (Part("id"),), "u", using="HASH")], None),
        ([index(INDEX, "other", name="i"), index(UNIQUE, "state", name="u")], ("i", ["other"], False)),
    ],
)
def test_choice(indexes: list[Index], expected: tuple[str, list[str], bool] | None) -> None:
    key = key_of(Table("t", COLUMNS, tuple(indexes), collation="utf8mb4_bin"))
    found = key and (key.index, [column.name for column in key.columns], key.unique)
    assert found == expected


def test_a_charset_that_nobody_says_is_no_key() -> None:
    table = Table("t", COLUMNS, (index(PRIMARY, "name"),))
    assert key_of(table) is None
    declared = key_of(Table("t", COLUMNS, (index(PRIMARY, "name"),), charset="latin1"))
    assert declared is not None
    assert declared.columns[0].charset == "latin1"


@pytest.mark.parametrize(
    "kind", ["int", "year", "decimal", "date", "time", "uuid", "inet6", "char", "varchar", "binary"]
)
@given(text=st.text("0123456789abcdefABCDEF:.- x'\"\\;()\n", max_size=12))
def test_a_value_is_nothing_but_a_value(kind: str, text: str) -> None:
    """Whatever a ledger holds: a literal, or no value of such a key."""
    column = KeyColumn("c", Type(kind), "latin1")
    try:
        found = literal(column, text)
    except ValueError:
        return
    inner = found.removeprefix("_latin1 ").removeprefix("x")
    if inner.startswith("'"):
        inner = inner[1:-1]
    assert not set(inner) & set("'\"\\;()\n")


@pytest.mark.parametrize(
    ("columns", "after", "through", "expected"),
    [
        ((ID,), None, None, ""),
        ((ID,), ("-5",), ("7",), "x.`id` > -5 AND x.`id` <= 7"),
        ((NAME,), None, ("C3",), "x.`na``me` <= _latin1 x'C3'"),
        ((ID, BITS), ("1", "00"), None, "x.`id` >= 1 AND (x.`id` > 1 OR x.`id` = 1 AND x.`b` > x'00')"),
        ((ID, BITS), None, ("1", "00"), "x.`id` <= 1 AND (x.`id` < 1 OR x.`id` = 1 AND x.`b` <= x'00')"),
        ((ID, BITS), ("1", "00"), ("1", "FF"), "x.`id` = 1 AND x.`b` > x'00' AND x.`b` <= x'FF'"),
    ],
)
def test_conditions(
    columns: tuple[KeyColumn, ...], after: tuple[str, ...] | None, through: tuple[str, ...] | None, expected: str
) -> None:
    assert condition(Key(columns, "PRIMARY", unique=True), Range(1, after, through), "x") == expected


def test_walking() -> None:
    key = Key((ID, NAME), "i`x", unique=True)
    assert asked(NAME) == "HEX(`na``me`)"
    assert walk(key, "`t`", 100) == (
        "SELECT CAST(`id` AS CHAR), HEX(`na``me`) FROM `t` FORCE INDEX (`i``x`)"
        " ORDER BY `id`, `na``me` LIMIT 1 OFFSET 99"
    )
