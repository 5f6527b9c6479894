"""Lines of COPY, taken apart and put together."""

from hypothesis import given
from hypothesis import strategies as st

from cfdb.dialects.postgresql.moves.loading import PLACE, _escaped, checksum_text, fields

VALUES = st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"])), min_size=1)


@given(VALUES)
def test_values_come_back(values: list[str | None]) -> None:
    line = b"\t".join(map(_escaped, values)) + b"\n"
    assert line.count(b"\n") == 1
    assert fields(line) == values


def test_the_line_and_column_of_an_error_are_found_in_any_language() -> None:
    english = PLACE.search('SQL statement "x"\nCOPY users, line 5, column status: "a, b"')
    german = PLACE.search("COPY users, Zeile 12, Spalte status: »x«")
    alone = PLACE.search("COPY users, line 7")
    assert english is not None
    assert german is not None
    assert alone is not None
    assert (english["line"], english["column"]) == ("5", "status")
    assert (german["line"], german["column"]) == ("12", "status")
    assert (alone["line"], alone["column"]) == ("7", None)


def test_a_checksum_says_what_it_is_of() -> None:
    assert checksum_text(0xBEEF, binary=True) == "binary:0000beef"
    assert checksum_text(1, binary=False) == "text:00000001"
