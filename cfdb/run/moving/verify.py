"""`cfdb data verify`: whether both sides have the same rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import Any

from cfdb.copying import checksums
from cfdb.copying.checksums import Checksum
from cfdb.model.comparison import Verdict
from cfdb.model.move import Query
from cfdb.moving import MoveSource, MoveTarget
from cfdb.run.moving import differences
from cfdb.run.moving.differences import Compared
from cfdb.run.moving.job import Job, Planned
from cfdb.run.moving.worker import source_at

Total = tuple[int, int]
"""Rows, and the sum of their checksums."""

Key = dict[str, str | None]


class Sources:
    """Connections to the source, lent to one thread at a time."""

    def __init__(self, sources: Iterable[MoveSource]) -> None:
        self._free: SimpleQueue[MoveSource] = SimpleQueue()
        for source in sources:
            self._free.put(source)

    @contextmanager
    def one(self) -> Iterator[MoveSource]:
        source = self._free.get()
        try:
            yield source
        finally:
            self._free.put(source)


def verify(place: str, target: MoveTarget, job: Job, *, workers: int, shown: int) -> list[Verdict]:
    """Hold every table of the job against its copies. `shown` differences of each are brought in full."""
    tables: defaultdict[str, list[Planned]] = defaultdict(list)
    for planned in job.copies:
        tables[planned.table.name].append(planned)
    rejected = _rejected(target, job)
    checksum = Checksum(md5=not target.has_crc32)
    found = []
    with ExitStack() as stack:
        sources = Sources(stack.enter_context(source_at(place, "cfdb data verify")) for _ in range(workers))
        pool = stack.enter_context(ThreadPoolExecutor(workers + 1, "cfdb-verify"))
        for table, copies in tables.items():
            here, there = _totals(sources, target, pool, copies, checksum)
            compared = Compared(table, tuple(copies), checksum)
            with sources.one() as source:
                if here == there and not differences.documents_differ(source, target, compared):
                    found.append(Verdict(table, here[0], there[0]))
                    continue
                missing, many, some = differences.find(source, target, compared, rejected[table], shown)
            found.append(Verdict(table, here[0], there[0], missing, many, some))
    return found


def _totals(
    sources: Sources, target: MoveTarget, pool: ThreadPoolExecutor, copies: Sequence[Planned], checksum: Checksum
) -> tuple[Total, Total]:
    """Of both sides, asked at the same time; the source chunk by chunk."""
    there = pool.submit(target.totals, copies[0].table.name, copies[0].texts_there, md5=checksum.md5)

    def ask(query: Query, condition: str) -> Total:
        with sources.one() as source:
            ((rows, total),) = source.ask(query.on(condition))
            return int(str(rows)), int(str(total or 0))

    asked = []
    for planned in copies:
        query = checksums.totals(planned.copy.select, planned.wires, checksum)
        with sources.one() as source:
            conditions = planned.cut.conditions(source)
        asked += [pool.submit(ask, query, condition) for condition in conditions]
    totals: list[Any] = [future.result() for future in asked]
    return (sum(rows for rows, _ in totals), sum(total for _, total in totals)), there.result()


def _rejected(target: MoveTarget, job: Job) -> defaultdict[str, list[Key]]:
    found: defaultdict[str, list[Key]] = defaultdict(list)
    for move in target.moves(job.database, job.name):
        for reject in target.rejects(move.id):
            if not reject.waits:
                found[reject.table].append(dict(reject.key))
    return found
