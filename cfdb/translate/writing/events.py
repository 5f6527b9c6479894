"""Events: PostgreSQL schedules nothing itself, so the body becomes a procedure, and pg_cron has to call it."""

from __future__ import annotations

import re

from cfdb.model.schema import Event, Routine
from cfdb.translate.names import literal, quoted
from cfdb.translate.routines import programs
from cfdb.translate.writing.piece import Stage, Writer, line_of

EVERY = re.compile(r"\s*EVERY\s+'?(\d{1,9})'?\s+(MINUTE|HOUR|DAY|WEEK|MONTH)\b", re.IGNORECASE)

TIMES = {
    "MINUTE": ("* * * * *", "*/{} * * * *", 60),
    "HOUR": ("0 * * * *", "0 */{} * * *", 24),
    "DAY": ("0 0 * * *", "0 0 */{} * *", 31),
    "WEEK": ("0 0 * * 0", "", 0),
    "MONTH": ("0 0 1 * *", "0 0 1 */{} *", 12),
}
"""By unit: every one, every so many, and how many of them make the next larger unit (crontab(5))."""


def write(writer: Writer, event: Event) -> None:
    name = writer.names.program("event", event.name)
    routine = Routine(name, (), event.body, comment=event.comment, origin=event.origin, obstacle=event.obstacle)
    program = programs.routine(routine, schema=writer.carried, names=writer.names, policies=writer.policies)
    for statement in program.statements:
        writer.write(Stage.ROUTINES, statement, event.origin)
    for reason in program.findings:
        tell = writer.lose if program.stub else writer.change
        tell("event", reason.reason, event.name, line_of(event, reason.line))
    writer.lose("event", f"PostgreSQL schedules nothing: {_call(event, name)}", event.name, event.origin)


def _call(event: Event, name: str) -> str:
    schedule = " ".join(event.schedule.split())
    times = _times(schedule)
    if times is None:
        return f"{schedule} has to be told to a scheduler, as CALL {quoted(name)}()"
    called = f"SELECT cron.schedule({literal(name)}, {literal(times)}, {literal(f'CALL {quoted(name)}()')})"
    return f"for {schedule}, run {called} with pg_cron" + ("" if event.enabled else "; it is disabled")


def _times(schedule: str) -> str | None:
    """The times of cron; None where it cannot say them."""
    found = EVERY.match(schedule)
    if not found:
        return None
    each, some, most = TIMES[found[2].upper()]
    number = int(found[1])
    if number == 1:
        return each
    return some.format(number) if some and number < most and most % number == 0 else None
