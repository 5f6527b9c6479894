"""Documents are compared by what they say."""

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfdb.run.moving import documents
from cfdb.run.moving.documents import canonical, totals

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**25), 10**25) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"b": 1, "a": [1, 2]}', '{"a":[1,2],"b":1}'),
        ('{"n": 1.0}', '{"n": 1}'),
        ('{"n": 1e2}', '{"n": 100.00}'),
        ('"\\u00e9"', '"é"'),
        ('{"a": 1, "a": 2}', '{"a": 2}'),
        ("0.1000", "0.1"),
        ("-0.0", "0"),
        ("1e400", "1" + "0" * 400),
        ("[ -12.50e5000]", "[-125" + "0" * 4999 + "]"),
        ("1.5e-400", "0." + "0" * 399 + "15"),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert canonical(one.encode()) == canonical(other.encode())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", '"1"'),
        ("[1, 2]", "[2, 1]"),
        ("null", '""'),
        ("0.1", "0.10000000000000001"),
        ("12345678901234567890.5", "12345678901234567890.6"),
        ("1e400", "1e401"),
        ("0." + "1" * 40, "0." + "1" * 39 + "2"),
        ("1" * 5000, "1" * 4999 + "2"),
        ("1e99999999999999999999", "1e99999999999999999998"),
        ('{"a": null}', "{}"),
        ('["number", "0.5"]', "0.5"),
        ("no JSON", "no  JSON"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert canonical(one.encode()) != canonical(other.encode())


@given(VALUES)
def test_however_it_is_written(value: object) -> None:
    loose = json.dumps(value, indent=3, ensure_ascii=True)
    tight = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        tight.encode()
    except UnicodeEncodeError:
        return
    assert canonical(loose.encode()) == canonical(tight.encode())


@given(st.lists(st.binary(max_size=9)))
def test_any_bytes(blocks: list[bytes]) -> None:
    for block in blocks:
        canonical(block)


def test_rows_are_put_together_from_blocks_wherever_these_end() -> None:
    """Quotes of CSV, and the ends of its lines, are no part of a row."""
    text = b'12\x1f{"a":1}\x1d\n\x017\x1f\x1e\x1d\x01\n'
    whole = totals([text])
    assert whole == (2, (12 << 32 | zlib.crc32(b'{"a":1}')) + (7 << 32 | zlib.crc32(documents.NULL)))
    for at in range(len(text)):
        assert totals([text[:at], text[at:]]) == whole
    assert totals([]) == (0, 0)
