"""Results for a machine: one JSON document on standard output."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from cfdb.cli.failure import SCHEMA_VERSION
from cfdb.model.checklist import Verdict
from cfdb.model.finding import Finding
from cfdb.model.ledger import Event
from cfdb.model.maintenance import Backup, Done, Sizes
from cfdb.model.plan import Plan
from cfdb.run.status import Line


def show(command: str, *, ok: bool, **parts: Any) -> None:
    """Print the document. `ok` is false where the exit code is not 0."""
    document = {"schema_version": SCHEMA_VERSION, "command": command, "ok": ok, **parts}
    print(json.dumps(document, indent=2, ensure_ascii=False, default=str))


def steps(plan: Plan, seconds: dict[str, float] | None = None) -> list[dict[str, Any]]:
    """The steps of a plan; with the seconds that each took, where it ran."""
    return [
        {
            "action": step.action.value,
            "change": str(step.id),
            "name": step.name,
            "reason": step.reason,
            "label": step.change.label if step.change else "",
            "domain": step.change.domain if step.change else "",
            "edge_functions": list(step.change.edge_functions) if step.change else [],
            "api_keys": list(step.change.api_keys) if step.change else [],
            **({"seconds": round(seconds[str(step.id)], 4)} if seconds and str(step.id) in seconds else {}),
        }
        for step in plan.steps
    ]


def verdicts(found: Iterable[Verdict]) -> list[dict[str, Any]]:
    return [
        {
            "change": verdict.change,
            "name": verdict.name,
            "passed": verdict.passed,
            "outcomes": [
                {
                    "check": outcome.check,
                    "subject": outcome.subject,
                    "expected": outcome.expected,
                    "found": outcome.found,
                    "passed": outcome.passed,
                    "warning": outcome.warning,
                    "file": str(outcome.path) if outcome.path else None,
                    "line": outcome.line,
                    "hint": outcome.hint,
                    "seconds": outcome.duration,
                }
                for outcome in verdict.outcomes
            ],
        }
        for verdict in found
    ]


def findings(found: Sequence[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "code": finding.code,
            "level": finding.level,
            "message": finding.message,
            "file": str(finding.path) if finding.path else None,
            "line": finding.line,
            "column": finding.column,
            "hint": finding.hint,
            "change": finding.change,
        }
        for finding in found
    ]


def lines(found: Iterable[Line]) -> list[dict[str, Any]]:
    return [
        {
            "change": str(line.id),
            "name": line.name,
            "state": line.state.value,
            "detail": line.detail,
            "applied_at": line.applied_at.isoformat() if line.applied_at else None,
            "applied_by": line.applied_by,
            "seconds": line.duration,
        }
        for line in found
    ]


def events(found: Iterable[Event]) -> list[dict[str, Any]]:
    return [
        {
            "at": event.at.isoformat(),
            "by": event.by,
            "action": event.action,
            "change": event.change,
            "name": event.name,
            "outcome": event.outcome,
            "detail": event.detail,
            "seconds": event.duration,
        }
        for event in found
    ]


def backup(made: Backup) -> dict[str, Any]:
    return {"file": str(made.file), "bytes": made.size, "seconds": round(made.duration, 4)}


def tables(sizes: Sizes) -> list[dict[str, Any]]:
    """Sizes in bytes; rows and dead rows are estimates."""
    return [
        {
            "schema": entry.schema,
            "table": entry.name,
            "rows": entry.rows,
            "dead_rows": entry.dead,
            "table_bytes": entry.table,
            "overflow_bytes": entry.overflow,
            "index_bytes": entry.indexes,
            "total_bytes": entry.total,
        }
        for entry in sizes.tables
    ]


def chores(done: Iterable[Done]) -> list[dict[str, Any]]:
    return [
        {
            "table": entry.chore.table,
            "statement": entry.chore.statement,
            "ok": not entry.problem,
            "problem": entry.problem,
            "hint": entry.hint,
            "seconds": round(entry.duration, 4),
        }
        for entry in done
    ]
