"""Mappings of tests/cases/mapping as copies, or all that is wrong with them.

CFDB_REWRITE_CASES=1 writes the expectations anew.
"""

from __future__ import annotations

from pathlib import Path

from case_files import assert_as_expected, assert_no_orphans, each, found_in
from hypothesis import given, settings
from hypothesis import strategies as st

from cfdb.copying.lines import query_of
from cfdb.copying.mapping import read
from cfdb.copying.select import select_of
from cfdb.copying.tables import tables
from cfdb.errors import MappingError
from cfdb.model.copy import Copy, Select
from cfdb.model.script import Source

CASES = found_in("mapping", "*.sql")
REPOSITORY = Path(__file__).parents[2]


def described(case: Path) -> str:
    try:
        found = read(Source(Path(case.name), case.read_bytes()))
    except MappingError as error:
        causes = error.causes or (error,)
        return "".join(f"{cause.place}: {cause.message}\n    {cause.hint}\n" for cause in causes)
    return "\n".join(map(told, found))


def told(copy: Copy) -> str:
    chosen = copy.select
    lines = [f"{copy.number} {copy.origin.line}:{copy.origin.column} {copy.table} ({', '.join(copy.columns)})"]
    lines += [f"tables {', '.join(tables(chosen.text))}"]
    lines += [
        f"in one piece, as {chosen.obstacle}" if chosen.obstacle else f"driven by {chosen.table} as {chosen.alias}"
    ]
    return "\n".join([*lines, f"    {query(chosen)}", ""])


def query(select: Select) -> str:
    return query_of(select, lambda values: [f"f {value}" for value in values], "KEY").on("RANGE")


@each(CASES)
def test_case(case: Path) -> None:
    assert_as_expected(case, described(case))


def test_cases_have_no_orphans() -> None:
    assert_no_orphans(CASES)


def test_the_reference_mapping_can_be_cut_everywhere() -> None:
    path = REPOSITORY / "migrations/content_factory/002_migrate_data.sql"
    found = read(Source(path, path.read_bytes()))
    assert len(found) == 10
    assert {copy.select.obstacle for copy in found} == {""}
    assert [copy.select.alias for copy in found] == [f"`{alias}`" for alias in "ugctktdaas"]


PIECES = [
    "INSERT", "INTO", "SELECT", "FROM", "WHERE", "UNION", "ALL", "WITH", "AS", "JOIN", "LEFT", "ON", "ORDER", "BY",
    "LIMIT", "GROUP", "LATERAL", "VALUES", "TABLE", "DISTINCT", "OVER", "PARTITION", "END", "CASE", "INTERVAL", "DAY",
    "RECURSIVE", "t", "a", "b", "(", ")", ",", "*", ".", "1", "'x'", "`n`", "{", "}", "@v", "/*!", "*/", "=", ";",
    "(a, b)", "COUNT(*)", "/*! 1 */", "--\n", "INSERT INTO t (a) SELECT", "(SELECT a FROM t)", "WITH w AS (SELECT 1)",
]  # fmt: skip


@settings(max_examples=1000)
@given(st.lists(st.sampled_from(PIECES), max_size=20), st.booleans())
def test_whatever_is_written_is_read_or_refused(pieces: list[str], begun: bool) -> None:
    """Copies whose parts make a statement again, or an error with a place and a hint; nothing else."""
    text = ("INSERT INTO t (a) SELECT a FROM " if begun else "") + " ".join(pieces)
    try:
        found = read(Source(Path("any.sql"), text.encode()))
    except MappingError as error:
        for cause in error.causes or (error,):
            assert cause.place is not None
            assert cause.hint
        return
    for copy in found:
        assert len(copy.select.items) == len(copy.select.names) == len(copy.columns)
        tables(copy.select.text)
        again = select_of(query(copy.select))
        assert len(again.items) == len(copy.columns)
        if copy.select.obstacle:
            assert "subquery" in again.obstacle
        else:
            assert (again.source, again.alias) == (copy.select.source, copy.select.alias)
