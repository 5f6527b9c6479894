"""Statements that change rows: those that bring them along, and those that ask for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import replace

from cfdb.model.schema import Origin, Schema, Table
from cfdb.syntax.tokens import Kind, tokens
from cfdb.translate.names import literal, quoted
from cfdb.translate.reading.databases import unqualified
from cfdb.translate.reading.places import lines
from cfdb.translate.reading.runs import LONGEST_HEAD, TAIL, Rows
from cfdb.translate.reading.words import NotUnderstood, Words
from cfdb.translate.routines import changing, scope, tree
from cfdb.translate.rows import heads
from cfdb.translate.rows.charsets import is_utf8
from cfdb.translate.rows.heads import Head
from cfdb.translate.rows.layout import counter_of
from cfdb.translate.rows.statement import rows
from cfdb.translate.supplied import for_a_moment
from cfdb.translate.told import Told
from cfdb.translate.values import Untranslatable, bounded
from cfdb.translate.writing.piece import Writer

OFFSET = re.compile(r"[+-]\d{1,2}:\d\d")
"""A time zone that is told as how far it is to the east."""

QUERY = re.compile(rb"\(\s*SELECT\b", re.IGNORECASE)

LARGEST = 4 << 20
"""Bytes of a statement that is read as a whole: one that changes rows, and brings none."""


def data(place: Rows, writer: Writer, *, copy: bool = False, told: Told | None = None) -> Iterator[bytes]:
    """An INSERT, REPLACE, UPDATE or DELETE in PostgreSQL, in pieces. What is lost or changed is told to the writer.

    Whoever has many of them gives one Told for all, and closes it.
    """
    own = told or Told(writer.reasons)
    text = place.source.text
    head = heads.head(memoryview(text)[place.start : min(place.end, place.start + LONGEST_HEAD)])
    if obstacle := _obstacle(place):
        own.once("change", f"the statement is left out: {obstacle}", place.origin.path, lambda: place.origin, lost=True)
    elif head is not None and head.form in ("VALUES", "VALUE", "SET"):
        if head.database and place.databases and head.database.lower() not in place.databases:
            message = f"rows of table {head.database}.{head.table} are left out: it is of another database"
            own.once("unknown-table", message, place.origin.path, lambda: place.origin, lost=True)
        else:
            if head.database and not place.databases:
                message = f"database {head.database} is taken for the script's own, of which no name is said"
                own.once("change", message, place.origin.path, lambda: place.origin, lost=False)
            _tell_triggers(place, head, own)
            found = _with_queries(place, writer.schema.table(head.table), writer, own) if _asks(place) else None
            yield from _values(place, head, writer, own, copy=copy) if found is None else found
    else:
        yield from _changes(place, head, writer, own)
    if told is None:
        own.close()


def _obstacle(place: Rows) -> str:
    """Why a statement does not mean what it usually does; of a long one, why it may not."""
    if not place.session.is_odd:
        return ""
    text = place.source.text[place.start : place.end]
    return place.session.obstacle(text.decode("latin-1") if len(text) < LARGEST else "'\\\\' || ")


def set_zone(zone: str) -> bytes:
    """What makes moments be those of a session of MySQL; where that names no time zone, it is taken for UTC."""
    # SET TimeZone would read +02:00 as two hours to the west.
    if OFFSET.fullmatch(zone):
        return f"SET TIME ZONE INTERVAL {literal(zone)} HOUR TO MINUTE;\n".encode()
    return f"SET TimeZone = {literal(zone or 'UTC')};\n".encode()


def in_its_zone(place: Rows, writer: Writer) -> Iterator[bytes]:
    """The same as data() for a change that is one of several: what it SET is of no other.

    The triggers that it has made by then are there, as far as there are such in the end.
    """
    kept = {trigger.origin for trigger in writer.schema.triggers.values()}
    gone = {name: trigger for name, trigger in place.triggers.items() if trigger.origin not in kept}
    zone = place.session.time_zone
    if zone:
        yield set_zone(zone)
    yield from data(replace(place, triggers=gone), writer)
    if zone:
        yield b"RESET TimeZone;\n"


def _tell_triggers(place: Rows, head: Head, told: Told) -> None:
    """Triggers are made behind all rows. Those of another script are not meant by what a dump brings."""
    if not place.triggers:
        return
    text = place.source.text
    events = {"INSERT": ["INSERT"], "REPLACE": ["INSERT", "DELETE"]}[head.verb]
    if b"DUPLICATE" in text[max(place.start, place.end - TAIL) : place.end].upper():
        events.append("UPDATE")
    _tell_of(place, {head.table.lower()}, events, told)


def _tell_of(place: Rows, tables: Collection[str], events: Collection[str], told: Told) -> None:
    for trigger in place.triggers.values():
        known = trigger.table.lower() in tables and trigger.event in events
        if known and trigger.origin.path == place.origin.path:
            message = f"trigger {trigger.name} does not run for it: it is not there by then"
            told.once("change", message, place.origin.path, lambda: place.origin, lost=False)


def asks_for_keys(place: Rows) -> bool:
    """Whether the statement says what to do where a unique key is in use: that key has to be there by then."""
    text = place.source.text
    ahead = text[place.start : min(place.end, place.start + 100)].upper()
    behind = text[max(place.start, place.end - TAIL) : place.end].upper()
    return b"IGNORE" in ahead or ahead.startswith(b"REPLACE") or b"DUPLICATE" in behind


def asks_for(place: Rows, names: Set[str]) -> bool:
    """Whether the statement may ask for one of these views and functions, whose names are in lower case."""
    text = place.source.text
    head = heads.head(memoryview(text)[place.start : min(place.end, place.start + LONGEST_HEAD)])
    brings = head is not None and head.form in ("VALUES", "VALUE", "SET")
    if not names or place.end - place.start > LARGEST or (brings and not _asks(place)):
        return False
    return not names.isdisjoint(re.findall(r"[\w$]+", text[place.start : place.end].decode(errors="replace").lower()))


def _asks(place: Rows) -> bool:
    """Whether a value is what a query finds; a script has no more than some of these."""
    if place.end - place.start > LONGEST_HEAD or not place.session.auto_on_zero:
        return False
    raw = bytes(place.source.text[place.start : place.end])
    if QUERY.search(raw) is None or not (raw.isascii() or (is_utf8(place.session.encoding) and _is_utf8(raw))):
        return False
    before = ""
    for token in tokens(raw.decode(errors="replace")):
        if before == "(" and token.upper == "SELECT":
            return True
        before = token.value if token.kind is Kind.SYMBOL else ""
    return False


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _with_queries(place: Rows, table: Table | None, writer: Writer, told: Told) -> list[bytes] | None:
    """The statements of a run, each with the next number of its table ahead of it; None where one is not understood."""
    found: list[bytes] = []
    start = place.start
    for end in place.ends or (place.end - place.start,):
        text = bytes(place.source.text[start : place.start + end]).decode().lstrip("; \r\n\t")
        try:
            statements, notes = changed(text, writer)
        except (Untranslatable, NotUnderstood):
            return None
        for note in dict.fromkeys(notes):
            told.once("change", note, place.origin.path, lambda: place.origin, lost=False)
        found += [counter_of(table, writer.names)] if table is not None else []
        found += [statement.encode() + b";\n" for statement in for_a_moment(statements)]
        start = place.start + end
    return found


def filled_table(place: Rows) -> str:
    """The table that an INSERT or REPLACE puts rows into; nothing for another statement."""
    text = place.source.text
    head = heads.head(memoryview(text)[place.start : min(place.end, place.start + LONGEST_HEAD)])
    return head.table if head else ""


def _values(place: Rows, head: Head, writer: Writer, told: Told, *, copy: bool) -> Iterator[bytes]:
    text, path = place.source.text, place.origin.path

    def report(code: str, message: str, offset: int) -> None:
        def origin() -> Origin:
            return Origin(path, place.origin.line + lines(text, place.start, place.start + offset))

        told.once(code, message, path, origin, lost=True)

    def table_of(name: str) -> Table | None:
        """The table with its columns in the order that they had when the statement was written."""
        table, then = writer.schema.table(name), Schema(place.tables).table(name)
        if table is None or then is None:
            return table
        if [column.name for column in then.columns] == [column.name for column in table.columns]:
            return table
        now = {column.name.lower(): column for column in table.columns}
        columns = tuple(now[key] for column in then.columns if (key := column.name.lower()) in now)
        return table if columns == table.columns else replace(table, columns=columns)

    return rows(
        memoryview(text)[place.start : place.end],
        table_of=table_of,
        names=writer.names,
        policies=writer.policies,
        report=report,
        copy=copy,
        encoding=place.session.encoding,
        auto_on_zero=place.session.auto_on_zero,
        again=place.again if place.again and place.ends else b"",
        ends=place.ends or (),
        head=head,
    )


def _changes(place: Rows, head: Head | None, writer: Writer, told: Told) -> Iterator[bytes]:
    def tell(message: str, *, lost: bool) -> None:
        told.once("change", message, place.origin.path, lambda: place.origin, lost=lost)

    if place.end - place.start > LARGEST:
        tell("the statement is left out: it is too long", lost=True)
        return
    try:
        found = unqualified(place.session.plain(place.source.text[place.start : place.end].decode()), place.databases)
        if found.others:
            raise Untranslatable(f"it asks another database, {found.others[0]}")
        statements, notes = changed(found.text, writer)
    except (Untranslatable, NotUnderstood) as error:
        tell(f"the statement is left out: {error.reason}", lost=True)
    except UnicodeDecodeError:
        tell("the statement is left out: it is not UTF-8", lost=True)
    else:
        for note in dict.fromkeys(notes):
            tell(note, lost=False)
        words = set(re.findall(r"[\w$]+", found.text.lower())) if place.triggers else set()
        _tell_of(place, words, [found.text[:7].strip().upper()], told)
        if counter := _counter(head, writer):
            yield counter
        for statement in for_a_moment(statements):
            yield statement.encode() + b";\n"


def _counter(head: Head | None, writer: Writer) -> bytes:
    """What an INSERT needs whose query brings no numbers for the key, where rows before it had their own."""
    table = writer.schema.table(head.table) if head else None
    if head is None or table is None:
        return b""
    given = {name.lower() for name in head.columns or [column.name for column in table.columns]}
    counts = any(column.auto_increment and column.name.lower() not in given for column in table.columns)
    return counter_of(table, writer.names) if counts else b""


def changed(text: str, writer: Writer) -> tuple[Sequence[str], Iterator[str]]:
    """What a query finds, UPDATE and DELETE are translated as they are within a procedure: statements, and notes.

    Raises Untranslatable and NotUnderstood.
    """
    words = Words(text)
    verb = words.next().upper
    if verb == "TRUNCATE":
        return [_truncation(words, writer)], iter(())
    if verb not in changing.READERS:
        raise Untranslatable(f"{verb.lower()} at the beginning of a statement")
    shared = scope.Routine("script", "procedure", writer.carried, writer.names, writer.policies, tree.Sequence(()))
    with bounded():
        found = changing.READERS[verb](words, scope.Scope(shared))
    shared.drain()
    return found.statements, (reason.reason for reason in shared.findings)


def _truncation(words: Words, writer: Writer) -> str:
    words.accept("TABLE")
    name = words.name()
    table = writer.schema.table(name)
    if table is None:
        raise Untranslatable(f"truncate of {name}, which is no table that is known")
    return f"TRUNCATE {quoted(writer.names.table(table.name))} RESTART IDENTITY"
