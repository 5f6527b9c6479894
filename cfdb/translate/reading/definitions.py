"""Statements that say what there is: CREATE, ALTER, DROP and RENAME, and calls of procedures that alter tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from cfdb.model.schema import Origin, Table, View
from cfdb.translate.reading import alter, calls, keys, programs, tables
from cfdb.translate.reading.held import Drop, Held
from cfdb.translate.reading.tables import LineOf
from cfdb.translate.reading.words import Words

ALTERING = ("ALTER", "RENAME", "CALL")
INDEXING = ("INDEX", "UNIQUE", "FULLTEXT", "SPATIAL")
"""What tables are altered with: CREATE INDEX and DROP INDEX, too, and procedures that do nothing else."""


class Change(NamedTuple):
    """A statement that alters tables: all of them before and after it."""

    before: Mapping[str, Table]
    after: Mapping[str, Table]
    origin: Origin


@dataclass
class Definitions(Held):
    """What is declared, as one statement after the other changes it."""

    calls: list[calls.Call] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    """Statements that alter tables, where the reader `records` them."""
    records: bool = False
    _obstacle: str = ""
    """Why the statement at hand does not mean what it says."""

    def _define(self, words: Words, first: str, second: str, origin: Origin, line_of: LineOf) -> None:
        indexing = first in ("CREATE", "DROP") and second in INDEXING
        before = dict(self.tables) if self.records and (indexing or first in ALTERING) else {}
        self._take(words, first, second, origin, line_of)
        if any(self.tables.get(name) is not table for name, table in before.items()):
            self.changes.append(Change(before, dict(self.tables), origin))

    def _take(self, words: Words, first: str, second: str, origin: Origin, line_of: LineOf) -> None:
        match first:
            case "CREATE":
                self._create(words, origin, line_of)
            case "ALTER":
                self._alter(words, second, origin, line_of)
            case "DROP":
                self._drop(words, origin)
            case "RENAME":
                words.expect("RENAME")
                words.accept_any("TABLES", "TABLE")
                while True:
                    old = words.name()
                    words.expect("TO")
                    self._rename(old, words.name())
                    if not words.accept(","):
                        break
            case "CALL":
                self._call(words.text, origin)
            case _:
                self.report("not-understood", f"{first} is not carried over", origin)

    def _create(self, words: Words, origin: Origin, line_of: LineOf) -> None:
        words.expect("CREATE")
        replaces = words.accept("OR", "REPLACE")
        head = programs.head(words)
        temporary = words.accept("TEMPORARY")
        if words.accept("TABLE"):
            self._create_table(words, origin, line_of, replaces=replaces, temporary=temporary)
        elif words.accept("VIEW"):
            view = replace(programs.view(words, head, origin), obstacle=self._obstacle)
            # A dump makes a table, or a view of constants, stand for a view until its own tables are there.
            self.tables.pop(view.name, None)
            self._replace(self.views.get(view.name), origin)
            self.views[view.name] = view
        elif words.accept("TRIGGER"):
            trigger, precedes = programs.trigger(words, head, origin)
            self._place(replace(trigger, obstacle=self._obstacle), precedes)
        elif words.sees("PROCEDURE") or words.sees("FUNCTION"):
            is_function = words.accept_any("FUNCTION", "PROCEDURE") == "FUNCTION"
            if words.peek(1).upper in ("RETURNS", "SONAME"):
                raise words.fail("a stored function: one from a library is the server's")
            routine = programs.routine(words, head, origin, is_function=is_function)
            routine = replace(routine, obstacle=self._obstacle)
            self._replace(self.routines.get(self._key(routine.name, is_function=is_function)), origin)
            self.routines[self._key(routine.name, is_function=is_function)] = routine
        elif words.accept("EVENT"):
            event = replace(programs.event(words, origin), obstacle=self._obstacle)
            self._replace(self.events.get(event.name), origin)
            self.events[event.name] = event
        elif words.peek().upper in INDEXING:
            self._create_index(words, origin)
        else:
            raise words.fail("a kind of object that is carried over")

    def _create_table(self, words: Words, origin: Origin, line_of: LineOf, *, replaces: bool, temporary: bool) -> None:
        exists = words.accept("IF", "NOT", "EXISTS")
        if not self.databases and words.sees_qualified():
            self._use(words.peek().value, origin)
        name = words.name()
        if exists and name in self.tables and not replaces:
            return
        if temporary:
            self.report("temporary-table", f"temporary table {name} is not part of the schema", origin)
            return
        if words.accept("LIKE") or words.accept("(", "LIKE"):
            self.tables[name] = self._like(self._table(words, words.name()), name, origin)
            return
        table = tables.body(words, name, origin, line_of=line_of)
        # Whoever records what a script changes makes what it drops all the same, but not two of a name.
        known = self.tables.pop(name, None) or (self.dropped.get(name) if self.records else None)
        if isinstance(known, Table):
            self._forget_rows(name, origin)
        self.tables[name] = table

    @staticmethod
    def _like(table: Table, name: str, origin: Origin) -> Table:
        """MySQL copies columns, indexes and checks, not foreign keys."""
        checks = tuple(replace(check, name="") for check in table.checks)
        return replace(table, name=name, foreign_keys=(), checks=checks, auto_increment=None, origin=origin)

    def _create_index(self, words: Words, origin: Origin) -> None:
        kind = keys.index_kind(words)
        words.accept("IF", "NOT", "EXISTS")
        name = words.name()
        using = words.name().upper() if words.accept("USING") else ""
        words.expect("ON")
        table = self._table(words, words.name())
        index = replace(keys.index(words, kind, name, origin), using=using)
        self.tables[table.name] = replace(table, indexes=(*table.indexes, index))

    def _alter(self, words: Words, second: str, origin: Origin, line_of: LineOf) -> None:
        words.expect("ALTER")
        words.accept_any("ONLINE", "OFFLINE")
        words.accept("IGNORE")
        if second == "VIEW":
            head = programs.head(words)
            words.expect("VIEW")
            view = replace(programs.view(words, head, origin), obstacle=self._obstacle)
            self._replace(self.views.get(view.name), origin)
            self.views[view.name] = view
            return
        words.expect("TABLE")
        words.accept("IF", "EXISTS")
        table = self._table(words, words.name())
        if words.done:
            return
        changed = alter.altered(words, table, line_of=line_of)
        if changed.name != table.name:
            self._rename(table.name, changed.name)
        self.tables[changed.name] = changed

    def _call(self, sql: str, origin: Origin) -> None:
        """What a procedure does to tables is done here, where it does nothing else."""
        texts = calls.changes(sql, self.routines.values())
        if not texts:
            self.calls.append(calls.Call(sql, origin, len(self.data)))
        for text in texts:
            self._alter(Words(text, self.databases), "TABLE", origin, lambda _: origin)

    def _drop(self, words: Words, origin: Origin) -> None:
        words.expect("DROP")
        words.accept("TEMPORARY")
        kind = words.accept_any("TABLES", "TABLE", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "INDEX")
        words.accept("IF", "EXISTS")
        places: dict[str, list[dict[str, Any]]] = {
            "TABLE": [self.tables, self.views], "TABLES": [self.tables], "VIEW": [self.views, self.tables],
            "TRIGGER": [self.triggers], "PROCEDURE": [self.routines], "FUNCTION": [self.routines],
            "EVENT": [self.events],
        }  # fmt: skip
        if kind == "INDEX":
            name = words.name().lower()
            words.expect("ON")
            table = self._table(words, words.name())
            kept = tuple(index for index in table.indexes if alter.index_name(index).lower() != name)
            self.tables[table.name] = replace(table, indexes=kept)
            return
        if not kind:
            self.report("not-understood", f"DROP {words.peek().value} is not carried over", origin)
            return
        while True:
            name = words.name()
            if kind in ("PROCEDURE", "FUNCTION"):
                name = self._key(name, is_function=kind == "FUNCTION")
            if kind in ("TABLE", "TABLES"):
                self.triggers = {key: it for key, it in self.triggers.items() if it.table != name}
            found = [thing for place in places[kind] if (thing := place.pop(name, None)) is not None]
            for thing in found:
                self.drops.append(Drop(thing, origin))
                if isinstance(thing, Table | View):
                    self.dropped[name] = thing
                if isinstance(thing, Table) and not self.records:
                    self._forget_rows(name, origin)
            if not words.accept(","):
                return
