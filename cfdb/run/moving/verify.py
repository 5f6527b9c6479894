"""`cfdb data verify`: whether both sides have the same rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from typing import Protocol

from cfdb.copying import checksums
from cfdb.copying.checksums import Checksum, parts
from cfdb.model.comparison import Verdict
from cfdb.model.reject import Reject
from cfdb.moving.moves import Moves
from cfdb.moving.rejects import Rejects
from cfdb.moving.row_checksums import RowChecksums
from cfdb.moving.source import MoveSource
from cfdb.run.moving import differences, documents
from cfdb.run.moving.aligned import aligned
from cfdb.run.moving.connections import Lent, source_at, target_at
from cfdb.run.moving.differences import SHARES, Compared
from cfdb.run.moving.job import Job
from cfdb.run.moving.planned import Planned

PURPOSE = "cfdb data verify"

Total = tuple[int, int]
"""Rows, and the sum of their checksums."""


class VerifyLedger(Moves, Rejects, RowChecksums, Protocol):
    """Who knows which rows were rejected, and how both sides can compare the others."""


def verify(
    source: str, target: str, ledger: VerifyLedger, job: Job, *, workers: int, shown: int, percent: float = 100.0
) -> list[Verdict]:
    """Hold every table of the job against its copies. `shown` differences of each are brought in full.

    Of a hundred rows only `percent` are compared, about, the same ones each time, where a key tells which.

    `source` and `target` are the URLs that connections are opened to, as many as there are workers on either side.
    """
    tables: defaultdict[str, list[Planned]] = defaultdict(list)
    for planned in job.copies:
        tables[planned.table.name].append(planned)
    checksum = Checksum(md5=not ledger.has_crc32)
    shares = max(1, round(percent * SHARES / 100))
    compared = [Compared(table, *aligned(copies), checksum, shares) for table, copies in tables.items()]
    rejected = _rejected(ledger, job)
    with ExitStack() as stack:
        sources = Lent(stack.enter_context(source_at(source, PURPOSE)) for _ in range(workers))
        targets: Lent[RowChecksums] = Lent(
            stack.enter_context(target_at(target, PURPOSE, read_only=True)) for _ in range(workers)
        )
        pool = stack.enter_context(ThreadPoolExecutor(2 * workers, "cfdb-verify"))
        asked = [_ask(pool, sources, targets, one) for one in compared]
        return [
            _verdict(sources, targets, one, here, there, rejected[one.table], shown)
            for one, (here, there) in zip(compared, asked, strict=True)
        ]


def _ask(
    pool: ThreadPoolExecutor, sources: Lent[MoveSource], targets: Lent[RowChecksums], compared: Compared
) -> tuple[list[Future[Total]], Future[Total]]:
    """Have both sides count: the source chunk by chunk, at the same time as the target."""
    there = pool.submit(_there, targets, compared)
    here = []
    for planned in compared.copies:
        with sources.one() as source:
            conditions = planned.cut.conditions(source)
        here += [pool.submit(_here, sources, planned, condition, compared) for condition in conditions]
    return here, there


def _here(sources: Lent[MoveSource], planned: Planned, condition: str, compared: Compared) -> Total:
    select, wires = planned.cut.select, planned.wires
    with sources.one() as source:
        if compared.documents:
            query = checksums.documents(select, wires, compared.checksum)
            return documents.totals(piece.data for piece in source.pieces(compared.asked(planned, query, condition)))
        query = checksums.totals(select, wires, compared.checksum)
        ((rows, total),) = source.ask(compared.asked(planned, query, condition))
        return int(str(rows)), int(str(total or 0))


def _there(targets: Lent[RowChecksums], compared: Compared) -> Total:
    first, md5 = compared.first, compared.checksum.md5
    with targets.one() as target:
        if compared.documents:
            others = [first.shown_there[place] for place in compared.documents]
            return documents.totals(target.documents(compared.relation(target), first.texts_there, others, md5=md5))
        return target.totals(compared.relation(target), first.texts_there, md5=md5)


def _verdict(
    sources: Lent[MoveSource], targets: Lent[RowChecksums], compared: Compared,
    here: Sequence[Future[Total]], there: Future[Total], rejected: Sequence[Reject], shown: int,
) -> Verdict:  # fmt: skip
    totals = [future.result() for future in here]
    found = sum(rows for rows, _ in totals), sum(total for _, total in totals)
    verdict = Verdict(
        compared.table, found[0], there.result()[0], sampled=compared.is_sampled, not_compared=compared.not_compared
    )
    if found == there.result():
        return verdict
    with sources.one() as source, targets.one() as target:
        missing, many, some = differences.find(
            source, target, compared, rejected, shown, parts(max(found[0], there.result()[0]))
        )
    return replace(verdict, rejected=missing, differing=many, differences=some)


def _rejected(ledger: VerifyLedger, job: Job) -> defaultdict[str, list[Reject]]:
    """By the table that they are missing in. Who may read that may not be able to read the ledger."""
    found: defaultdict[str, list[Reject]] = defaultdict(list)
    if not ledger.may_read_ledger():
        return found
    for move in ledger.moves(job.database, job.name):
        for reject in ledger.rejects(move.id):
            if not reject.waits:
                found[reject.table].append(reject)
    return found
