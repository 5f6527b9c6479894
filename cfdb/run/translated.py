"""A database whose SQL is written for MySQL, on PostgreSQL: its files translated, the rest as it is."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cfdb.errors import CfdbError, Place, ScriptError
from cfdb.model.change import Change, Kind
from cfdb.model.finding import Finding
from cfdb.model.policies import Policies
from cfdb.model.project import Database
from cfdb.model.script import Source
from cfdb.project import scripts, sqlfile
from cfdb.translate.changes import History, Translated
from cfdb.translate.translation import finding

COUNTED = ("tables", "views", "primary_keys", "unique_constraints", "foreign_keys", "schemas")
"""What a checklist can expect of either engine: PostgreSQL has more checks, triggers and types for the same."""

Variables = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Adapted:
    """`left_out` counts the probes, which speak to the other engine; `warnings`: what is carried over with a change."""

    database: Database
    left_out: int
    warnings: tuple[Finding, ...]


def adapted(
    database: Database, base: Database | None, policies: Policies, variables: Variables, folder: Path
) -> Adapted:
    """The database for PostgreSQL, its SQL in `folder`. A change that is not carried over as a whole says so itself."""
    _refuse_templates(database)
    _make(folder)
    changes: dict[str, Change] = {}
    findings: list[Finding] = []
    for kind in Kind:
        own = [change for change in database.changes if change.id.kind is kind]
        if own:
            below = list(base.deployed) if base is not None and kind is Kind.MIGRATION else []
            found, said = _route(own, below, policies, variables, folder)
            changes |= found
            findings += said
    probes = sum(len(change.probes) for change in database.changes) + len(database.probes)
    whole = _checklist(database.checklist, folder / "checklist.toml")
    translated = replace(
        database,
        dialect="postgresql",
        changes=tuple(changes[str(change.id)] for change in database.changes),
        checklist=whole,
        probes=(),
    )
    return Adapted(translated, probes, tuple(finding for finding in findings if finding.level != "error"))


def _route(
    changes: Sequence[Change], base: Sequence[Change], policies: Policies, variables: Variables, folder: Path
) -> tuple[dict[str, Change], list[Finding]]:
    """The changes of one kind, which follow one another."""
    sources = [scripts.forward(change, variables).sources for change in changes]
    below = [source for change in base for source in scripts.forward(change, variables).sources]
    history = History(below, sources, policies)
    found: dict[str, Change] = {}
    findings: list[Finding] = []
    for change, script in zip(changes, sources, strict=True):
        name = f"{change.id.kind}_{change.id.key}"
        forward = history.forward(script)
        said = [*map(finding, forward.reasons)]
        rollback = change.rollback
        if rollback is not None:
            back = history.back(Source(rollback, sqlfile.sound(rollback)))
            said += map(finding, back.reasons)
            rollback = _written(back, folder / f"{name}.rollback.sql", [rollback])
        queries = []
        for number, path in enumerate(change.preconditions):
            asked = history.query(Source(path, sqlfile.sound(path)))
            said += map(finding, asked.reasons)
            queries.append(_written(asked, folder / f"{name}.precondition_{number}.sql", [path]))
        found[str(change.id)] = replace(
            change,
            translated=_written(forward, folder / f"{name}.sql", change.files),
            rollback=rollback,
            preconditions=tuple(queries),
            checklist=_checklist(change.checklist, folder / f"{name}.checklist.toml"),
            probes=(),
            losses=tuple(it for it in said if it.level == "error"),
        )
        findings += said
    return found, findings


def _refuse_templates(database: Database) -> None:
    for change in database.changes:
        for path in change.files:
            if sqlfile.directives(sqlfile.sound(path), path).template:
                raise ScriptError(
                    f"{path}: a template is not translated",
                    hint="write it for the target, or without variables",
                    place=Place(path),
                )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CfdbError(f"{folder} cannot be made: {error.strerror}", hint="translated SQL is kept there") from error


def _written(translated: Translated, path: Path, origin: Sequence[Path]) -> Path:
    head = f"-- Translated from {', '.join(map(str, origin))}.\n".encode()
    content = head + b"".join(translated.statements)
    try:
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
    except OSError as error:
        raise CfdbError(f"{path} cannot be written: {error.strerror}", hint="translated SQL is kept there") from error
    return path


def _checklist(path: Path | None, target: Path) -> Path | None:
    """The part of a checklist that holds on either engine; None where nothing of it does."""
    if path is None:
        return None
    lines: list[str] = []
    for section, content in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if section in ("brings", "total"):
            kept = {kind: value for kind, value in content.items() if kind in COUNTED}
        elif section == "rows":
            kept = content
        else:
            continue
        if kept:
            lines += [f"[{section}]", *(f"{json.dumps(key)} = {json.dumps(value)}" for key, value in kept.items())]
    if not lines:
        return None
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target
