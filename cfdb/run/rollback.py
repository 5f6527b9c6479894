"""`cfdb rollback`: what has to go, what would be lost, and running it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cfdb.dialect import Dialect, Session
from cfdb.errors import CfdbError, raise_together
from cfdb.model.change import ChangeId
from cfdb.model.plan import Plan, Step
from cfdb.model.project import Database
from cfdb.model.script import Script
from cfdb.plan.rollback import plan_rollback
from cfdb.project import scripts
from cfdb.run.apply import Variables, fail

MANY = 100_000
"""Rows up to which a table at stake is counted exactly."""


@dataclass(frozen=True, slots=True)
class AtStake:
    """What a rollback would take away: rows per table, and changes whose code cannot be seen through."""

    rows: dict[str, int]
    unseen: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.rows or self.unseen)


def make_plan(session: Session, database: Database, selected: Iterable[ChangeId]) -> Plan:
    return plan_rollback(database, session.ledger(database.name), selected)


def script_of(session: Session, plan: Plan, step: Step, variables: Variables) -> Script | None:
    """The SQL that undoes a step: the project's file, else what the ledger kept; None for what was skipped."""
    if step.skipped:
        return None
    source = scripts.back(step.change, variables) if step.change else None
    if source:
        return Script((source,))
    return scripts.from_ledger(session.rollback_sql(plan.database, step.id), str(step.id), variables)


def at_stake(session: Session, dialect: Dialect, plan: Plan, variables: Variables) -> AtStake:
    """Check every script of the plan, then count the rows that they would drop."""
    problems: list[CfdbError] = []
    running: list[tuple[Step, Script]] = []
    for step in plan.steps:
        try:
            script = script_of(session, plan, step, variables)
        except CfdbError as error:
            problems.append(error)
            continue
        if script is None:
            continue
        problems += dialect.check(script, transactional=scripts.transactional(script))
        running.append((step, script))
    raise_together(problems, "problems in the SQL, nothing was run")
    # Together: what one step renames, a later one may drop.
    lost = dialect.losses([script for _, script in running])
    losses = [loss for found in lost for loss in found if loss.kind != "unseen"]
    unseen = [
        f"{step.id} (line {loss.line})"
        for (step, _), found in zip(running, lost, strict=True)
        for loss in found
        if loss.kind == "unseen"
    ]
    return AtStake(session.rows_at_stake(losses) if losses else {}, tuple(unseen))


def rollback(
    session: Session,
    plan: Plan,
    variables: Variables,
    *,
    on_start: Callable[[Step], None],
    on_done: Callable[[Step, float], None],
) -> None:
    """Run the plan. Where a step fails, the steps before it stay undone, it stays in place."""
    for number, step in enumerate(plan.steps, start=1):
        on_start(step)
        script = script_of(session, plan, step, variables)
        try:
            seconds = session.rollback(
                plan.database,
                step.id,
                step.name,
                script,
                transactional=script is None or scripts.transactional(script),
                durable=number == len(plan.steps),
            )
        except (CfdbError, KeyboardInterrupt) as error:
            fail(session, plan, step, error)
            raise
        on_done(step, seconds)
