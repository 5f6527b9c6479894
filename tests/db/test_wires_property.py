"""Values that nobody thought of, from MariaDB through COPY into PostgreSQL: the same, and canonically the same.

CFDB_EXAMPLES=500 makes a long session of it.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stage import VERSIONS, MySQLDatabase, Servers
from test_wires import Target, source_link, target_of

from cfdb.copying.wires.wire import wire
from cfdb.dialects.mysql.connection import Link
from cfdb.dialects.mysql.described import described
from cfdb.model.copy import put

EXAMPLES = int(os.environ.get("CFDB_EXAMPLES", "10"))

MANY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="CFDB_EXAMPLES" not in os.environ,
)

DOUBLES = st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=60)
FLOATS = st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), min_size=1, max_size=60)
DECIMALS = st.lists(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**16) + 1, max_value=10**16 - 1),
    min_size=1,
    max_size=60,
)
INTEGERS = st.lists(st.integers(-(1 << 63), (1 << 63) - 1), min_size=1, max_size=60)
MOMENTS = st.lists(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)), min_size=1, max_size=60)  # noqa: DTZ001
SPANS = st.lists(
    st.timedeltas(-timedelta(hours=838, minutes=59), timedelta(hours=838, minutes=59)), min_size=1, max_size=60
)
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.lists(
    st.text(st.one_of(st.sampled_from("\\\t\n\r'\"{},N. 0|~"), CHARACTERS), max_size=30), min_size=1, max_size=40
)
BYTES = st.lists(st.binary(max_size=40), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def link(servers: Servers) -> Iterator[Link]:
    with servers.mysql().database() as url, source_link(MySQLDatabase(url)) as opened:
        yield opened


@pytest.fixture(scope="module", params=VERSIONS)
def target(request: pytest.FixtureRequest, servers: Servers) -> Iterator[Target]:
    with servers.get(request.param).database() as url, psycopg.connect(url, autocommit=True) as connection:
        yield target_of(connection)


def moved(link: Link, target: Target, declared: str, into: str, values: Sequence[Any]) -> list[Any]:
    """What arrives; here and there agree."""
    link.ask(f"CREATE OR REPLACE TABLE source (id int PRIMARY KEY, v {declared}) CHARACTER SET utf8mb4")
    for number, value in enumerate(values):
        link.ask("INSERT INTO source VALUES (%s, %s)", [number, value])
    (source,) = described(link, "SELECT v FROM source")
    (column,) = [each for each in target.columns if each.name == into]
    form = wire(source, column)
    forms = ", ".join(f"HEX(CONCAT({put(it, 'v')}))" for it in (form.text, f"CONVERT({form.here} USING utf8mb4)"))
    rows = link.ask(f"SELECT id, {forms} FROM source ORDER BY id")
    arrived = target.taken(column, {row[0]: bytes.fromhex(row[1]) for row in rows}, form.there)
    assert [bytes.fromhex(row[2]).decode() for row in rows] == [arrived[row[0]][1] for row in rows]
    return [arrived[row[0]][0] for row in rows]


@MANY
@given(DOUBLES)
def test_doubles(link: Link, target: Target, values: list[float]) -> None:
    # MariaDB has no negative zero in its literals.
    values = [value or 0.0 for value in values]
    assert moved(link, target, "double", "double precision", values) == [struct.pack("d", value) for value in values]


@MANY
@given(FLOATS)
def test_floats(link: Link, target: Target, values: list[float]) -> None:
    values = [value or 0.0 for value in values]
    assert moved(link, target, "float", "real", values) == [struct.pack("f", value) for value in values]


@MANY
@given(DOUBLES)
def test_doubles_as_exact_numbers(link: Link, target: Target, values: list[float]) -> None:
    values = [value or 0.0 for value in values]
    assert [float(it) for it in moved(link, target, "double", "numeric", values)] == values


@MANY
@given(DECIMALS)
@pytest.mark.parametrize("into", ["numeric", "numeric(20,4)", "numeric(65,30)"])
def test_decimals(link: Link, target: Target, into: str, values: list[Decimal]) -> None:
    assert moved(link, target, "decimal(20,4)", into, values) == values


@MANY
@given(INTEGERS)
@pytest.mark.parametrize("into", ["bigint", "numeric"])
def test_integers(link: Link, target: Target, into: str, values: list[int]) -> None:
    assert moved(link, target, "bigint", into, values) == values


@MANY
@given(MOMENTS)
@pytest.mark.parametrize("into", ["timestamp", "timestamptz"])
def test_moments(link: Link, target: Target, into: str, values: list[datetime]) -> None:
    assert moved(link, target, "datetime(6)", into, values) == values


@MANY
@given(SPANS)
def test_spans(link: Link, target: Target, values: list[timedelta]) -> None:
    assert moved(link, target, "time(6)", "interval", values) == values


@MANY
@given(TEXTS)
@pytest.mark.parametrize("charset", ["utf8mb4", "utf16"])
def test_texts(link: Link, target: Target, charset: str, values: list[str]) -> None:
    assert moved(link, target, f"varchar(60) CHARACTER SET {charset}", "text", values) == values


@MANY
@given(BYTES)
def test_bytes(link: Link, target: Target, values: list[bytes]) -> None:
    assert moved(link, target, "varbinary(60)", "bytea", values) == values
