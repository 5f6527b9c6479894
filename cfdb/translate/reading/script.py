"""A whole script: statement after statement, until all of the schema is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

from cfdb.model.schema import Event, Origin, Routine, Schema, Table, Trigger, View
from cfdb.model.script import Source
from cfdb.syntax import mysql
from cfdb.translate.reading import alter, calls, databases, keys, programs, tables
from cfdb.translate.reading.places import Places
from cfdb.translate.reading.runs import Rows
from cfdb.translate.reading.session import AUTOCOMMIT, Session
from cfdb.translate.reading.session import LONGEST as LONGEST_SET
from cfdb.translate.reading.statements import DATA, STORED, apart, says_nothing, with_bytes
from cfdb.translate.reading.tables import LineOf
from cfdb.translate.reading.words import NotUnderstood, Words
from cfdb.translate.rows import heads
from cfdb.translate.rows.charsets import is_utf8, text_of

NOISE = {
    "SET", "USE", "LOCK", "UNLOCK", "START", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "DELIMITER", "SHOW",
    "ANALYZE", "OPTIMIZE", "FLUSH", "CHECK", "REPAIR", "SELECT", "EXPLAIN", "DESCRIBE", "DESC", "CHECKSUM", "DO",
    "RESET", "PURGE", "CHANGE", "STOP", "HELP", "",
}  # fmt: skip
"""Statements that say nothing of a schema: the session's settings, transactions and locks of a dump, questions."""

ACCOUNTS = {"GRANT", "REVOKE"}

ALTERING = ("ALTER", "RENAME", "CALL")
INDEXING = ("INDEX", "UNIQUE", "FULLTEXT", "SPATIAL")
"""What tables are altered with: CREATE INDEX and DROP INDEX, too, and procedures that do nothing else."""

GARBLED = 4096
"""Bytes in which a statement has a word, if it is one."""

LARGEST = 4 << 20
"""Bytes of a statement of DDL: what is longer is data, or garbage."""

MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\0\0\xfe\xff": "UTF-32"}
"""What files begin with that Windows wrote."""

Report = Callable[[str, str, Origin], None]
"""Takes a code, a message, and where it is."""

Thing = TypeVar("Thing", Table, View, Trigger, Routine, Event)
Program = TypeVar("Program", Trigger, Routine, Event)


class Drop(NamedTuple):
    """What was there, and where it went."""

    thing: Table | View | Trigger | Routine | Event
    origin: Origin


class Change(NamedTuple):
    """A statement that alters tables: all of them before and after it."""

    before: Mapping[str, Table]
    after: Mapping[str, Table]
    origin: Origin


@dataclass
class Reader:
    """The schema after the statements read so far. Names are looked up as a server on Linux does, then in any case."""

    report: Report
    tables: dict[str, Table] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    routines: dict[str, Routine] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    data: list[Rows] = field(default_factory=list)
    calls: list[calls.Call] = field(default_factory=list)
    session: Session = field(default_factory=Session)
    databases: dict[str, None] = field(default_factory=dict)
    """What the database is called, in lower case, where that is known."""
    dropped: dict[str, Table | View] = field(default_factory=dict)
    """Tables and views that are not there any more, as they were."""
    drops: list[Drop] = field(default_factory=list)
    replaced: list[tuple[View | Trigger | Routine | Event, Origin]] = field(default_factory=list)
    """What another of the same name has taken the place of, and where."""
    changes: list[Change] = field(default_factory=list)
    """Statements that alter tables, where the reader `records` them."""
    records: bool = False
    _obstacle: str = ""
    """Why the statement at hand does not mean what it says."""
    _then: tuple[dict[str, Table], dict[str, Trigger]] | None = None
    """The tables and triggers as the last INSERT met them; None once they may have changed."""
    _since: int | None = None
    """How many changes of rows there were when the transaction began, None where there is none."""
    _autocommit: bool = True

    def read(self, source: Source) -> None:
        places, self.session = Places(source), Session()
        self._since, self._autocommit = None, True
        if encoding := next((name for mark, name in MARKS.items() if source.text[: len(mark)] == mark), ""):
            self.report("not-understood", f"it is in {encoding}: write it in UTF-8", places.origin(0))
            return
        if name := databases.header(source.text):
            self._use(name, places.origin(0))

        def torn(problem: mysql.Problem) -> None:
            if problem.code == "use-database":
                self._use(databases.used(source.text, problem.offset), places.origin(problem.offset))
                return
            self.report("not-understood", problem.message, places.exact(problem.offset))

        try:
            at: int | None = 0
            while at is not None:
                at = self._read_on(source, at, places, torn)
        except mysql.ScanError as error:
            torn(error.problem)

    def _read_on(self, source: Source, at: int, places: Places, report: Callable[[mysql.Problem], None]) -> int | None:
        """Statements from `at` on, up to the end of a run, if there is one: its statements are not read one by one."""
        for sent in mysql.scan(source.text, report, start=at):
            for statement in apart(source.text, sent):
                self._statement(source, statement, places)
            if sent.first in DATA and self.data and self.data[-1].goes_on_behind(sent):
                return self.data[-1].end
        return None

    def schema(self) -> Schema:
        return Schema(
            {name: tables.finished(table) for name, table in self.tables.items()},
            {name: self._own_view(view) for name, view in self.views.items()},
            {name: self._own_program(trigger) for name, trigger in self.triggers.items()},
            {name: self._own_program(routine) for name, routine in self.routines.items()},
            {name: self._own_program(event) for name, event in self.events.items()},
        )

    def _use(self, name: str, origin: Origin) -> None:
        """A script is of one database; others are read as if they were part of it."""
        if name and name.lower() not in self.databases:
            if self.databases:
                first = next(iter(self.databases))
                self.report("not-understood", f"database {name}: it is read as if it were part of {first}", origin)
            self.databases[name.lower()] = None

    def _own_view(self, view: View) -> View:
        found = databases.unqualified(view.query, self.databases)
        return replace(view, query=found.text, obstacle=view.obstacle or _elsewhere(found))

    def _own_program(self, program: Program) -> Program:
        found = databases.unqualified(program.body, self.databases)
        return replace(program, body=found.text, obstacle=program.obstacle or _elsewhere(found))

    def _statement(self, source: Source, statement: mysql.Statement, places: Places) -> None:
        first, second = statement.first, statement.second
        if first in DATA and self.data and self.data[-1].takes(source, statement):
            return
        origin = places.origin(statement.start)
        if first in DATA:
            self._change(source, statement, origin)
            return
        if first == "SET":
            said = source.text[statement.start : min(statement.end, statement.start + LONGEST_SET)]
            self.session = self.session.heard(said)
        self._in_transaction(source, statement, origin)
        if not first and not says_nothing(source.text[statement.start : statement.end][:GARBLED]):
            self.report("not-understood", "it is no statement", origin)
        if first in NOISE:
            return
        self._then = None
        if first in ACCOUNTS or second in ("USER", "ROLE"):
            self.report("accounts", f"{first} {second} is not carried over: accounts are the server's", origin)
            return
        if statement.end - statement.start > LARGEST:
            self.report("not-understood", f"{first} {second} is too long to be read", origin)
            return
        sql = self._decoded(source.text[statement.start : statement.end], origin)
        if second in ("DATABASE", "SCHEMA"):
            if first == "CREATE" and not self.databases:
                self._use(_created(Words(sql)), origin)
            return
        self._read_text(sql, statement, origin, places)

    def _change(self, source: Source, statement: mysql.Statement, origin: Origin) -> None:
        self._then = self._then or (dict(self.tables), dict(self.triggers))
        tables, triggers = self._then
        place = Rows(source, statement.start, statement.end, origin, self.session, tables, triggers, self.databases)
        self.data.append(place)
        if statement.first == "TRUNCATE" and (found := heads.truncated(source.text[statement.start : statement.end])):
            # Its numbers begin anew.
            for table in [table for table in self.tables.values() if table.name.lower() == found[1].lower()]:
                self.tables[table.name] = replace(table, auto_increment=None)

    def _in_transaction(self, source: Source, statement: mysql.Statement, origin: Origin) -> None:
        """Rows are written as they come: what takes them back does not."""
        first, since = statement.first, self._since
        text = source.text[statement.start : min(statement.end, statement.start + LONGEST_SET)]
        if first == "ROLLBACK" and since is not None and len(self.data) > since:
            self.report("not-understood", "ROLLBACK is not carried over: the changes that it takes back stay", origin)
        if first == "BEGIN" or (first == "START" and statement.second == "TRANSACTION"):
            self._since = len(self.data)
        elif first == "SET" and AUTOCOMMIT.search(text.decode("latin-1")):
            self._since, self._autocommit = len(self.data), False
        elif first == "ROLLBACK" or mysql.implicit_commit(statement, source.text):
            self._autocommit = self._autocommit or first == "SET"
            self._since = None if self._autocommit else len(self.data)

    def _decoded(self, raw: bytes, origin: Origin) -> str:
        encoding = self.session.encoding
        try:
            return text_of(raw, encoding)
        except UnicodeDecodeError:
            if is_utf8(encoding) and (found := with_bytes(raw)):
                return found
            self.report("encoding", f"it is not in {encoding}, and was read as latin1", origin)
            return text_of(raw, "latin1")

    def _read_text(self, sql: str, statement: mysql.Statement, origin: Origin, places: Places) -> None:
        first, second = statement.first, statement.second
        self._obstacle = self.session.obstacle(sql)
        words = Words(self.session.plain(sql), self.databases)

        def line_of(offset: int) -> Origin:
            return replace(origin, line=origin.line + sql.count("\n", 0, offset))

        try:
            if self._obstacle and first != "DROP" and second not in STORED:
                raise NotUnderstood(self._obstacle, 0)
            self._read(words, first, second, origin, line_of)
        except NotUnderstood as error:
            place = places.exact(statement.start + len(sql[: error.offset].encode()))
            self.report("not-understood", f"{first} {second}: {error.reason}".replace(" :", ":"), place)

    def _read(self, words: Words, first: str, second: str, origin: Origin, line_of: LineOf) -> None:
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
        elif words.peek().upper in ("UNIQUE", "FULLTEXT", "SPATIAL", "INDEX"):
            self._create_index(words, origin)
        else:
            raise words.fail("a kind of object that is carried over")

    def _replace(self, thing: View | Routine | Event | Trigger | None, origin: Origin) -> None:
        if thing is not None:
            self.replaced.append((thing, origin))

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

    def _key(self, name: str, *, is_function: bool) -> str:
        """Its name; what is called like another that is of the other kind has its own kind before it.

        Case does not matter, but what is there keeps the name that it has.
        """
        for key, held in self.routines.items():
            if held.name.lower() == name.lower() and (held.returns is not None) is is_function:
                return key
        return f"{'function' if is_function else 'procedure'} {name}" if name in self.routines else name

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

    def _forget_rows(self, name: str, origin: Origin) -> None:
        """Those that the script has put into a table which it drops: another may get its name."""
        if self.data:
            self.data = [place for place in self.data if place.origin.path != origin.path or not place.fills(name)]

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

    def _table(self, words: Words, name: str) -> Table:
        """The table of that name; one whose name differs only in case where there is no other."""
        if name in self.tables:
            return self.tables[name]
        near = [table for key, table in self.tables.items() if key.lower() == name.lower()]
        if len(near) == 1:
            return near[0]
        raise NotUnderstood(f"table {name} is not known", words.offset())


def _created(words: Words) -> str:
    """The name behind CREATE DATABASE."""
    words.at = 2
    words.accept("IF", "NOT", "EXISTS")
    return words.next().value


def _elsewhere(found: databases.Found) -> str:
    return f"it asks another database, {found.others[0]}" if found.others else ""
