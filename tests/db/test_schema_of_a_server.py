"""The schema that a server's catalog tells is the one that its DDL tells."""

import subprocess
from collections.abc import Iterable
from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from stage import MySQLDatabase, MySQLServer, mysql_connection

from cfdb.dialect import Settings
from cfdb.dialects.mysql import schema as live
from cfdb.dialects.mysql import spelling
from cfdb.dialects.mysql.connection import connect
from cfdb.errors import DatabaseError
from cfdb.model.policies import Policies
from cfdb.model.schema import NOWHERE, Default, Index, Origin, Schema, Table, Type
from cfdb.model.script import Source
from cfdb.model.url import parse
from cfdb.syntax import mysql as scanner
from cfdb.translate.reading.held import Report
from cfdb.translate.reading.script import Reader
from cfdb.translate.writing.whole import write

CASES = sorted((Path(__file__).parent.parent / "cases" / "server_schema").glob("*.sql"))


def loaded(url: str, text: bytes) -> None:
    with closing(mysql_connection(url)) as connection, connection.cursor() as cursor:
        for statement in scanner.split(text):
            cursor.execute(text[statement.start : statement.end].decode())


def dumped(url: str) -> bytes:
    """DDL as mariadb-dump writes it, that is, as SHOW CREATE says it."""
    parsed = parse(url)
    place = (
        ["--socket", parsed.options["unix_socket"]]
        if "unix_socket" in parsed.options
        else ["--host", parsed.host, "--port", str(parsed.port or 3306)]
    )
    command = [
        "mariadb-dump", "--no-defaults", *place, "--user", parsed.user, f"--password={parsed.password}", "--no-data",
        "--routines", "--triggers", "--events", "--default-character-set=utf8mb4", "--skip-comments", parsed.database,
    ]  # fmt: skip
    return subprocess.run(command, check=True, capture_output=True).stdout


def of_ddl(text: bytes) -> Schema:
    problems: list[tuple[str, str]] = []

    def report(code: str, message: str, origin: Origin) -> None:
        problems.append((code, f"{origin.line}: {message}"))

    reader = Reader(report)
    reader.read(Source(Path("dump.sql"), text))
    assert problems == []
    return reader.schema()


def of_server(url: str, report: Report | None = None) -> Schema:
    with closing(connect(parse(url), Settings("test"))) as link:
        return live.read(link, report=report)


def placeless(value: Any) -> Any:
    """Without origins, all the way down."""
    if isinstance(value, tuple):
        return tuple(map(placeless, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {each.name: placeless(getattr(value, each.name)) for each in fields(value)}
    return replace(value, **changed | ({"origin": NOWHERE} if "origin" in changed else {}))


def in_common(schema: Schema) -> dict[str, dict[Any, Any]]:
    """What both know. A server's catalog does not tell the order of tables, indexes and checks, nor USING BTREE."""
    return {
        "tables": {name: _table(placeless(table)) for name, table in schema.tables.items()},
        "views": {name: placeless(view) for name, view in schema.views.items()},
        "triggers": {name: placeless(trigger) for name, trigger in schema.triggers.items()},
        "routines": {
            (routine.name, routine.returns is None): placeless(routine) for routine in schema.routines.values()
        },
        "events": {name: placeless(event) for name, event in schema.events.items()},
    }


def ordered(schema: Schema) -> Schema:
    """In one order: names that only one object can have go to the first that asks for them."""
    return Schema(
        {name: _table(schema.tables[name]) for name in sorted(schema.tables)},
        dict(sorted(schema.views.items())),
        # Stays as it is among those of one moment: that is the order in which they run.
        dict(sorted(schema.triggers.items(), key=lambda item: (item[1].table, item[1].event, item[1].timing))),
        {repr(it): it for it in sorted(schema.routines.values(), key=lambda it: (it.name, it.returns is None))},
        dict(sorted(schema.events.items())),
    )


def _table(table: Table) -> Table:
    return replace(
        table,
        indexes=_sorted(map(_index, table.indexes)),
        foreign_keys=_sorted(table.foreign_keys),
        checks=_sorted(table.checks),
    )


def _sorted(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(values, key=repr))


def _index(index: Index) -> Index:
    return replace(index, using="" if index.using == "BTREE" else index.using)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_server_tells_what_its_ddl_tells(case: Path, mysql_server: MySQLServer) -> None:
    with mysql_server.database() as url:
        loaded(url, case.read_bytes().replace(b"own_schema", parse(url).database.encode()))
        server, ddl = in_common(of_server(url)), in_common(of_ddl(dumped(url)))
    for kind, things in ddl.items():
        assert sorted(server[kind]) == sorted(things)
        for name in things:
            assert server[kind][name] == things[name]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_translation_is_that_of_its_ddl(case: Path, mysql_server: MySQLServer) -> None:
    with mysql_server.database() as url:
        loaded(url, case.read_bytes().replace(b"own_schema", parse(url).database.encode()))
        server, ddl = (write(ordered(schema), Policies()) for schema in (of_server(url), of_ddl(dumped(url))))
    assert server.pieces
    assert [placeless(piece) for piece in server.pieces] == [placeless(piece) for piece in ddl.pieces]
    assert [placeless(reason) for reason in server.reasons] == [placeless(reason) for reason in ddl.reasons]


def test_triggers_stand_in_the_order_in_which_they_run(mysql: MySQLDatabase) -> None:
    """Whether a server or the DDL is asked."""
    case = next(case for case in CASES if case.stem == "programs").read_bytes()
    loaded(mysql.url, case)
    for schema in (of_ddl(case), of_ddl(dumped(mysql.url)), of_server(mysql.url)):
        assert [name for name, it in schema.triggers.items() if it.event == "INSERT"] == ["first", "second", "third"]


def test_names_of_others_are_no_part_of_it(mysql: MySQLDatabase, mysql_server: MySQLServer) -> None:
    """Neither the ledger nor what a foreign key refers to in another database."""
    with mysql_server.database() as other, mysql.session() as session:
        session.prepare_ledger()
        there = parse(other).database
        MySQLDatabase(other).run("CREATE TABLE target (id int PRIMARY KEY)")
        mysql.run(
            "CREATE TABLE target (id int PRIMARY KEY)",
            f"CREATE TABLE source (id int, FOREIGN KEY (id) REFERENCES {there}.target (id))",
        )
        schema = of_server(mysql.url)
        mysql.run("DROP TABLE source")
    assert sorted(schema.tables) == ["source", "target"]
    assert schema.tables["source"].foreign_keys[0].table == f"{there}.target"


def test_what_is_left_out_is_told(mysql: MySQLDatabase) -> None:
    mysql.run(
        "CREATE SEQUENCE counter",
        "CREATE TABLE kept (a int) WITH SYSTEM VERSIONING",
        "CREATE TABLE elsewhere (a int) ENGINE = BLACKHOLE" if "BLACKHOLE" in mysql.column("SHOW ENGINES") else "DO 1",
        "CREATE TABLE bytes (a varbinary(4) NOT NULL DEFAULT x'00FF41', b varbinary(4) DEFAULT 'x')",
        "CREATE FUNCTION plain (x int) RETURNS int DETERMINISTIC RETURN x || 1",
        "SET sql_mode = 'ANSI'",
        "CREATE FUNCTION joined (x int) RETURNS text DETERMINISTIC RETURN x || 1",
        "SET sql_mode = 'ORACLE'",
        "CREATE TRIGGER pl BEFORE INSERT ON bytes FOR EACH ROW BEGIN :NEW.b := 'y'; END",
    )
    told: list[str] = []

    def report(code: str, message: str, origin: Origin) -> None:
        told.append(message.partition(":")[0])

    schema = of_server(mysql.url, report)
    assert told == ["default of bytes.a", "function joined", "sequence counter", "table kept", "trigger pl"]
    assert sorted(schema.tables) == ["bytes", "kept"]
    assert [column.default and column.default.literal for column in schema.tables["bytes"].columns] == [None, "x"]
    assert list(schema.routines) == ["plain"]
    assert not schema.triggers


def test_emoji_are_read_where_the_server_has_them(mysql: MySQLDatabase) -> None:
    if mysql.column("SELECT VERSION() LIKE '%mariadb%'") != [1]:
        pytest.skip("MySQL's information_schema has them")
    mysql.run(
        "SET NAMES utf8mb4",
        "CREATE TABLE t (a varchar(20) CHECK (a <> '\U0001f600'), b varchar(20) AS (CONCAT(a, '\U0001f680')),"
        " CONSTRAINT c CHECK (a <> '\U0001f602'), d varchar(9) DEFAULT '\U0001f600',"
        " e enum('a', 'b?') COMMENT 'is it?')",
        "CREATE VIEW v AS SELECT a AS x FROM t WHERE a LIKE '%\U0001f600%'",
        "CREATE TABLE bytes (a varbinary(4) DEFAULT x'00FF', b varchar(4), CHECK (b <> '\U0001f600'))",
    )
    told: list[str] = []

    def report(code: str, message: str, origin: Origin) -> None:
        told.append(message.partition(":")[0])

    schema = of_server(mysql.url, report)
    table = schema.tables["t"]
    assert [check.expression for check in table.checks] == ["`a` <> '\U0001f600'", "`a` <> '\U0001f602'"]
    assert table.columns[1].generated == "concat(`a`,'\U0001f680')"
    assert "'%\U0001f600%'" in schema.views["v"].query
    assert schema.tables["bytes"].checks[0].expression == "`b` <> '\U0001f600'"
    assert told == ["default of bytes.a", "default of t.d", "a member of t.e"]


def test_text_that_cannot_be_seen_is_an_error(mysql: MySQLDatabase, mysql_server: MySQLServer) -> None:
    """A view or routine without its text would be lost in silence."""
    name = parse(mysql.url).database
    mysql.run(
        "CREATE TABLE t (a int)", "CREATE PROCEDURE work () SELECT 1", "CREATE OR REPLACE USER looker IDENTIFIED BY 'x'"
    )
    mysql.run(f"GRANT SELECT, EXECUTE ON {name}.* TO looker")
    try:
        with pytest.raises(DatabaseError, match="body of procedure `work` cannot be seen"):
            of_server(mysql_server.on(name, user="looker", password="x"))
        mysql.run("DROP PROCEDURE work", "CREATE VIEW v AS SELECT a FROM t")
        with pytest.raises(DatabaseError, match="query of view v cannot be seen"):
            of_server(mysql_server.on(name, user="looker", password="x"))
    finally:
        mysql.run("DROP USER looker")


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        (r"(`a` <> _utf8mb4\'it\\\'s\')", r"(`a` <> _utf8mb4'it\'s')"),
        (r"_utf8mb4\'a\\\\b\'", r"_utf8mb4'a\\b'"),
        ("uuid()", "uuid()"),
    ],
)
def test_expressions_of_mysql_are_escaped_once_too_often(shown: str, written: str) -> None:
    assert spelling.written(shown, "mysql") == written


@pytest.mark.parametrize(
    ("shown", "extra", "type", "nullable", "default"),
    [
        (None, "", "int", True, Default(None)),
        (None, "", "int", False, None),
        ("0", "", "int", False, Default("0", quoted=True)),
        ("NULL", "", "varchar", True, Default("NULL", quoted=True)),
        ("CURRENT_TIMESTAMP", "DEFAULT_GENERATED", "datetime", True, Default(expression="CURRENT_TIMESTAMP")),
        ("CURRENT_TIMESTAMP", "", "varchar", True, Default("CURRENT_TIMESTAMP", quoted=True)),
        (r"_utf8mb4\'x\'", "DEFAULT_GENERATED", "text", True, Default(expression="_utf8mb4'x'")),
        ("b'101'", "", "bit", True, Default(expression="b'101'")),
        ("0x00FF", "", "varbinary", True, Default(expression="0x00FF")),
    ],
)
def test_defaults_of_mysql(shown: str | None, extra: str, type: str, nullable: bool, default: Default | None) -> None:
    """As its documentation and its own tests show them; no MySQL is at hand everywhere."""
    assert spelling.default(shown, extra, "mysql", Type(type), nullable=nullable) == default
