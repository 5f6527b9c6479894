"""The SQL of changes, read when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cfdb.model.change import Change
from cfdb.model.script import Script, Source
from cfdb.project import sqlfile


def forward(change: Change, variables: Mapping[str, object]) -> Script:
    return Script(tuple(sqlfile.load(path, variables) for path in change.files))


def back(change: Change, variables: Mapping[str, object]) -> Source | None:
    """The rollback as the project has it; None where it has none."""
    return sqlfile.load(change.rollback, variables) if change.rollback else None


def single(path: Path, variables: Mapping[str, object]) -> Script:
    return Script((sqlfile.load(path, variables),))


def from_ledger(text: bytes, name: str) -> Script:
    """The rollback as the ledger kept it."""
    return Script((Source(Path(f"<ledger: {name}>"), text),))


def transactional(script: Script) -> bool:
    return all(sqlfile.directives(source.text, source.path).transactional for source in script.sources)
