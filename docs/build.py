"""Writes docs/reference-databases.md: what each database that ships with cfdb has against what its document asks.

The numbers are those of `cfdb test`, the names those of the checklists; what is said about them stands in
reference-databases.md.j2. Run by `make docs`; a test fails where the page is not what this would write.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from cfdb.project import checklist, load

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/reference-databases.md"
TEMPLATE = ROOT / "docs/reference-databases.md.j2"
OTHERWISE = ("probe", "budget", "rollback", "routes", "ledger")
"""Checks that have no row: those that are told in words, and times, which differ from run to run."""


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The whole page. Starts a throw-away server for each database."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(proof=lambda name: "\n".join(proof(name)), databases=load.configuration(ROOT).databases)


def proof(database: str) -> Iterator[str]:
    """What `cfdb test` says of a database, as Markdown."""
    verdicts = proven(database)
    for verdict in verdicts:
        rows = [row for outcome in verdict["outcomes"] if (row := _row(outcome))]
        probes = [outcome["subject"] for outcome in verdict["outcomes"] if outcome["check"] == "probe"]
        if not rows and not probes:
            continue
        yield f"### {verdict['change']} {verdict['name']}".rstrip() + "\n"
        if rows:
            yield "| | asked for | found |\n|---|---|---|"
            yield from rows
            yield ""
        if probes:
            yield f"Probes, none of which found a problem: {', '.join(probes)}.\n"
    # That a probe was slow is one more line on a busy machine, and no check of its own.
    checks = sum(not outcome["warning"] for verdict in verdicts for outcome in verdict["outcomes"])
    rollbacks = sum(outcome["check"] == "rollback" for verdict in verdicts for outcome in verdict["outcomes"])
    routes = [outcome for verdict in verdicts for outcome in verdict["outcomes"] if outcome["check"] == "routes"]
    yield f"`cfdb test --database {database}`: {checks} checks, {rollbacks} proven rollbacks."
    for outcome in routes:
        way, other = (
            outcome["subject"].removeprefix("catalog of the "),
            outcome["expected"].removeprefix("that of the "),
        )
        yield f"The {way} end in the same catalog as the {other}."


@cache
def proven(database: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "cfdb", "test", "--database", database, "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"cfdb test of {database} ended with {done.returncode}:\n{done.stderr}")
    found: list[dict[str, Any]] = json.loads(done.stdout)["verdicts"]
    return found


def _row(outcome: dict[str, Any]) -> str:
    if outcome["check"] in OTHERWISE or outcome["subject"] == "objects still there":
        return ""
    names = _names(outcome)
    asked = f"{outcome['expected']}: {names}" if names else outcome["expected"]
    return f"| {outcome['subject']} | {asked} | {outcome['found']} |"


def _names(outcome: dict[str, Any]) -> str:
    if not outcome["file"]:
        return ""
    sections = checklist.read(ROOT / outcome["file"]).sections
    names = sections.get(outcome["check"], {}).get(outcome["subject"].replace(" ", "_"))
    return ", ".join(f"`{name}`" for name in names) if isinstance(names, list) else ""


if __name__ == "__main__":
    main()
