"""`make corpus`: how much of real schemas `cfdb translate` carries over."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from . import download, manifest, report, run
from .judge import Outcome

MEMORY = Path("/dev/shm")
"""Servers that are thrown away need no disk, and make ten thousand files."""


def main() -> int:
    given = _arguments()
    if MEMORY.is_dir():
        tempfile.tempdir = str(MEMORY)
    wanted = [schema for schema in manifest.read() if not given.only or {schema.name, schema.package} & set(given.only)]
    console = Console(width=None if sys.stdout.isatty() else 160)
    for package in download.fetch(schema.package for schema in wanted):
        console.print(f"apt does not know {package}")
    results = []
    for result in run.results(wanted):
        results.append(result)
        if given.verbose:
            console.print(f"{result.name}: {len(result.refused)} refused, {result.seconds:.1f} s", highlight=False)
    report.per_schema(results, console)
    report.kinds(results, console)
    if given.failures:
        for line in report.lines_of(report.failures(results)):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    if given.areas:
        report.write_areas(results, given.areas)
    if given.markdown:
        given.markdown.write_text(report.markdown(results), encoding="utf-8")
    if given.details:
        given.details.write_text(report.details(results), encoding="utf-8")
    return int(any(verdict.outcome is Outcome.SILENT for result in results for verdict in result.verdicts))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="schemas or packages of packages.toml")
    parser.add_argument("--failures", action="store_true", help="what is lost, by its cause")
    parser.add_argument(
        "--areas", type=Path, metavar="FOLDER", help="write the failures of each area into a file there"
    )
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the summary by kind as Markdown")
    parser.add_argument("--details", type=Path, metavar="FILE", help="write every object that is not as it was as JSON")
    parser.add_argument("--verbose", action="store_true", help="name each schema when it is done")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
