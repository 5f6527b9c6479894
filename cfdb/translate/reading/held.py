"""What is declared at one place of a script: tables, views and programs, and what was there before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from cfdb.model.schema import Event, Origin, Routine, Schema, Table, Trigger, View
from cfdb.translate.reading import databases, tables
from cfdb.translate.reading.runs import Rows
from cfdb.translate.reading.words import NotUnderstood, Words

Report = Callable[[str, str, Origin], None]
"""Takes a code, a message, and where it is."""

Program = TypeVar("Program", Trigger, Routine, Event)


class Drop(NamedTuple):
    """What was there, and where it went."""

    thing: Table | View | Trigger | Routine | Event
    origin: Origin


@dataclass
class Held:
    """Names are looked up as a server on Linux does, then in any case."""

    report: Report
    tables: dict[str, Table] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    routines: dict[str, Routine] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    data: list[Rows] = field(default_factory=list)
    databases: dict[str, None] = field(default_factory=dict)
    """What the database is called, in lower case, where that is known."""
    dropped: dict[str, Table | View] = field(default_factory=dict)
    """Tables and views that are not there any more, as they were."""
    drops: list[Drop] = field(default_factory=list)
    replaced: list[tuple[View | Trigger | Routine | Event, Origin]] = field(default_factory=list)
    """What another of the same name has taken the place of, and where."""

    def schema(self) -> Schema:
        return Schema(
            {name: tables.finished(table) for name, table in self.tables.items()},
            {name: self._own_view(view) for name, view in self.views.items()},
            {name: self._own_program(trigger) for name, trigger in self.triggers.items()},
            {name: self._own_program(routine) for name, routine in self.routines.items()},
            {name: self._own_program(event) for name, event in self.events.items()},
        )

    def _own_view(self, view: View) -> View:
        found = databases.unqualified(view.query, self.databases)
        return replace(view, query=found.text, obstacle=view.obstacle or _elsewhere(found))

    def _own_program(self, program: Program) -> Program:
        found = databases.unqualified(program.body, self.databases)
        return replace(program, body=found.text, obstacle=program.obstacle or _elsewhere(found))

    def _use(self, name: str, origin: Origin) -> None:
        """A script is of one database; others are read as if they were part of it."""
        if name and name.lower() not in self.databases:
            if self.databases:
                first = next(iter(self.databases))
                self.report("not-understood", f"database {name}: it is read as if it were part of {first}", origin)
            self.databases[name.lower()] = None

    def _table(self, words: Words, name: str) -> Table:
        """The table of that name; one whose name differs only in case where there is no other."""
        if name in self.tables:
            return self.tables[name]
        near = [table for key, table in self.tables.items() if key.lower() == name.lower()]
        if len(near) == 1:
            return near[0]
        raise NotUnderstood(f"table {name} is not known", words.offset())

    def _key(self, name: str, *, is_function: bool) -> str:
        """Its name; what is called like another that is of the other kind has its own kind before it.

        Case does not matter, but what is there keeps the name that it has.
        """
        for key, held in self.routines.items():
            if held.name.lower() == name.lower() and (held.returns is not None) is is_function:
                return key
        return f"{'function' if is_function else 'procedure'} {name}" if name in self.routines else name

    def _place(self, trigger: Trigger, precedes: str) -> None:
        """Triggers stand in the order in which they run."""
        self._replace(self.triggers.get(trigger.name), trigger.origin)
        names = [name for name in self.triggers if name != trigger.name]
        at = len(names)
        if precedes in names:
            at = names.index(precedes)
        elif trigger.follows in names:
            at = names.index(trigger.follows) + 1
        known = self.triggers | {trigger.name: trigger}
        self.triggers = {name: known[name] for name in (*names[:at], trigger.name, *names[at:])}

    def _replace(self, thing: View | Routine | Event | Trigger | None, origin: Origin) -> None:
        if thing is not None:
            self.replaced.append((thing, origin))

    def _rename(self, old: str, new: str) -> None:
        for place in (self.tables, self.views):
            if old in place:
                thing = place.pop(old)
                place[new] = replace(thing, name=new)  # type: ignore[assignment]
        for name, table in self.tables.items():
            foreign_keys = tuple(replace(key, table=new) if key.table == old else key for key in table.foreign_keys)
            self.tables[name] = replace(table, foreign_keys=foreign_keys)
        for name, trigger in self.triggers.items():
            if trigger.table == old:
                self.triggers[name] = replace(trigger, table=new)

    def _forget_rows(self, name: str, origin: Origin) -> None:
        """Those that the script has put into a table which it drops: another may get its name."""
        if self.data:
            self.data = [place for place in self.data if place.origin.path != origin.path or not place.fills(name)]


def _elsewhere(found: databases.Found) -> str:
    return f"it asks another database, {found.others[0]}" if found.others else ""
