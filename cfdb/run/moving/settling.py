"""The last steps of a move, once all rows are in: numbers go on behind them, and the planner knows what is there."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from cfdb.model.tables import TargetTable
from cfdb.moving.tables import TargetTables
from cfdb.run.moving.connections import Lent, target_at


def settle(target: TargetTables, place: str, tables: Sequence[TargetTable], move: int, workers: int) -> None:
    """Done twice it does no harm. ANALYZE takes a third of a second for any large table, on one processor."""
    for table in tables:
        target.sequences_past(table)
    count = min(workers, len(tables))
    with ExitStack() as stack:
        others = (stack.enter_context(target_at(place, f"cfdb data {move}")) for _ in range(count - 1))
        sessions: Lent[TargetTables] = Lent([target, *others])
        pool = stack.enter_context(ThreadPoolExecutor(max(1, count), "cfdb-analyze"))

        def analyze(table: TargetTable) -> None:
            with sessions.one() as session:
                session.analyze(table.name)

        try:
            list(pool.map(analyze, tables))
        except BaseException:
            # What has not begun is left: the next run does it all again.
            pool.shutdown(wait=False, cancel_futures=True)
            raise
