"""What stands in the way of a move, as far as catalogs tell: no row is read. `plan` shows it, `migrate` refuses it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from cfdb.copying.concerns import Concern, Weight, of_doubt
from cfdb.errors import CfdbError, Refused, raise_together
from cfdb.model.rebuild import Clearing
from cfdb.model.schema import Table
from cfdb.model.tables import TargetTable
from cfdb.moving.moves import Moves
from cfdb.moving.source import MoveSource
from cfdb.run.moving.allowing import MANY_INSTANTS, NOT_EMPTY
from cfdb.run.moving.planned import Planned, waits


def refuse(concerns: Sequence[Concern]) -> None:
    """Raise Refused for all that is refused, at once."""
    errors: list[CfdbError] = [
        Refused(f"{concern.subject}: {told(concern)}", hint=concern.hint)
        for concern in concerns
        if concern.weight is Weight.REFUSED
    ]
    raise_together(errors, "things are refused")


def told(concern: Concern) -> str:
    """How many rows it is about, and what it is."""
    if concern.rows is None:
        return concern.message
    rows = f"{concern.rows:,} row{'' if concern.rows == 1 else 's'}"
    example = f", such as {concern.example}" if concern.example else ""
    return f"{rows}{example}: {concern.message}"


def standing(
    copies: Sequence[Planned], tables: Sequence[TargetTable], allowed: Collection[str], *, emptied: bool = False
) -> list[Concern]:
    """Of both sides together. With `emptied`, rows that are in the target go before the move."""
    found = [] if emptied else list(_filled(tables, allowed))
    return [*found, *_cycles(copies), *_all_rows(copies, allowed), *_triggers(tables)]


def ledger(target: Moves) -> list[Concern]:
    """Whether the move can be remembered."""
    obstacle = target.ledger_obstacle()
    return [Concern(Weight.REFUSED, "ledger", "target", obstacle.message, obstacle.hint)] if obstacle else []


def clearing(clearing: Clearing) -> list[Concern]:
    """What is not taken away though it was asked for."""
    stays = [Concern(Weight.WARNING, "stays", "", f"{kept.what} stays: {kept.why}") for kept in clearing.kept]
    may_stay = [Concern(Weight.UNKNOWN, "stays", "", f"{kept.what} may stay: {kept.why}") for kept in clearing.untried]
    return [*stays, *may_stay]


def _filled(tables: Sequence[TargetTable], allowed: Collection[str]) -> Iterator[Concern]:
    for table in tables:
        if table.has_rows:
            done = NOT_EMPTY in allowed
            yield Concern(
                Weight.ALLOWED if done else Weight.REFUSED,
                NOT_EMPTY,
                _short(table.name),
                "there are rows already" + (": they stay" if done else ""),
                "" if done else f"empty the table first; --allow {NOT_EMPTY}: they stay",
                allow=True,
            )


def _cycles(copies: Sequence[Planned]) -> Iterator[Concern]:
    """Copies of which each would have to wait for the others: none ever began."""
    names = {one.copy.number: subject_of(one) for one in copies}
    before = {number: set(others) for number, others in waits(copies).items()}
    while True:
        try:
            TopologicalSorter(before).prepare()
        except CycleError as error:
            circle: list[int] = error.args[1]
        else:
            return
        path = list(dict.fromkeys(names[number] for number in reversed(circle)))
        keys = ", ".join(dict.fromkeys(_keys_between(copies, set(circle))))
        yield Concern(
            Weight.REFUSED,
            "cycle",
            path[0],
            f"foreign keys go in a circle: {' → '.join([*path, path[0]])} ({keys})",
            "let 'migrate --rebuild-indexes' take them away while rows move, or leave the columns of one for later",
            copy=circle[0],
        )
        for number in circle:
            before[number] -= set(circle)


def _keys_between(copies: Sequence[Planned], numbers: Collection[int]) -> Iterator[str]:
    """The names of the foreign keys between the tables of these copies."""
    tables = {one.table.name: one.table for one in copies if one.copy.number in numbers}
    for table in tables.values():
        yield from (key.name for key in table.foreign_keys if key.references in tables.keys() - {table.name})


def _all_rows(copies: Sequence[Planned], allowed: Collection[str]) -> Iterator[Concern]:
    """Doubts that no condition narrows down: each value is concerned."""
    for one in copies:
        for column in one.columns:
            for doubt in column.wire.doubts:
                if not doubt.rows:
                    subject = subject_of(one, column.target.name)
                    yield at(one, of_doubt(doubt, subject, column.target, allowed, rows=None))


def _triggers(tables: Sequence[TargetTable]) -> Iterator[Concern]:
    for table in tables:
        if table.triggers:
            yield Concern(
                Weight.WARNING,
                "trigger",
                _short(table.name),
                f"each row fires {', '.join(table.triggers)}",
                "if the rows have been through it already, let 'migrate --disable-triggers' keep it from firing",
            )


def instant(
    source: MoveSource,
    reads: Sequence[str],
    legacy: Mapping[str, Table],
    ways: Sequence[str],
    workers: int,
    allowed: Collection[str],
) -> list[Concern]:
    """Whether all readers can see the source at one moment."""
    found = []
    if not ways and workers > 1:
        done = MANY_INSTANTS in allowed
        found.append(Concern(
            Weight.ALLOWED if done else Weight.REFUSED,
            MANY_INSTANTS,
            "source",
            "no right to hold the source still while readers begin: they would not see one instant",
            "" if done else f"--workers 1, grant RELOAD or LOCK TABLES, or --allow {MANY_INSTANTS}",
            allow=True,
        ))  # fmt: skip
    for name in reads:
        bare = name.strip("`").replace("``", "`")
        if bare in legacy and not source.volume(bare).transactional:
            found.append(Concern(
                Weight.WARNING,
                "no-snapshot",
                bare,
                f"{legacy[bare].engine or 'its engine'} has no transactions: rows are read as they are at that moment",
                "let nobody write to it until the move is through",
            ))  # fmt: skip
    return found


def at(one: Planned, concern: Concern) -> Concern:
    """With the place in the mapping that it is about."""
    return replace(concern, copy=one.copy.number, origin=one.copy.origin)


def subject_of(one: Planned, column: str = "") -> str:
    """A target table, or a column of one, as a person says it."""
    table = _short(one.table.name)
    return f"{table}.{column}" if column else table


def _short(table: str) -> str:
    return table.removeprefix("public.")
