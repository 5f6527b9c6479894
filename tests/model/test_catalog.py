"""What differs between two databases, in words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cfdb.model.catalog import Catalog, Item

short = st.text("ab", min_size=1, max_size=2)
catalogs = st.builds(Catalog, st.dictionaries(short, st.dictionaries(short, short, max_size=3), max_size=3))


@settings(deadline=None)
@given(one=catalogs, other=catalogs)
def test_nothing_differs_where_every_object_is_the_same(one: Catalog, other: Catalog) -> None:
    assert one.differences(one) == []
    same = flat(one) == flat(other)
    assert (one.differences(other) == []) is same
    assert len(one.differences(other)) == len(other.differences(one))


def flat(catalog: Catalog) -> dict[tuple[str, str], str]:
    return {
        (kind, name): definition for kind, objects in catalog.objects.items() for name, definition in objects.items()
    }


def test_differences_say_what_is_gone_left_over_or_changed() -> None:
    before = Catalog({"tables": {"a": "1", "b": "1"}, "views": {"v": "x"}})
    after = Catalog({"tables": {"b": "2", "c": "1"}, "enums": {"e": "y"}})
    assert before.differences(after) == [
        "enums: e is left over",
        "tables: a is gone",
        "tables: c is left over",
        "tables: b was 1, is 2",
        "views: v is gone",
    ]


def test_an_item_is_shown_with_its_schema_where_it_has_one() -> None:
    assert str(Item("tables", "public", "users")) == "public.users"
    assert str(Item("schemas", "", "auth")) == "auth"
