"""Counts objects of the catalog by kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

from cfdb.errors import Place, ProjectError
from cfdb.model.catalog import Item
from cfdb.model.checklist import Outcome
from cfdb.verify.check import Section
from cfdb.verify.expectation import compare, expectation

ALL_INDEXES = "all_indexes"
"""Those of CREATE INDEX and those behind constraints together, as the view pg_indexes lists them."""

KINDS = (
    "tables", "foreign_tables", "views", "materialized_views", "sequences",
    "indexes", "constraint_indexes", ALL_INDEXES,
    "functions", "procedures", "aggregates", "window_functions", "enums", "domains", "types", "policies", "triggers",
    "events", "primary_keys", "foreign_keys", "unique_constraints", "checks", "exclusions",
)  # fmt: skip


def schemas_of(section: Section, path: Path) -> frozenset[str]:
    """The schemas in which a section counts."""
    schemas = section.get("schemas", ["public"])
    if not isinstance(schemas, list) or not all(isinstance(name, str) for name in schemas):
        raise ProjectError(f"{path}: schemas: expected a list of names, found {schemas!r}", place=Place(path))
    return frozenset(schemas)


def count_kinds(
    check: str, section: Section, items: Collection[Item], schemas: frozenset[str], path: Path
) -> Iterator[Outcome]:
    """One outcome per kind that the section names."""
    for kind, value in section.items():
        if kind == "schemas":
            continue
        if kind not in KINDS:
            near = get_close_matches(kind, KINDS, n=1)
            raise ProjectError(
                f"{path}: {check}.{kind}: this kind of object is not known",
                hint=f"did you mean {near[0]!r}?" if near else f"known kinds: {', '.join(KINDS)}",
                place=Place(path),
            )
        expected = expectation(value, path, f"{check}.{kind}")
        names = [item.name for item in items if _counts(item, kind) and item.schema in schemas | {""}]
        passed, found, hint = compare(expected, names)
        yield Outcome(check, kind.replace("_", " "), str(expected), found, passed, path=path, hint=hint)


def _counts(item: Item, kind: str) -> bool:
    return item.kind in ("indexes", "constraint_indexes") if kind == ALL_INDEXES else item.kind == kind
