"""A database whose SQL is written for MySQL, on PostgreSQL: its files translated, the rest as it is."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cfdb.errors import CfdbError, Place, ScriptError
from cfdb.model.change import Change, Kind
from cfdb.model.finding import Finding
from cfdb.model.policies import Policies
from cfdb.model.project import Database
from cfdb.model.script import Source
from cfdb.project import scripts, sqlfile
from cfdb.translate.changes import History
from cfdb.translate.passages import Translated
from cfdb.translate.translation import finding

COUNTED = ("tables", "views", "primary_keys", "unique_constraints", "foreign_keys", "schemas")
"""What there are as many of in either engine."""

NAMED = ("indexes", "checks", "unique_constraints", "foreign_keys")
"""What is found again by its name, with others beside it: PostgreSQL has more checks, and indexes, for the same."""

CHANGED = "changes.txt"
"""The file that lists what is carried over with a change."""

Variables = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What has no meaning on PostgreSQL, or none that is known: its name, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Adapted:
    """`warnings`: what is carried over with a change; `left_out`: what of the proofs is not held against PostgreSQL."""

    database: Database
    left_out: tuple[LeftOut, ...]
    warnings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """Changes of one kind on their way: where their SQL goes, and what has been left out so far."""

    history: History
    folder: Path
    left_out: list[LeftOut]


def adapted(
    database: Database, base: Database | None, policies: Policies, variables: Variables, folder: Path
) -> Adapted:
    """The database for PostgreSQL, its SQL in `folder`. A change that is not carried over as a whole says so itself."""
    _refuse_templates(database)
    _make(folder)
    changes: dict[str, Change] = {}
    findings: list[Finding] = []
    left_out: list[LeftOut] = []
    routes: dict[Kind, Route] = {}
    for kind in Kind:
        own = [change for change in database.changes if change.id.kind is kind]
        if own:
            below = list(base.deployed) if base is not None and kind is Kind.MIGRATION else []
            sources = [scripts.forward(change, variables).sources for change in own]
            ahead = [source for change in below for source in scripts.forward(change, variables).sources]
            route = routes[kind] = Route(History(ahead, sources, policies), folder, left_out)
            for change, script in zip(own, sources, strict=True):
                changes[str(change.id)], said = _change(route, change, script)
                findings += said
    probes: tuple[Path, ...] = ()
    whole: Path | None = None
    for route in [routes[kind] for kind in database.deploy if kind in routes][:1]:
        probes = _probes(route, database.probes, "whole")
        whole = _checklist(route, database.checklist, folder / "checklist.toml")
    translated = replace(
        database,
        dialect="postgresql",
        changes=tuple(changes[str(change.id)] for change in database.changes),
        checklist=whole,
        probes=probes,
    )
    warnings = tuple(dict.fromkeys(finding for finding in findings if finding.level != "error"))
    listed = "".join(f"{it.path}:{it.line}: {it.message} [{it.code}]\n" for it in warnings)
    _keep(folder / CHANGED, listed.encode())
    return Adapted(translated, tuple(dict.fromkeys(left_out)), warnings)


def _change(route: Route, change: Change, script: Sequence[Source]) -> tuple[Change, list[Finding]]:
    name = f"{change.id.kind}_{change.id.key}"
    forward = route.history.forward(script)
    said = [*map(finding, forward.reasons)]
    rollback = change.rollback
    if rollback is not None:
        back = route.history.back(_source(rollback), script)
        said += map(finding, back.reasons)
        rollback = _written(back, route.folder / f"{name}.rollback.sql", [rollback])
    preconditions = []
    for path in change.preconditions:
        asked = route.history.query(_source(path), script)
        said += map(finding, asked.reasons)
        route.left_out.extend(LeftOut(f"precondition {path.stem}", why) for why in asked.moot)
        if asked.statements or asked.reasons:
            file = route.folder / f"{name}.preconditions" / path.name
            preconditions.append(_written(asked, file, [path]))
    changed = replace(
        change,
        translated=_written(forward, route.folder / f"{name}.sql", change.files),
        rollback=rollback,
        preconditions=tuple(preconditions),
        checklist=_checklist(route, change.checklist, route.folder / f"{name}.checklist.toml"),
        probes=_probes(route, change.probes, name),
        losses=tuple(it for it in said if it.level == "error"),
    )
    return changed, said


def _probes(route: Route, probes: Sequence[Path], name: str) -> tuple[Path, ...]:
    """Those that can be asked as a whole: half a probe would find what is not there."""
    kept = []
    for path in probes:
        asked = route.history.probe(_source(path))
        why = (*asked.moot, *(reason.message for reason in asked.reasons if reason.lost))
        if why:
            route.left_out.append(LeftOut(f"probe {path.stem}", why[0]))
        elif asked.statements:
            kept.append(_written(asked, route.folder / f"{name}.probes" / path.name, [path]))
    return tuple(kept)


def _source(path: Path) -> Source:
    return Source(path, sqlfile.sound(path))


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
    _keep(path, head + b"".join(translated.statements))
    return path


def _keep(path: Path, content: bytes) -> None:
    try:
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise CfdbError(f"{path} cannot be written: {error.strerror}", hint="translated SQL is kept there") from error


def _checklist(route: Route, path: Path | None, target: Path) -> Path | None:
    """The part of a checklist that holds on either engine; None where nothing of it does."""
    if path is None:
        return None
    lines: list[str] = []
    for section, content in tomllib.loads(path.read_text(encoding="utf-8")).items():
        kept = list(_kept(route, section, content))
        if kept:
            lines += [f"[{section}]", *kept]
    if not lines:
        return None
    _keep(target, ("\n".join(lines) + "\n").encode())
    return target


def _kept(route: Route, section: str, content: Mapping[str, object]) -> Iterator[str]:
    for key, value in content.items():
        if section in ("brings", "total"):
            yield from _expected(route, key, value)
        elif section == "rows":
            yield f"{json.dumps(key)} = {json.dumps(value)}"
        else:
            route.left_out.append(LeftOut(f"[{section}] of checklists", "it speaks of MySQL alone"))


def _expected(route: Route, kind: str, value: object) -> Iterator[str]:
    if kind in NAMED and isinstance(value, list):
        known = [name for name in value if name in route.history.made]
        for name in sorted(set(value) - set(known)):
            route.left_out.append(LeftOut(f"{name} of checklists", "it is called otherwise, or not carried over"))
        if known:
            yield f"{kind} = {{ includes = {json.dumps(known)} }}"
    elif kind in COUNTED:
        yield f"{kind} = {json.dumps(value)}"
    else:
        why = "PostgreSQL has another number of them for the same"
        route.left_out.append(LeftOut(f"{kind.replace('_', ' ')} of checklists", why))
