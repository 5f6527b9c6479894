"""A whole schema: tables, then what needs all of them to be known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from cfdb.model.policies import Policies
from cfdb.model.schema import Routine, Schema, Table, Trigger, View
from cfdb.translate import views
from cfdb.translate.agreement import agreed
from cfdb.translate.expressions import Untranslatable
from cfdb.translate.names import LONGEST, literal, names_of, quoted
from cfdb.translate.routines import nul, programs, triggers
from cfdb.translate.routines.programs import Program
from cfdb.translate.sources import Columns
from cfdb.translate.writing import events, indexes, tables
from cfdb.translate.writing.piece import Stage, Writer, line_of

SAME_NAME = "PostgreSQL has one space of names for functions, procedures and what triggers run"


def write(declared: Schema, policies: Policies) -> Writer:
    """Everything of a schema but its rows."""
    schema = nul.widened(agreed(declared, policies))
    names = names_of(schema)
    writer = Writer(schema, names, policies)
    writer.relations |= {names.table(name) for name in (*schema.tables, *schema.views)}
    if policies.enum == "type":
        writer.relations |= set(names.enums.values())
    for table in schema.tables.values():
        tables.write(writer, table)
    indexes.write(writer)
    for table in schema.tables.values():
        indexes.write_foreign_keys(writer, table)
    _write_views(writer)
    stubs = _write_routines(writer, declared)
    _write_triggers(writer)
    _tell_callers(writer, stubs)
    for event in schema.events.values():
        events.write(writer, event)
    return writer


def set_counters(writer: Writer) -> None:
    """After rows with numbers of their own, the next one is above all of them."""
    for table in writer.schema.tables.values():
        for counter in counters(writer, table):
            writer.write(Stage.COUNTERS, counter, table.origin)


def counters(writer: Writer, table: Table) -> Iterator[str]:
    """What sets the next number of a table, where it has one."""
    for column in table.columns:
        if column.auto_increment:
            name, own = writer.names.table(table.name), writer.names.column(table.name, column.name)
            serial = f"pg_get_serial_sequence({literal(quoted(name))}, {literal(own)})"
            largest = f"(SELECT max({quoted(own)}) FROM {quoted(name)})"
            least = max(table.auto_increment or 1, 1)
            # greatest() passes over the NULL of an empty table.
            yield f"SELECT setval({serial}, greatest({largest} + 1, {least}), false)"


def _write_views(writer: Writer) -> None:
    schema, known = writer.carried, dict[str, Columns]()
    for view in _in_order(schema):
        try:
            if view.obstacle:
                raise Untranslatable(view.obstacle)
            found = views.view(view, schema=schema, names=writer.names, policies=writer.policies, known=known)
        except Untranslatable as error:
            writer.lose("view", error.reason, view.name, view.origin)
            writer.lost_views[view.name] = error.reason
            schema = writer.carried
            continue
        writer.write(Stage.VIEWS, found.sql, view.origin, name=writer.names.table(view.name))
        for note in found.notes:
            writer.change("view", note, view.name, view.origin)


def _in_order(schema: Schema) -> Iterable[View]:
    """Views after those that they ask."""
    words = {name: set(re.findall(r"[\w$]+", view.query.lower())) for name, view in schema.views.items()}
    needs = {
        name: [other for other in schema.views if other != name and other.lower() in used]
        for name, used in words.items()
    }
    try:
        return [schema.views[name] for name in TopologicalSorter(needs).static_order()]
    except CycleError:
        return schema.views.values()


def _write_routines(writer: Writer, declared: Schema) -> set[str]:
    """Returns the names, in lower case, of those that became stubs."""
    stubs: set[str] = set()
    for key, routine in writer.schema.routines.items():
        for parameter in nul.bytes_now(declared.routines[key], routine):
            message = f"{parameter} is bytea: it holds NUL bytes, which are none of a text"
            writer.change("routine", message, routine.name, routine.origin)
        program = programs.routine(routine, schema=writer.carried, names=writer.names, policies=writer.policies)
        _write_program(writer, Stage.ROUTINES, "routine", routine, program)
        name = writer.names.program("function" if routine.returns is not None else "procedure", routine.name)
        if name != routine.name:
            why = SAME_NAME if len(routine.name.encode()) <= LONGEST else tables.TOO_LONG
            writer.change("routine", f"it is called {name}: {why}", routine.name, routine.origin)
        if routine.returns is None:
            writer.procedures[routine.name] = program
        if program.stub:
            stubs.add(routine.name.lower())
    return stubs


def _write_triggers(writer: Writer) -> None:
    schema = writer.carried
    for trigger in writer.schema.triggers.values():
        program = triggers.trigger(trigger, schema=schema, names=writer.names, policies=writer.policies)
        _write_program(writer, Stage.TRIGGERS, "trigger", trigger, program)


def _tell_callers(writer: Writer, stubs: set[str]) -> None:
    """What calls a stub, or what calls such a one, raises an error, too."""
    bodies = [
        (code, thing, set(re.findall(r"[\w$]+", thing.body.lower())))
        for code, things in (("routine", writer.schema.routines), ("trigger", writer.schema.triggers))
        for thing in things.values()
        if code == "trigger" or thing.name.lower() not in stubs
    ]
    failing, grown = set(stubs), True
    while grown:
        grown = False
        for entry in list(bodies):
            code, thing, words = entry
            if called := sorted(words & failing):
                message = f"it fails where it calls {called[0]}, which is not carried over"
                writer.lose(code, message, thing.name, thing.origin)
                bodies.remove(entry)
                if code == "routine":
                    failing.add(thing.name.lower())
                    writer.failing.add(thing.name)
                    grown = True


def _write_program(writer: Writer, stage: Stage, code: str, declared: Routine | Trigger, program: Program) -> None:
    for statement in program.statements:
        writer.write(stage, statement, declared.origin)
    tell = writer.lose if program.stub else writer.change
    for reason in program.findings:
        tell(code, reason.reason, declared.name, line_of(declared, reason.line))
