"""Every check: sections that hold, that do not, and that cannot be read."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from cfdb import registry
from cfdb.errors import ProjectError
from cfdb.model.catalog import Inventory, Item
from cfdb.model.checklist import Checklist, Evidence, Outcome, Verdict
from cfdb.verify.check import checks, run_checks, tables_of
from cfdb.verify.counting import KINDS

USERS, ROLES, STATS = (
    Item("tables", "public", "users"),
    Item("tables", "public", "roles"),
    Item("tables", "stats", "daily"),
)
INDEX, KEY = Item("indexes", "public", "users_email"), Item("constraint_indexes", "public", "users_pkey")
ADD_INT, ADD_TEXT = Item("functions", "public", "add", "int"), Item("functions", "public", "add", "text")
SCHEMA = Item("schemas", "", "stats")
EVERYTHING = frozenset({USERS, ROLES, STATS, INDEX, KEY, ADD_INT, ADD_TEXT, SCHEMA})


def evidence(
    *,
    brought: frozenset[Item] | None = EVERYTHING,
    rows: Mapping[str, int | None] | None = None,
    duration: float | None = None,
    deploy_budget: float | None = None,
) -> Evidence:
    inventory = Inventory(EVERYTHING, frozenset({"pg_trgm"}), frozenset({"public.users", "stats.daily"}))
    return Evidence(inventory, brought, rows or {}, duration, deploy_budget)


def outcomes(sections: Mapping[str, Mapping[str, object]], found: Evidence | None = None) -> list[Outcome]:
    return list(run_checks(Checklist(Path("checklist.toml"), sections), found or evidence()))


def shown(sections: Mapping[str, Mapping[str, object]], found: Evidence | None = None) -> list[str]:
    return [
        f"{'✓' if o.passed else '!' if o.warning else '✗'} {o.check}, {o.subject}: "
        f"expected {o.expected}, found {o.found}{f' ({o.hint})' if o.hint else ''}"
        for o in outcomes(sections, found)
    ]


def test_every_module_of_the_folder_is_a_check_with_a_section_of_its_own() -> None:
    assert len(checks()) == len(registry.names("cfdb.verify.checks"))
    assert set(checks()) == {"", "brings", "extensions", "row_level_security", "rows", "total"}


def test_an_empty_checklist_expects_nothing() -> None:
    assert outcomes({}) == []


def test_total() -> None:
    assert shown({"total": {"tables": 2, "functions": ["add"], "all_indexes": ">= 2", "indexes": 1, "enums": 0}}) == [
        "✓ total, tables: expected 2, found 2",
        "✓ total, functions: expected 1, found 2",
        "✓ total, all indexes: expected at least 2, found 2",
        "✓ total, indexes: expected 1, found 1",
        "✓ total, enums: expected 0, found 0",
    ]
    assert shown({"total": {"tables": ["users", "teams"], "functions": "<= 1"}}) == [
        "✗ total, tables: expected 2, found 2 (missing: teams; not expected: roles)",
        "✗ total, functions: expected at most 1, found 2",
    ]


def test_total_looks_into_the_schemas_it_is_told() -> None:
    assert shown({"total": {"schemas": ["stats"], "tables": ["daily"]}}) == ["✓ total, tables: expected 1, found 1"]
    assert shown({"total": {"schemas": ["stats", "public"], "tables": 3}}) == ["✓ total, tables: expected 3, found 3"]


@pytest.mark.parametrize("section", ["total", "brings"])
@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        ({"table": 3}, r"\.table: this kind of object is not known", "did you mean 'tables'?"),
        ({"zzz": 3}, r"\.zzz: this kind of object is not known", f"known kinds: {', '.join(KINDS)}"),
        ({"tables": "many"}, r"\.tables: expected a count, .* found 'many'", ""),
        ({"tables": -1}, r"\.tables: expected a count, .* found -1", ""),
        ({"schemas": "public"}, r"schemas: expected a list of names, found 'public'", ""),
        ({"schemas": [1]}, r"schemas: expected a list of names, found \[1\]", ""),
    ],
)
def test_counting_sections_that_cannot_be_read(
    section: str, content: Mapping[str, object], message: str, hint: str
) -> None:
    with pytest.raises(ProjectError, match=message) as caught:
        outcomes({section: content})
    assert caught.value.hint == hint
    assert caught.value.place is not None
    assert caught.value.place.path == Path("checklist.toml")


def test_brings() -> None:
    found = evidence(brought=frozenset({USERS, INDEX, SCHEMA}))
    assert shown({"brings": {"tables": ["users"], "indexes": 1}}, found) == [
        "✓ brings, objects still there: expected 3, found 3",
        "✓ brings, tables: expected 1, found 1",
        "✓ brings, indexes: expected 1, found 1",
    ]


def test_brings_counts_what_is_still_there() -> None:
    gone = Item("tables", "public", "gone")
    assert shown({"brings": {"tables": ["users", "gone"]}}, evidence(brought=frozenset({USERS, gone}))) == [
        "✗ brings, objects still there: expected 2, found 1 (gone: public.gone)",
        "✗ brings, tables: expected 2, found 1 (missing: gone)",
    ]


def test_brings_only_warns_where_nothing_was_recorded() -> None:
    (outcome,) = outcomes({"brings": {"tables": 1}}, evidence(brought=None))
    assert not outcome.passed
    assert outcome.warning
    assert Verdict("phase 1", "users", (outcome,)).passed


def test_rows() -> None:
    section = {"rows": {"plan": 3, "category": ">= 15", "gone": 1}}
    assert tables_of(Checklist(Path(), section)) == {"plan", "category", "gone"}
    assert shown(section, evidence(rows={"plan": 3, "category": 14, "gone": None})) == [
        "✓ rows, rows in plan: expected 3, found 3",
        "✗ rows, rows in category: expected at least 15, found 14",
        "✗ rows, rows in gone: expected 1, found no such table",
    ]
    with pytest.raises(ProjectError, match=r"checklist\.toml: rows\.plan: expected a count"):
        outcomes({"rows": {"plan": "some"}})


def test_extensions() -> None:
    assert shown({"extensions": {"required": ["pg_trgm", "citext"]}}) == [
        "✓ extensions, extension pg_trgm: expected installed, found installed",
        "✗ extensions, extension citext: expected installed, found missing",
    ]
    assert outcomes({"extensions": {}}) == []


def test_row_level_security() -> None:
    assert shown({"row_level_security": {"tables": ["users", "public.users", "stats.daily"]}}) == [
        "✓ row_level_security, tables with row level security: expected 3, found 3"
    ]
    assert shown({"row_level_security": {"tables": ["users", "roles", "daily"]}}) == [
        "✗ row_level_security, tables with row level security: expected 3, found 1 (not enabled: roles, daily)"
    ]
    assert outcomes({"row_level_security": {"tables": []}}) == []


@pytest.mark.parametrize(("section", "key"), [("extensions", "required"), ("row_level_security", "tables")])
def test_sections_of_names_that_cannot_be_read(section: str, key: str) -> None:
    for wrong in ("pg_trgm", 3, ["a", 1], {"a": "b"}):
        with pytest.raises(ProjectError, match=rf"checklist\.toml: {section}\.{key}: expected a list of names"):
            outcomes({section: {key: wrong}})
    with pytest.raises(ProjectError, match=rf"{section}\.other is not known") as caught:
        outcomes({section: {"other": []}})
    assert caught.value.hint == f"the table has one key: {key}"


def test_deploy_budget() -> None:
    """It needs no section, and warns only: a slow machine is no broken schema."""
    assert shown({}, evidence(duration=1.5, deploy_budget=30)) == [
        "✓ budget, time to deploy: expected at most 30 s, found 1.50 s"
    ]
    assert shown({}, evidence(duration=31, deploy_budget=30)) == [
        "! budget, time to deploy: expected at most 30 s, found 31.00 s"
    ]
    assert shown({}, evidence(duration=31)) == []
    assert shown({}, evidence(deploy_budget=30)) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("bring", "did you mean [brings]?"),
        ("zzz", "known tables: brings, extensions, row_level_security, rows, total"),
    ],
)
def test_an_unknown_section_offers_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(ProjectError, match=rf"table \[{name}\] is not known") as caught:
        outcomes({name: {}})
    assert caught.value.hint == hint


def test_a_verdict_passes_with_warnings_but_not_with_failures() -> None:
    good = Outcome("a", "b", "1", "1", passed=True)
    warned = Outcome("a", "b", "1", "2", passed=False, warning=True)
    bad = Outcome("a", "b", "1", "2", passed=False)
    assert Verdict("phase 1", "", (good, warned)).passed
    assert not Verdict("phase 1", "", (good, warned, bad)).passed
    assert Verdict("phase 1", "", ()).passed
