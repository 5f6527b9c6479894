"""Triggers: a function each, and a name by which PostgreSQL fires them in MySQL's order."""

from __future__ import annotations

from dataclasses import replace

from cfdb.model.policies import Policies
from cfdb.model.schema import ForeignKey, Schema, Table, Trigger
from cfdb.translate.names import Names, quoted, shortened
from cfdb.translate.reading.words import NotUnderstood
from cfdb.translate.routines import scope, tree, walking
from cfdb.translate.routines.parsing import parse
from cfdb.translate.routines.programs import PATH, aliases, outermost, prepared, raising, with_declared
from cfdb.translate.routines.scope import Program, Reason, Scope, Variable
from cfdb.translate.routines.statements import Body
from cfdb.translate.routines.variables import column
from cfdb.translate.routines.writer import Lines
from cfdb.translate.values import Untranslatable

BACK = {("BEFORE", "INSERT"): "NEW", ("BEFORE", "UPDATE"): "NEW", ("BEFORE", "DELETE"): "OLD"}


def trigger(trigger: Trigger, *, schema: Schema, names: Names, policies: Policies) -> Program:
    """A trigger and its function; where its body cannot be carried over it raises an error, so that no row slips by."""
    table = schema.table(trigger.table)
    if table is None:
        return Program((), (Reason(f"trigger on {trigger.table}, which is no table that is known", 1),), stub=True)
    if trigger.obstacle:
        return _stub(trigger, Reason(trigger.obstacle, 1), schema, names)
    try:
        body = parse(trigger.body)
    except NotUnderstood as error:
        line = trigger.body.count("\n", 0, error.offset) + 1
        return _stub(trigger, Reason(error.reason, line), schema, names)
    shared = scope.Routine(
        trigger.name, "trigger", schema, names, policies, body, table=table, timing=trigger.timing, event=trigger.event
    )
    try:
        return _written(trigger, shared, table)
    except Untranslatable as error:
        return _stub(trigger, Reason(error.reason, max(shared.line, 1)), schema, names)
    except RecursionError:
        return _stub(trigger, Reason("nested too deeply", 1), schema, names)


def _written(trigger: Trigger, shared: scope.Routine, table: Table) -> Program:
    shared.taken |= aliases(trigger.body)
    inner = prepared(shared, Scope(shared, _rows(trigger, shared, table)), trigger.body)
    writer = Body(shared)
    lines = with_declared(shared, [], outermost(writer, shared.body, inner))
    back = BACK.get((trigger.timing, trigger.event), "NULL")
    text = "\n".join(_returning(lines, back))
    _differences(trigger, shared, table)
    name, renamed = fired_as(trigger, shared.schema, shared.names)
    if renamed:
        shared.find(f"called {name}, so that it fires in MySQL's order", 1)
    statements = _statements(trigger, name, shared.names, text)
    return Program(tuple(statements), tuple(shared.findings), stub=False)


def _rows(trigger: Trigger, shared: scope.Routine, table: Table) -> dict[str, Variable]:
    """NEW and OLD, as far as this event has them; columns that have no counterpart are not there."""
    found: dict[str, Variable] = {}
    rows = {"INSERT": ("new",), "UPDATE": ("new", "old"), "DELETE": ("old",)}[trigger.event]
    for row in rows:
        for one in table.columns:
            try:
                own = column(row, one, table, shared.names, shared.policies)
            except Untranslatable:
                continue
            if one.generated and trigger.timing == "BEFORE" and row == "new":
                # PostgreSQL computes it once all triggers have run.
                continue
            settable = row == "new" and trigger.timing == "BEFORE" and not one.generated
            found[f"{row}.{one.name.lower()}"] = replace(own, settable=settable)
    return found


def _returning(lines: Lines, back: str) -> Lines:
    """The function gives back the row that goes on; leaving the outermost block does so, too."""
    last = len(lines) - 1
    if lines[0].startswith("<<") or "EXCEPTION" in lines:
        return ["BEGIN", *(f"    {line}" for line in lines), f"    RETURN {back};", "END;"]
    return [*lines[:last], f"    RETURN {back};", lines[last]]


def _differences(trigger: Trigger, shared: scope.Routine, table: Table) -> None:
    counter = next((one.name.lower() for one in table.columns if one.auto_increment), "")
    if trigger.timing == "BEFORE" and trigger.event == "INSERT" and counter and _names_row(trigger, counter):
        shared.find(f"NEW.{counter} has its number here already, where MySQL has 0", 1)
    queries = [one.text for one in walking.walk(shared.body) if isinstance(one, tree.Query)]
    if trigger.timing == "AFTER" and any(table.name.lower() in walking.words(text) for text in queries):
        shared.find(f"it sees all rows of the statement in {table.name}, MySQL's those up to its own", 1)
    if any(action in actions for key in table.foreign_keys for action, actions in _actions(trigger.event, key)):
        shared.find("it fires for what a foreign key changes, too, MySQL's does not", 1)


def _actions(event: str, key: ForeignKey) -> list[tuple[str, tuple[str, ...]]]:
    """The actions of a foreign key, each with those that come to such an event."""
    on_delete, on_update = key.on_delete.upper(), key.on_update.upper()
    if event == "DELETE":
        return [(on_delete, ("CASCADE",))]
    if event == "UPDATE":
        return [(on_delete, ("SET NULL", "SET DEFAULT")), (on_update, ("CASCADE", "SET NULL", "SET DEFAULT"))]
    return []


def _names_row(trigger: Trigger, name: str) -> bool:
    return f"new.{name}" in "".join(trigger.body.lower().replace("`", "").split())


def fired_as(trigger: Trigger, schema: Schema, names: Names) -> tuple[str, bool]:
    """The trigger's name, and whether it is another one: PostgreSQL fires triggers in the order of their names."""
    others = in_order(trigger, schema)
    table = schema.table(trigger.table)
    wanted = [shortened(one.name) for one in others]
    first = ""
    if table and (trigger.timing, trigger.event) == ("BEFORE", "UPDATE") and any(c.on_update for c in table.columns):
        # MySQL sets columns ON UPDATE before triggers see them.
        first = names.program("on_update", table.name)
    names_there = [first, *wanted] if first else wanted
    if names_there == sorted(names_there, key=str.encode):
        return wanted[others.index(trigger)], False
    at = others.index(trigger) + 1
    return shortened(f"{first}_{at:02}_{trigger.name}" if first else f"t{at:02}_{trigger.name}"), True


def in_order(trigger: Trigger, schema: Schema) -> list[Trigger]:
    """The triggers of the same event, as they were declared, each behind the one that it follows."""
    found: list[Trigger] = []
    for one in schema.triggers.values():
        same = (one.table.lower(), one.timing, one.event) == (trigger.table.lower(), trigger.timing, trigger.event)
        if not same:
            continue
        at = next((n + 1 for n, other in enumerate(found) if other.name.lower() == one.follows.lower()), len(found))
        found.insert(at if one.follows else len(found), one)
    return found


def _statements(trigger: Trigger, name: str, names: Names, text: str) -> list[str]:
    function, table = quoted(names.program("trigger", trigger.name)), quoted(names.table(trigger.table))
    head = f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {PATH}"
    event = f"{trigger.timing} {trigger.event} ON {table}"
    return [
        f"{head} AS $cfdb$\n{text.rstrip(';')}\n$cfdb$",
        f"CREATE TRIGGER {quoted(name)} {event} FOR EACH ROW EXECUTE FUNCTION {function}()",
    ]


def _stub(trigger: Trigger, reason: Reason, schema: Schema, names: Names) -> Program:
    name, _ = fired_as(trigger, schema, names)
    statements = _statements(trigger, name, names, raising(trigger.name, reason))
    return Program(tuple(statements), (reason,), stub=True)
