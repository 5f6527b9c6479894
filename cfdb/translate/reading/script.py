"""A whole script: statement after statement, until all of the schema is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cfdb.model.schema import Origin, Table, Trigger
from cfdb.model.script import Source
from cfdb.syntax import mysql
from cfdb.translate.reading import databases
from cfdb.translate.reading.definitions import Definitions
from cfdb.translate.reading.places import Places
from cfdb.translate.reading.runs import Rows
from cfdb.translate.reading.session import AUTOCOMMIT, Session
from cfdb.translate.reading.session import LONGEST as LONGEST_SET
from cfdb.translate.reading.statements import DATA, STORED, apart, says_nothing, with_bytes
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

GARBLED = 4096
"""Bytes in which a statement has a word, if it is one."""

LARGEST = 4 << 20
"""Bytes of a statement of DDL: what is longer is data, or garbage."""

MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\0\0\xfe\xff": "UTF-32"}
"""What files begin with that Windows wrote."""


@dataclass
class Reader(Definitions):
    """The schema after the statements read so far, and the changes of rows among them."""

    session: Session = field(default_factory=Session)
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
            self._define(words, first, second, origin, line_of)
        except NotUnderstood as error:
            place = places.exact(statement.start + len(sql[: error.offset].encode()))
            self.report("not-understood", f"{first} {second}: {error.reason}".replace(" :", ":"), place)


def _created(words: Words) -> str:
    """The name behind CREATE DATABASE."""
    words.at = 2
    words.accept("IF", "NOT", "EXISTS")
    return words.next().value
