"""The schema of a live server as values: the same that a translator reads from DDL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from cfdb.dialects.mysql import signs, spelling
from cfdb.dialects.mysql.catalog import quoted
from cfdb.dialects.mysql.connection import Link
from cfdb.dialects.mysql.queries import query
from cfdb.dialects.mysql.rights import lacking
from cfdb.errors import DatabaseError
from cfdb.model.schema import (
    NOWHERE,
    Check,
    Column,
    Event,
    ForeignKey,
    Index,
    IndexKind,
    Origin,
    Part,
    Routine,
    Schema,
    Table,
    Trigger,
    View,
)
from cfdb.translate.reading import programs
from cfdb.translate.reading.words import NotUnderstood, Words

Report = Callable[[str, str, Origin], None]
"""Takes code, message and place of what is not brought."""


Record = dict[str, Any]

Program = TypeVar("Program", Trigger, Routine, Event)

UNSAID = {"mariadb": "RESTRICT", "mysql": "NO ACTION"}
"""What information_schema says of a foreign key that says nothing; both mean the same to either server."""


def read(link: Link, *, report: Report | None = None) -> Schema:
    """All objects of the current database. There is no one instant of it: DDL is not transactional here.

    What is there and is not brought, or not all of, is told to `report`. Raises DatabaseError where the account may not
    see the text of a view or routine.
    """
    if link.vendor == "mysql":
        # MySQL 8 would show AUTO_INCREMENT as it was a day ago.
        with suppress(DatabaseError):
            link.ask("SET SESSION information_schema_stats_expiry = 0")
    tell = report or _silent
    for row in _records(link, "left_out"):
        tell("not-carried-over", f"{row['kind']} {row['name']}: {row['reason']}", NOWHERE)
    (database,) = _records(link, "database")
    for what, right in lacking(link, database["name"]):
        if what != "views":
            # The query of a view that is there is asked for below.
            tell("not-seen", f"{what}: the account lacks {right}, and is not shown all of them", NOWHERE)
    columns = _by_table(_records(link, "columns"))
    return Schema(
        tables=_whole(link, _tables(link, columns), tell),
        views=_views(link, database["name"], columns),
        triggers={it.name: it for it in _programs(link, "triggers", _trigger, tell)},
        routines=_by_name(_programs(link, "routines", _routine, tell)),
        events={it.name: it for it in _programs(link, "events", _event, tell)},
    )


def tables(link: Link) -> Mapping[str, Table]:
    """The tables alone, for whoever has no right, or no need, to see programs."""
    return _tables(link, _by_table(_records(link, "columns")))


def _silent(code: str, message: str, origin: Origin) -> None:
    """For whoever asks for the schema alone."""


def _records(link: Link, name: str) -> list[Record]:
    rows = link.records(query(f"catalog/schema/{name}", link.vendor))
    return [{key: _text(value) for key, value in row.items()} for row in rows]


def _text(value: Any) -> Any:
    """Some columns of information_schema are binary in MySQL 8."""
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _by_table(rows: Iterable[Record]) -> Mapping[str, list[Record]]:
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for row in rows:
        found[row["table"]].append(row)
    return found


def _tables(link: Link, columns: Mapping[str, list[Record]]) -> dict[str, Table]:
    vendor = link.vendor
    indexes, foreign_keys, checks = (_by_table(_records(link, name)) for name in ("indexes", "foreign_keys", "checks"))
    return {
        (name := row["name"]): Table(
            name,
            tuple(_column(column, vendor, row["collation"] or "") for column in columns.get(name, ())),
            tuple(_index(rows, vendor) for rows in _grouped(indexes.get(name, ()))),
            tuple(_foreign_key(rows, vendor) for rows in _grouped(foreign_keys.get(name, ()))),
            tuple(_check(check, vendor) for check in checks.get(name, ())),
            comment=row["comment"] or "",
            engine=row["engine"] or "",
            charset=spelling.charset_of(row["collation"] or ""),
            collation=row["collation"] or "",
            auto_increment=_counter(row, columns.get(name, ())),
            partitioning=spelling.partitioning(_definition(link, name)) if row["partitioned"] else None,
        )
        for row in _records(link, "tables")
    }


def _whole(link: Link, tables: dict[str, Table], tell: Report) -> dict[str, Table]:
    """The tables with all signs that the server has."""
    if link.vendor != "mariadb":
        return tables
    for table in tables.values():
        for what in signs.doubtful(table):
            tell("not-carried-over", f"{what}: a question mark may be one, or a sign that MariaDB has lost", NOWHERE)
    return {
        name: signs.restored(table, _definition(link, name)) if signs.has_lost(table) else table
        for name, table in tables.items()
    }


def _definition(link: Link, table: str) -> str:
    # information_schema shows DEFAULT of LIST as 0, which is a value.
    # A default of bytes is no UTF-8, and an answer that cannot be decoded leaves the connection unusable.
    link.raw.use_unicode = False
    try:
        return str(_text(link.ask(f"SHOW CREATE TABLE {quoted(table)}")[0][1]))
    finally:
        link.raw.use_unicode = True


def _counter(table: Record, columns: Iterable[Record]) -> int | None:
    """The next number, where it is not the first, and a column takes it: a table without one may have it, too."""
    value = table["auto_increment"]
    counts = any("auto_increment" in column["extra"] for column in columns)
    return int(value) if counts and value is not None and int(value) > 1 else None


def _grouped(rows: Iterable[Record]) -> list[list[Record]]:
    """Rows of one table by `name`, in order."""
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for row in rows:
        found[row["name"]].append(row)
    return list(found.values())


def _column(row: Record, vendor: str, usual: str) -> Column:
    extra = row["extra"] or ""
    type = spelling.type(
        row["type"], row["charset"] or "", row["collation"] or "", usual=usual,
        srid="" if row["srid"] is None else str(row["srid"]),
    )  # fmt: skip
    nullable = row["nullable"] == "YES"
    generated = spelling.written(row["generated"] or "", vendor)
    return Column(
        row["name"],
        type,
        nullable,
        None if generated else spelling.default(row["default"], extra, vendor, type, nullable=nullable),
        on_update=spelling.on_update(extra),
        auto_increment="auto_increment" in extra,
        generated=generated,
        stored=bool(generated) and ("STORED" in extra or "PERSISTENT" in extra),
        comment=row["comment"] or "",
        invisible="INVISIBLE" in extra,
    )


def _index(rows: list[Record], vendor: str) -> Index:
    first = rows[0]
    kind = IndexKind.INDEX if first["plain"] else IndexKind.UNIQUE
    if first["name"] == "PRIMARY":
        kind = IndexKind.PRIMARY
    elif first["type"] in ("FULLTEXT", "SPATIAL"):
        kind = IndexKind(first["type"].lower())
    # Of a geometry 32 bytes are in the index, whatever was said.
    cut = kind is not IndexKind.SPATIAL
    parts = (
        Part(
            row["column"] or "",
            spelling.written(row["expression"] or "", vendor),
            int(row["length"]) if cut and row["length"] is not None else None,
            descending=row["direction"] == "D",
        )
        for row in rows
    )
    return Index(
        kind,
        tuple(parts),
        "" if kind is IndexKind.PRIMARY else first["name"],
        first["comment"] or "",
        visible=bool(first["visible"]),
        # USING BTREE is what most engines do unasked.
        using="HASH" if first["type"] == "HASH" else "",
    )


def _foreign_key(rows: list[Record], vendor: str) -> ForeignKey:
    first = rows[0]

    def action(rule: str) -> str:
        return "" if rule == UNSAID[vendor] else rule

    return ForeignKey(
        tuple(row["column"] for row in rows),
        # A table of another database must not be taken for one of this.
        f"{first['database']}.{first['target']}" if first["database"] else first["target"],
        tuple(row["target_column"] for row in rows),
        first["name"],
        action(first["on_delete"]),
        action(first["on_update"]),
    )


def _check(row: Record, vendor: str) -> Check:
    name = "" if row["of_column"] else row["name"]
    return Check(spelling.written(row["expression"], vendor), name, enforced=bool(row["enforced"]))


def _views(link: Link, database: str, columns: Mapping[str, list[Record]]) -> dict[str, View]:
    found: dict[str, View] = {}
    for row in _records(link, "views"):
        name = row["name"]
        text = _seen(row["query"], f"the query of view {name}", "SHOW VIEW")
        if signs.LOST in text:
            text = signs.query_of(text, str(_text(link.ask(f"SHOW CREATE VIEW {quoted(name)}")[0][1])))
        option = row["check_option"]
        found[name] = View(
            name,
            spelling.unqualified(spelling.plain(text), database),
            # MariaDB writes the names into the query, MySQL beside it.
            () if link.vendor == "mariadb" else tuple(column["name"] for column in columns.get(name, ())),
            row["definer"] or "",
            invoker=row["security"] == "INVOKER",
            check_option="" if option == "NONE" else option,
        )
    return found


def _programs(
    link: Link, name: str, read: Callable[[Words, programs.Head, Record], Program], tell: Report
) -> list[Program]:
    """Triggers, routines or events. information_schema spells their texts anew, and a backslash is lost on the way."""
    found: list[Program] = []
    for row in _records(link, name):
        what = f"{row['kind']} {quoted(row['name'])}"
        created = link.ask(f"SHOW CREATE {what}")[0]
        # The third column, but the fourth of an event.
        text = _text(created[3 if row["kind"] == "EVENT" else 2])
        words = Words(_seen(text, f"the body of {what.lower()}", "SHOW_ROUTINE, or SELECT on mysql.proc,"))
        try:
            words.expect("CREATE")
            found.append(read(words, programs.head(words), row))
        except NotUnderstood as error:
            tell("not-understood", f"{what.lower()}: {error.reason}", NOWHERE)
    return found


def _trigger(words: Words, head: programs.Head, row: Record) -> Trigger:  # noqa: ARG001 - one of three
    words.expect("TRIGGER")
    return programs.trigger(words, head, NOWHERE)[0]


def _routine(words: Words, head: programs.Head, row: Record) -> Routine:
    words.expect(row["kind"])
    return programs.routine(words, head, NOWHERE, is_function=row["kind"] == "FUNCTION")


def _event(words: Words, head: programs.Head, row: Record) -> Event:  # noqa: ARG001
    words.expect("EVENT")
    return programs.event(words, NOWHERE)


def _by_name(routines: Iterable[Routine]) -> dict[str, Routine]:
    """A function that is called like a procedure has `function ` before its name."""
    found: dict[str, Routine] = {}
    for routine in routines:
        found[f"function {routine.name}" if routine.name in found else routine.name] = routine
    return found


def _seen(text: str | None, what: str, privilege: str) -> str:
    if not text:
        raise DatabaseError(f"{what} cannot be seen", hint=f"the account needs {privilege} for it")
    return text
