"""The statements of a script, file by file: a DELIMITER that one leaves behind is none of the next one's business."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cfdb.model.script import GLUE, Script
from cfdb.syntax import mysql as scanner
from cfdb.syntax.mysql import Problem, Statement


def statements(script: Script) -> Iterator[Statement]:
    """By byte offsets in `script.text`. Raises ScanError, whose offset is within its own file."""
    base = 0
    for source in script.sources:
        for statement in scanner.split(source.text):
            yield replace(statement, start=statement.start + base, end=statement.end + base) if base else statement
        base += len(source.text) + len(GLUE)


def problems(script: Script) -> Iterator[Problem]:
    """What makes it unfit to be sent, by byte offsets in `script.text`."""
    base = 0
    for source in script.sources:
        for problem in scanner.problems(source.text):
            yield problem._replace(offset=problem.offset + base)
        base += len(source.text) + len(GLUE)
