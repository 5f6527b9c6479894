"""`cfdb apply`: what is still to run, and running it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from cfdb.dialect import Dialect, Session
from cfdb.errors import CfdbError, NotReady, Place, SqlError, raise_together
from cfdb.model.change import Change, ChangeId
from cfdb.model.ledger import Action
from cfdb.model.plan import Plan, Step
from cfdb.model.project import Database
from cfdb.model.script import Script
from cfdb.plan.apply import plan_apply, wanted_changes
from cfdb.project import checklist as checklists
from cfdb.project import scripts
from cfdb.verify.check import examine

Variables = Mapping[str, object]


def make_plan(
    session: Session,
    database: Database,
    selected: Iterable[ChangeId],
    variables: Variables,
    *,
    out_of_order: bool = False,
) -> Plan:
    """What would run so that `selected` is in place. Only reads."""
    ledger = session.ledger(database.name)
    wanted = wanted_changes(database, selected)
    in_place = ledger.by_id
    skips = {
        change.id: reason
        for change in database.changes
        if change.skip and change.id in wanted and change.id not in in_place
        if (reason := session.skip_reason(scripts.single(change.skip, variables)))
    }
    return plan_apply(database, ledger, wanted, skips=skips, out_of_order=out_of_order)


def check_scripts(dialect: Dialect, plan: Plan, variables: Variables) -> None:
    """Look through every script of the plan, forward and back, and every checklist, before the first one runs."""
    problems: list[CfdbError] = []
    for step in plan.steps:
        if step.change is None or step.action is Action.SKIP:
            continue
        try:
            forward = scripts.forward(step.change, variables)
            problems += dialect.check(forward, transactional=step.change.transactional)
            for path in step.change.preconditions:
                problems += dialect.check_query(scripts.single(path, variables))
            back = scripts.back(step.change, variables)
            if step.change.checklist:
                examine(checklists.read(step.change.checklist))
        except CfdbError as error:
            problems.append(error)
            continue
        if back:
            script = Script((back,))
            problems += dialect.check(script, transactional=scripts.transactional(script))
    raise_together(problems, "problems in the SQL, nothing was run")


def apply(
    session: Session,
    plan: Plan,
    variables: Variables,
    *,
    on_start: Callable[[Step], None],
    on_done: Callable[[Step, float], None],
) -> None:
    """Run the plan. Where a step fails, the steps before it stay, it does not, and the ledger's history says so."""
    for number, step in enumerate(plan.steps, start=1):
        change = step.change
        assert change is not None, "a plan to apply is made from the project's changes"
        on_start(step)
        back = scripts.kept(change)
        try:
            if step.action is Action.SKIP:
                session.skip(change, step.reason, back)
                seconds = 0.0
            else:
                if step.action is Action.APPLY:
                    check_preconditions(session, change, variables)
                script = scripts.forward(change, variables)
                seconds = session.apply(change, script, back, durable=number == len(plan.steps))
        except (CfdbError, KeyboardInterrupt) as error:
            fail(session, plan, step, error)
            raise
        on_done(step, seconds)


def check_preconditions(session: Session, change: Change, variables: Variables) -> None:
    """Raise NotReady with all that its preconditions say against applying `change` now."""
    reasons: list[CfdbError] = []
    for path in change.preconditions:
        result = session.probe(scripts.single(path, variables))
        if result.error is not None:
            raise result.error
        reasons += [
            NotReady(
                f"{change.id} is not ready: {problem}",
                hint="nothing of it was run: mend this first, then run it again",
                place=Place(path),
            )
            for problem in result.problems
        ]
    raise_together(reasons, f"reasons not to apply {change.id}")


def fail(session: Session, plan: Plan, step: Step, error: CfdbError | KeyboardInterrupt) -> None:
    """Write the failure into the history: a committed row, which also makes the steps before it durable.

    Where a part of the script stays, the error gets a hint that says so.
    """
    detail = "interrupted"
    if isinstance(error, CfdbError):
        detail = f"{error.message} ({error.place})" if error.place else error.message
    try:
        session.record_failure(plan.database, step.action, step.id, step.name, detail)
        if isinstance(error, SqlError) and (stays := _what_stays(session, plan, step)):
            error.hint = f"{stays}\n{error.hint}".rstrip()
    except CfdbError:
        # The first error is the one worth reading.
        return


def _what_stays(session: Session, plan: Plan, step: Step) -> str:
    for entry in session.ledger(plan.database).unfinished:
        if entry.id == step.id and entry.done and not entry.running:
            again = "roll back" if entry.action is Action.ROLLBACK else "apply"
            done = f"{entry.done} of {entry.total} statements are done and stay"
            return f"{done}: mend what follows them, then {again} again"
    return ""
