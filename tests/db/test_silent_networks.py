"""A network that goes silent is noticed within minutes, on both sides; by themselves systems take hours."""

import os
import socket

import pytest
from proxy import to_postgresql
from stage import GIVEN, GIVEN_MYSQL, Database, MySQLDatabase, MySQLServer, Server

from cfdb.dialect import Settings
from cfdb.dialects.mysql import DIALECT as MYSQL
from cfdb.dialects.mysql.connection import connect
from cfdb.dialects.mysql.move_source import MySQLMoveSource
from cfdb.dialects.postgresql import DIALECT as POSTGRESQL
from cfdb.dialects.postgresql.engine import _connect
from cfdb.model.url import parse

pytestmark = pytest.mark.newest

EXPECTED = {"SO_KEEPALIVE": 1, "TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 20, "TCP_KEEPCNT": 6, "TCP_USER_TIMEOUT": 300_000}


def options(descriptor: int) -> dict[str, int]:
    """Of a TCP connection, those of EXPECTED."""
    with socket.socket(fileno=os.dup(descriptor)) as ours:
        level = {"SO_KEEPALIVE": socket.SOL_SOCKET}
        found = {
            name: ours.getsockopt(level.get(name, socket.IPPROTO_TCP), getattr(socket, name))
            for name in EXPECTED
            if hasattr(socket, name)
        }
    return found | {"SO_KEEPALIVE": int(bool(found["SO_KEEPALIVE"]))}


def expected(**others: int) -> dict[str, int]:
    return {name: value for name, value in (EXPECTED | others).items() if hasattr(socket, name)}


@pytest.mark.skipif(bool(GIVEN), reason="how that server is reached is not ours to say")
def test_connections_to_postgresql(server: Server, database: Database) -> None:
    proxy = to_postgresql(server.url)
    try:
        name = database.value("SELECT current_database()")
        url = f"postgresql://postgres@127.0.0.1:{proxy.port}/{name}"
        with _connect(parse(url), Settings("test")) as connection:
            assert options(connection.fileno()) == expected()
        with _connect(parse(f"{url}?keepalives_idle=7&tcp_user_timeout=9000"), Settings("test")) as connection:
            assert options(connection.fileno()) == expected(TCP_KEEPIDLE=7, TCP_USER_TIMEOUT=9000)
    finally:
        proxy.close()


def test_sessions_of_postgresql(database: Database) -> None:
    """A server on a socket has nothing to ask, but is told all the same."""
    with POSTGRESQL.connect(parse(database.url), Settings("test")) as session:
        rows = session._connection.execute(  # type: ignore[attr-defined]
            "SELECT name FROM pg_settings WHERE source = 'session' AND name ~ '^tcp_' ORDER BY 1"
        ).fetchall()
    assert [row[0] for row in rows] == [
        "tcp_keepalives_count", "tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_user_timeout",
    ]  # fmt: skip


@pytest.mark.skipif(bool(GIVEN_MYSQL), reason="how that server is reached is not ours to say")
def test_connections_to_mysql(mysql_server: MySQLServer, mysql: MySQLDatabase) -> None:
    user = f"silent_{os.getpid()}"
    name = str(mysql.value("SELECT DATABASE()"))
    mysql_server.run(f"CREATE USER {user} IDENTIFIED BY 'a'", f"GRANT ALL ON {name}.* TO {user}")
    try:
        link = connect(parse(mysql_server.on(name, user=user, password="a")), Settings("test"))
        assert options(link.raw._sock.fileno()) == expected()
        link.close()
    finally:
        mysql_server.run(f"DROP USER {user}")
    with MYSQL.connect(parse(mysql.url), Settings("test")):
        """A socket has none of this."""


def test_a_source_is_not_held_for_who_is_gone(mysql: MySQLDatabase) -> None:
    """Nobody could write to it until the server had noticed."""
    mysql.run("CREATE TABLE t (id int)")
    link = connect(parse(mysql.url), Settings("test"))
    source = MySQLMoveSource(link)
    waits = "SELECT @@SESSION.wait_timeout"
    usual = source.ask(waits)
    with source.hold(["`t`"]) as held:
        assert held
        assert source.ask(waits) == [(60,)]
    assert source.ask(waits) == usual
    link.close()
