"""The last steps of a move, once all rows are in: numbers go on behind them, and the planner knows what is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cfdb.model.tables import TargetTable
from cfdb.moving.tables import TargetTables
from cfdb.moving.workers import Workers
from cfdb.run.moving.at_once import at_once


class SettledTarget(TargetTables, Workers, Protocol):
    """Analyzes in sessions of its own, which the ledger has on its list of workers."""


def settle(target: SettledTarget, place: str, tables: Sequence[TargetTable], move: int, workers: int) -> None:
    """Done twice it does no harm. ANALYZE takes a third of a second for any large table, on one processor."""
    for table in tables:
        target.sequences_past(table)
    count = min(workers, len(tables))
    if count > 1:
        at_once(target, place, move, count, lambda session, table: session.analyze(table.name), tables)
        return
    for table in tables:
        target.analyze(table.name)
