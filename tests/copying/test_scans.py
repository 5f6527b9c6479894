"""What a SELECT itself says of its values, so that its rows need not be asked."""

import pytest

from cfdb.copying.scans import Feed, is_unique, lookup_obstacle, plain_column
from cfdb.copying.select import select_of
from cfdb.model.copy import Doubt, SourceColumn, Wire
from cfdb.model.schema import Type


def feed(text: str, *places: int, wire: Wire | None = None) -> Feed:
    source = SourceColumn("x", Type("int"))
    return Feed(select_of(text), places, (source,) * len(places), (wire or Wire("{}"),) * len(places))


@pytest.mark.parametrize(
    ("item", "source", "expected"),
    [
        ("id", "t", "id"),
        ("t.id", "t", "id"),
        ("`a`.`id`", "t AS a", "id"),
        ("a.id", "t AS a JOIN b ON b.id = a.id", "id"),
        ("id", "t JOIN b ON b.x = t.x", ""),
        ("b.id", "t JOIN b ON b.x = t.x", ""),
        ("id + 0", "t", ""),
        ("5", "t", ""),
        ("NULL", "t", ""),
        ("'id'", "t", ""),
    ],
)
def test_columns_of_the_driving_table(item: str, source: str, expected: str) -> None:
    assert plain_column(select_of(f"SELECT {item} FROM {source}"), 0) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT id, name FROM t", True),
        ("SELECT id, name FROM t WHERE name > 5", True),
        ("SELECT t.id, name FROM t JOIN u ON u.t = t.id", False),
        ("SELECT -id, name FROM t", False),
        ("SELECT MIN(id), name FROM t GROUP BY name", False),
    ],
)
def test_values_of_a_key_do_not_repeat(text: str, expected: bool) -> None:
    """Unless a join repeats its rows, or an expression makes the same of different ones."""
    assert is_unique([feed(text, 0, 1)], ["ID"], [False, False]) is expected


def test_what_makes_values_of_a_key_the_same() -> None:
    alone = feed("SELECT id FROM t", 0)
    assert is_unique([alone], ["id"], [False])
    assert not is_unique([alone], [], [False])
    assert not is_unique([alone], ["id", "other"], [False])
    assert not is_unique([alone], ["id"], [True])
    assert not is_unique([alone, alone], ["id"], [False])
    rounded = Wire("{}", doubts=(Doubt("rounded", "", "{} > 5", lossy=True),))
    assert not is_unique([feed("SELECT id FROM t", 0, wire=rounded)], ["id"], [False])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT id FROM t WHERE x", ""),
        ("SELECT id + 1 FROM t", "what it refers to is computed"),
        ("SELECT DISTINCT id FROM t", "it is DISTINCT, where the rows come from that it refers to"),
        ("WITH a AS (SELECT 1) SELECT id FROM t", "it has WITH, where the rows come from that it refers to"),
    ],
)
def test_keys_that_can_be_looked_up(text: str, expected: str) -> None:
    assert lookup_obstacle([feed(text, 0)]) == expected
