"""Mappings of tests/cases/mapping as copies, or all that is wrong with them.

CFDB_REWRITE_CASES=1 writes the expectations anew.
"""

from __future__ import annotations

from pathlib import Path

from case_files import assert_as_expected, assert_no_orphans, each, found_in

from cfdb.copying.mapping import read
from cfdb.copying.select import derived, formed, ranged
from cfdb.copying.tables import tables
from cfdb.errors import MappingError
from cfdb.model.copy import Copy
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
    if chosen.obstacle:
        return "\n".join(
            [*lines, f"in one piece, as {chosen.obstacle}", f"    {derived(chosen, ['f({})'] * len(chosen.items))}", ""]
        )
    lines += [f"driven by {chosen.table} as {chosen.alias}"]
    lines += [f"    {ranged(chosen, formed(chosen, ['f{}'] * len(chosen.items)), 'RANGE', 'KEY')}"]
    return "\n".join([*lines, ""])


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
