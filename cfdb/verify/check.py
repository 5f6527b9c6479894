"""The shape of a check: one module in `checks/` exports one `CHECK`; it owns one table of checklist.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import cast

from cfdb import registry
from cfdb.errors import Place, ProjectError
from cfdb.model.catalog import Inventory
from cfdb.model.checklist import Checklist, Evidence, Outcome

Section = Mapping[str, object]


NOTHING = Inventory(frozenset(), frozenset(), frozenset())


def _no_tables(_: Section) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Check:
    """`section` names the table of checklist.toml that the check reads; an empty name is for checks without one.

    `tables` names the tables whose rows have to be counted before `check` is called.
    """

    section: str
    check: Callable[[Section, Evidence, Path], Iterator[Outcome]]
    tables: Callable[[Section], Iterable[str]] = _no_tables


def checks() -> dict[str, Check]:
    """All checks, by their section."""
    found = (cast(Check, entry) for entry in registry.load("cfdb.verify.checks", "CHECK"))
    return {check.section: check for check in found}


def tables_of(checklist: Checklist) -> set[str]:
    """Tables whose rows the checklist asks for."""
    known = checks()
    return {
        table for name, section in checklist.sections.items() if name in known for table in known[name].tables(section)
    }


def examine(checklist: Checklist) -> None:
    """Raises ProjectError where a check cannot read its table; what it finds is of no interest."""
    run_checks(checklist, Evidence(inventory=NOTHING, brought=frozenset()))


def run_checks(checklist: Checklist, evidence: Evidence) -> tuple[Outcome, ...]:
    """Every check's outcomes. ProjectError where a table of the checklist belongs to no check."""
    known = checks()
    for name in checklist.sections:
        if name not in known:
            sections = [section for section in known if section]
            near = get_close_matches(name, sections, n=1)
            raise ProjectError(
                f"{checklist.path}: table [{name}] is not known",
                hint=f"did you mean [{near[0]}]?" if near else f"known tables: {', '.join(sections)}",
                place=Place(checklist.path),
            )
    return tuple(
        outcome
        for name, check in sorted(known.items())
        if not name or name in checklist.sections
        for outcome in check.check(checklist.sections.get(name, {}), evidence, checklist.path)
    )
