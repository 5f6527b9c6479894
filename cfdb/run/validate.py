"""`cfdb validate`: all that can be said of a project without touching a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from cfdb.dialect import Dialect
from cfdb.errors import CfdbError, Doubt, ScriptError
from cfdb.model.change import Change, ChangeId
from cfdb.model.finding import Finding
from cfdb.model.project import Database
from cfdb.model.script import Script
from cfdb.plan.rollback import no_rollback_hint
from cfdb.project import checklist as checklists
from cfdb.project import load, scripts, sqlfile
from cfdb.run.apply import Variables
from cfdb.verify.check import examine


def validate(
    root: Path, name: str, relations_for: load.RelationsFor, dialect: Dialect, variables: Variables
) -> list[Finding]:
    """Findings about one database: its files, their order, and whether every script is SQL that could run."""
    database, problems = load.examine(root, name, relations_for)
    findings = [finding(error) for error in problems]
    seen: dict[str, ChangeId] = {}
    for change in database.changes:
        findings += _of_change(change, dialect, variables)
        if change.checksum in seen:
            findings.append(
                Finding(
                    "same-content",
                    f"{change.id} has the same SQL as {seen[change.checksum]}",
                    path=change.files[0],
                    hint="was it copied and not edited?",
                    level="warning",
                    change=str(change.id),
                )
            )
        seen.setdefault(change.checksum, change.id)
    if database.checklist:
        findings += _of_checklist(database.checklist, "")
    for path in database.probes:
        findings += _of_script("", partial(scripts.single, path, variables), dialect.check_query, dialect)
    findings += _of_database(database)
    return findings


def _of_database(database: Database) -> Iterator[Finding]:
    if not database.changes:
        yield Finding(
            "no-changes",
            f"database {database.name} has no changes",
            hint="add one with 'cfdb new phase <name>' or 'cfdb new migration <name>'",
            level="warning",
        )


def _of_change(change: Change, dialect: Dialect, variables: Variables) -> Iterator[Finding]:
    fit = partial(dialect.check, transactional=change.transactional)
    yield from _of_script(str(change.id), partial(scripts.forward, change, variables), fit, dialect)
    if change.rollback:
        back = change.rollback
        try:
            transactional = sqlfile.directives(sqlfile.normal(back), back).transactional
        except CfdbError as error:
            yield finding(error, str(change.id))
        else:
            fit = partial(dialect.check, transactional=transactional)
            yield from _of_script(str(change.id), partial(scripts.single, back, variables), fit, dialect)
    elif not change.irreversible:
        yield Finding(
            "no-rollback",
            f"{change.id} has no rollback",
            path=change.path,
            hint=no_rollback_hint(change.id.kind),
            change=str(change.id),
        )
    for path in (*change.preconditions, *change.probes, *((change.skip,) if change.skip else ())):
        read = partial(scripts.single, path, variables)
        yield from _of_script(str(change.id), read, dialect.check_query, dialect)
    if change.checklist:
        yield from _of_checklist(change.checklist, str(change.id))


def _of_script(
    change: str, read: Callable[[], Script], fit: Callable[[Script], list[ScriptError]], dialect: Dialect
) -> Iterator[Finding]:
    try:
        script = read()
    except CfdbError as error:
        yield finding(error, change)
        return
    yield from (finding(error, change) for error in fit(script) or dialect.parse(script))


def _of_checklist(path: Path, change: str) -> Iterator[Finding]:
    try:
        examine(checklists.read(path))
    except CfdbError as error:
        yield finding(error, change)


def finding(error: CfdbError, change: str = "") -> Finding:
    place = error.place
    return Finding(
        code=error.code,
        message=error.message,
        path=place.path if place else None,
        line=place.line if place else None,
        column=place.column if place else None,
        hint=error.hint,
        change=change,
        level="warning" if isinstance(error, Doubt) else "error",
    )
