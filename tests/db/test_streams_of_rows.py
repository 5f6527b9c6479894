"""Streams of rows from a real server: what arrives is what the server has, and it goes on after whatever happened."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from stage import MySQLDatabase, MySQLServer, until

from cfdb.dialect import Settings
from cfdb.dialects.mysql.connection import Link, connect
from cfdb.dialects.mysql.streams import Lines, blocks
from cfdb.errors import ConnectionFailed, DatabaseError, TooLarge
from cfdb.model.url import parse
from cfdb.servers import mariadb

ROWS = "SELECT CONCAT(seq, '\\t', REPEAT('ä', seq % 300), '\\n') FROM seq_1_to_{}"


@contextmanager
def linked(url: str) -> Iterator[Link]:
    with closing(connect(parse(url), Settings("test"))) as link:
        yield link


def expected(count: int) -> bytes:
    return b"".join(b"%d\t%s\n" % (number, "ä".encode() * (number % 300)) for number in range(1, count + 1))


def read(stream: Lines) -> bytes:
    return b"".join(block.data for block in stream)


def test_rows_arrive_by_socket(mysql_url: str) -> None:
    with linked(mysql_url) as link:
        stream = blocks(link, ROWS.format(30_000))
        assert read(stream) == expected(30_000)
        assert stream.rows == 30_000
        # One after the other on the same connection.
        assert read(blocks(link, ROWS.format(10))) == expected(10)
        assert link.ask("SELECT 7") == ((7,),)


@pytest.fixture(scope="module")
def tls_url() -> Iterator[str]:
    """A server that has a certificate, where its account can read that."""
    with TemporaryDirectory() as folder:
        yield from tls_server(Path(folder))


def tls_server(folder: Path) -> Iterator[str]:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    for path in (key, certificate, folder):
        path.chmod(0o755)
    options = (f"--ssl-key={key}", f"--ssl-cert={certificate}")
    with mariadb.throwaway(*options, port=mariadb.free_port()) as running:
        server = MySQLServer(running.url(), running)
        server.run("CREATE DATABASE test", "CREATE USER streams@127.0.0.1 IDENTIFIED BY 'streams'")
        server.run("GRANT ALL ON *.* TO streams@127.0.0.1")
        yield server.on("test", user="streams", password="streams")


@pytest.mark.parametrize("mode", ["disabled", "required"])
def test_rows_arrive_by_tcp(tls_url: str, mode: str) -> None:
    with linked(f"{tls_url}?ssl_mode={mode}") as link:
        assert bool(link.ask("SHOW STATUS LIKE 'Ssl_cipher'")[0][1]) == (mode == "required")
        assert read(blocks(link, ROWS.format(30_000))) == expected(30_000)


def test_fields_are_put_together(mysql_url: str) -> None:
    with linked(mysql_url) as link:
        assert read(blocks(link, "SELECT 1, '\\t', NULL, 'x' UNION ALL SELECT 2, '', REPEAT('a', 70000), NULL")) == (
            b"1\tx2" + b"a" * 70_000
        )
        assert read(blocks(link, "SELECT 1 WHERE 1 = 0")) == b""


def test_a_large_row_comes_in_pieces(mysql_server: MySQLServer, mysql_url: str) -> None:
    with linked(mysql_server.url) as link:
        before = link.ask("SELECT @@GLOBAL.max_allowed_packet")[0][0]
    mysql_server.run("SET GLOBAL max_allowed_packet = 1073741824")
    try:
        with linked(mysql_url) as link:
            stream = blocks(link, "SELECT 'a' UNION ALL SELECT REPEAT('0123456789', 10000000) UNION ALL SELECT 'b'")
            found, largest = sha256(), 0
            for block in stream:
                found.update(block.data)
                largest = max(largest, len(block.data))
            assert found.digest() == sha256(b"a" + b"0123456789" * 10_000_000 + b"b").digest()
            assert largest <= 1 << 18
            assert stream.rows == 3
    finally:
        mysql_server.run(f"SET GLOBAL max_allowed_packet = {before}")


def test_what_the_server_does_not_render_is_seen(mysql_url: str) -> None:
    """In the first field it is an error; elsewhere the server's warnings tell."""
    with linked(mysql_url) as link:
        most = int(link.ask("SELECT @@max_allowed_packet")[0][0])
        piece = f"REPEAT('x', {most // 2 + 10})"
        with pytest.raises(TooLarge, match="row 1 of"):
            read(blocks(link, f"SELECT 'a' UNION ALL SELECT CONCAT({piece}, {piece})"))
        assert link.ask("SELECT 7") == ((7,),)
        stream = blocks(link, f"SELECT 'a', CONCAT({piece}, {piece})")
        assert read(stream) == b"a"
        assert stream.warnings == 1
        assert link.ask("SHOW WARNINGS")[0][1] == 1301


def test_an_error_of_the_server_is_ours(mysql_url: str) -> None:
    with linked(mysql_url) as link:
        with pytest.raises(DatabaseError, match="nowhere"):
            read(blocks(link, "SELECT a FROM nowhere"))
        with pytest.raises(DatabaseError, match="more than 1 row"):
            read(blocks(link, "SELECT IF(seq < 90000, 'x', (SELECT 1 UNION SELECT 2)) FROM seq_1_to_100000"))
        assert link.ask("SELECT 7") == ((7,),)


@pytest.mark.parametrize("what", ["QUERY", "CONNECTION"])
def test_a_killed_query_is_an_error(mysql_url: str, mysql: MySQLDatabase, what: str) -> None:
    with linked(mysql_url) as link:
        stream = blocks(link, ROWS.format(100_000_000))
        next(stream)
        ours = link.id
        killer = threading.Thread(target=mysql.run, args=(f"KILL {what} {ours}",))
        killer.start()
        with pytest.raises(ConnectionFailed if what == "CONNECTION" else DatabaseError, match=r"killed|lost|interrupt"):
            read(stream)
        killer.join()
        if what == "QUERY":
            assert link.ask("SELECT 7") == ((7,),)


def test_a_snapshot_outlives_what_is_skipped(mysql_url: str, mysql: MySQLDatabase) -> None:
    mysql.run("CREATE TABLE t (id int PRIMARY KEY) ENGINE=InnoDB", "INSERT INTO t VALUES (1)")
    with linked(mysql_url) as link:
        link.ask("START TRANSACTION WITH CONSISTENT SNAPSHOT")
        stream = blocks(link, ROWS.format(200_000))
        next(stream)
        mysql.run("INSERT INTO t VALUES (2)")
        stream.skip()
        assert link.ask("SELECT id FROM t") == ((1,),)


def test_what_is_left_ends_on_the_server(mysql_url: str, mysql: MySQLDatabase) -> None:
    with linked(mysql_url) as link:
        with blocks(link, ROWS.format(100_000_000)) as stream:
            next(stream)
            assert mysql.sessions()
        until(lambda: not mysql.sessions(), what="the end of the query")
        with pytest.raises(ConnectionFailed):
            link.ask("SELECT 7")
