"""`cfdb assess`: what will convert, what needs a decision, and what the rows say about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from cfdb.model.assessment import Answer, Question
from cfdb.model.policies import Policies
from cfdb.model.schema import Column, IndexKind, Table
from cfdb.translate.outcomes import counted
from cfdb.translate.translation import Translation
from cfdb.translate.types import INTEGERS, SPATIAL, ignores_case

DATES = ("date", "datetime", "timestamp")

SPELLED = (Question.SPELLINGS, Question.REFERENCE_SPELLING)


@dataclass(frozen=True, slots=True)
class Decision:
    """One of translate.toml: its `key`, what it is `about`, what holds `now`, and what is `proposed` where rows say so.

    `rows` are the answers that speak for one or the other.
    """

    key: str
    about: tuple[str, ...]
    now: str
    proposed: str
    rows: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """`answers` are those that found rows, or could not be given."""

    counts: tuple[tuple[str, tuple[int, ...]], ...]
    decisions: tuple[Decision, ...]
    answers: tuple[Answer, ...]
    proposed: Policies


def assess(translation: Translation, answers: Sequence[Answer]) -> Assessment:
    """`answers` are empty where no server was asked."""
    policies = translation.writer.policies
    proposed = _proposed(policies, answers)
    decisions = tuple(
        Decision(key, about, str(getattr(policies, key)), str(getattr(proposed, key)), tuple(_speaking(key, answers)))
        for key, about in _touched(translation)
        if about
    )
    found = tuple(answer for answer in answers if answer.rows or answer.problem)
    return Assessment(tuple(counted(translation.outcomes)), decisions, found, proposed)


def _touched(translation: Translation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """By the key of a decision, the columns that it is about."""
    tests: dict[str, Callable[[Column, Table], bool]] = {
        "tinyint1": _is_flag,
        "enum": lambda column, _: column.type.name == "enum",
        "unsigned": lambda column, _: column.type.unsigned and column.type.name in INTEGERS,
        "collation": _is_unique_text,
        "spatial": lambda column, _: column.type.name in SPATIAL,
        "zero_dates": lambda column, _: column.type.name in DATES and _begins_at_zero(column),
    }
    for key, test in tests.items():
        about = (
            f"{table.name}.{column.name}"
            for table in translation.declared.tables.values()
            for column in table.columns
            if test(column, table)
        )
        yield key, tuple(about)


def _is_flag(column: Column, _: Table) -> bool:
    return column.type.name == "tinyint" and column.type.length == 1 and not column.auto_increment


def _begins_at_zero(column: Column) -> bool:
    return column.default is not None and (column.default.literal or "").startswith("0000")


def _is_unique_text(column: Column, table: Table) -> bool:
    return ignores_case(column, table) and any(
        part.column.lower() == column.name.lower()
        for index in table.indexes
        if index.kind in (IndexKind.PRIMARY, IndexKind.UNIQUE)
        for part in index.parts
    )


def _proposed(policies: Policies, answers: Sequence[Answer]) -> Policies:
    """What the rows speak for. Without answers, nothing."""
    flags = [answer for answer in answers if answer.question is Question.BEYOND_BOOLEAN]
    known = all(answer.rows is not None for answer in flags)
    if known and any(not answer.rows for answer in flags):
        numbers = frozenset(f"{answer.table}.{answer.column}".lower() for answer in flags if answer.rows)
        policies = replace(policies, tinyint1="boolean", numbers=numbers)
    if policies.collation == "report" and any(answer.rows for answer in answers if answer.question in SPELLED):
        policies = replace(policies, collation="citext")
    return policies


def _speaking(key: str, answers: Sequence[Answer]) -> Iterator[Answer]:
    questions = {
        "tinyint1": (Question.BEYOND_BOOLEAN,),
        "enum": (Question.NO_MEMBER,),
        "unsigned": (Question.BEYOND_SIGNED,),
        "collation": SPELLED,
        "zero_dates": (Question.ZERO_DATE, Question.PARTIAL_DATE),
    }
    wanted = questions.get(key, ())
    return (answer for answer in answers if answer.question in wanted and answer.rows)
