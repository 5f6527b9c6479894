"""The results as tables, Markdown, JSON, and what fails by its cause."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from .judge import Outcome, Verdict
from .run import Result

SHOWN = (Outcome.CARRIED, Outcome.CHANGED, Outcome.LOST, Outcome.SILENT)
SHAPE = re.compile(r"'[^']*'|\"[^\"]*\"|\b\d+\b")

AREAS = {
    "view": "views", "routine": "routines", "trigger": "routines", "event": "routines", "rows of": "rows",
    "check": "expressions", "generated": "expressions",
}  # fmt: skip
"""By kind: whose the failure is; all else is reading and writing."""


def per_schema(results: Iterable[Result], console: Console) -> None:
    table = Table("schema", box=None)
    for heading in ("tables", "objects", *(outcome.value for outcome in SHOWN), "refused", "not MariaDB's"):
        table.add_column(heading, justify="right")
    for result in results:
        counted = Counter(verdict.outcome for verdict in result.verdicts)
        cells = [result.tables, len(result.verdicts), *(counted[outcome] for outcome in SHOWN)]
        cells += [len(result.refused), len(result.problems)]
        name = result.name + (" (crashed)" if result.crash else "")
        table.add_row(name, *(str(cell or "") for cell in cells))
    console.print(table)


def by_kind(results: Iterable[Result]) -> list[tuple[str, int, dict[Outcome, int]]]:
    """Kind, how many, and how many of each outcome; the kinds in the order in which they are judged first."""
    counted: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for result in results:
        for verdict in result.verdicts:
            counted[verdict.kind][verdict.outcome] += 1
    return [(kind, sum(counts.values()), dict(counts)) for kind, counts in counted.items()]


def kinds(results: Iterable[Result], console: Console) -> None:
    table = Table("kind", box=None)
    for heading in ("objects", *(outcome.value for outcome in SHOWN), "as it was", "carried"):
        table.add_column(heading, justify="right")
    for kind, total, counts in by_kind(results):
        table.add_row(
            kind, str(total), *(str(counts.get(outcome, 0) or "") for outcome in SHOWN), *_shares(total, counts)
        )
    console.print(table)


def _shares(total: int, counts: dict[Outcome, int]) -> tuple[str, str]:
    same = counts.get(Outcome.CARRIED, 0)
    return _percent(same, total), _percent(same + counts.get(Outcome.CHANGED, 0), total)


def _percent(part: int, total: int) -> str:
    # 99.96 must not be shown as all of them.
    return "100 %" if part == total else f"{int(part / total * 1000) / 10:.1f} %"


def markdown(results: Sequence[Result]) -> str:
    judged = [result for result in results if result.verdicts]
    lines = [
        f"{len(judged)} schemas, {sum(result.tables for result in judged)} tables: "
        f"PostgreSQL refused {sum(len(result.refused) for result in judged)} statements.",
        "",
        "| kind | objects | as it was | with a change that is told | lost, and told | lost in silence |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for kind, total, counts in by_kind(judged):
        cells = [str(counts.get(outcome, 0)) for outcome in SHOWN]
        lines.append(f"| {kind} | {total} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def details(results: Iterable[Result]) -> str:
    return json.dumps(
        [
            {
                "schema": result.name,
                "tables": result.tables,
                "seconds": round(result.seconds, 2),
                "crash": result.crash,
                "refused_by_mariadb": result.problems,
                "refused_by_postgresql": [{"error": error, "sql": sql[:2000]} for sql, error in result.refused],
                "findings": [
                    f"{finding.path}:{finding.line}: {finding.level}: {finding.code}: {finding.message}"
                    for finding in result.findings
                ],
                "not_as_it_was": [
                    {
                        "kind": verdict.kind,
                        "object": verdict.object,
                        "outcome": verdict.outcome,
                        "reason": verdict.reason,
                    }
                    for verdict in result.verdicts
                    if verdict.outcome is not Outcome.CARRIED
                ],
            }
            for result in results
        ],
        indent=1,
    )


Group = tuple[str, Outcome, str]


def failures(results: Iterable[Result]) -> list[tuple[Group, list[str]]]:
    """What is not as it was and not told, or lost: by kind and cause, the most frequent first."""
    grouped: dict[Group, list[str]] = defaultdict(list)
    for result in results:
        if result.crash:
            grouped["crash", Outcome.SILENT, result.crash.strip().split("\n")[-1]].append(result.name)
        for sql, error in result.refused:
            grouped["refused", Outcome.SILENT, SHAPE.sub("…", error)].append(
                f"{result.name}: {' '.join(sql.split())[:200]}"
            )
        for verdict in result.verdicts:
            if verdict.outcome in (Outcome.LOST, Outcome.SILENT):
                grouped[_group(verdict)].append(f"{result.name}: {verdict.object}")
    return sorted(grouped.items(), key=lambda item: (item[0][1] != Outcome.SILENT, -len(item[1])))


def _group(verdict: Verdict) -> Group:
    return verdict.kind, verdict.outcome, SHAPE.sub("…", verdict.reason)[:160]


def lines_of(groups: Iterable[tuple[Group, list[str]]], examples: int = 3) -> Iterable[str]:
    for (kind, outcome, reason), objects in groups:
        yield f"{len(objects):5} {outcome}: {kind}: {reason}"
        for shown in objects[:examples]:
            yield f"        {shown}"


def write_areas(results: Sequence[Result], folder: Path) -> None:
    """One file of failures for each part of the translation."""
    areas: dict[str, list[tuple[Group, list[str]]]] = defaultdict(list)
    for group, objects in failures(results):
        kind, _, _reason = group
        first = objects[0].partition(": ")[2]
        area = "routines" if "FUNCTION" in first[:40] or "PROCEDURE" in first[:40] or "TRIGGER" in first[:40] else "ddl"
        area = "views" if first.startswith("CREATE VIEW") else "rows" if first.startswith("INSERT") else area
        areas[AREAS.get(kind, area)].append((group, objects))
    for area, groups in areas.items():
        text = "\n".join(lines_of(groups, examples=20)) + "\n"
        (folder / f"corpus_failures_{area}.txt").write_text(text, encoding="utf-8")
