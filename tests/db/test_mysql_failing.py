"""An error says where and what to do: never a traceback, never a password."""

import ipaddress
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from stage import GIVEN_MYSQL, MakeProject, MySQLDatabase, MySQLServer, Project, Run, Spawn, until

from cfdb.servers import mariadb

RIGHT = "s3cr3t-0f-the-t3st"
SPECIAL = [
    "p@ss-s3cr3t", "p/ss-s3cr3t", "p:ss-s3cr3t", "p#ss-s3cr3t", "p?ss-s3cr3t", "p%ss-s3cr3t", "p%zz-s3cr3t",
    "püss-s3cr3t", "p€🚀-s3cr3t", "p ss-s3cr3t", "p&x=ss-s3cr3t", "p'\"\\ss-s3cr3t", "p@ss?w/o:r#d%ü-s3cr3t",
    "p[ss]-s3cr3t",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (
            "SELECT 1;\n\nCREATE TABLE t (\n    id int,\n    name varchar(20) NOTT NULL\n);\n",
            "5:27",
            "syntax error near 'NULL'",
        ),
        ("SELECT 1;\n  CREATE TABEL t (id int);\n", "2:10", "syntax error near 'TABEL t (id int)'"),
        ("SELECT 1;\nCREATE TABLE t (id int\n;\n", "2:22", "syntax error at end of input"),
        ("INSERT INTO nope VALUES (1);\n", "1:1", "doesn't exist (1146)"),
        ("-- größe\nSELECT 'ü' AS ä FRM x;\n", "2:17", "syntax error near 'FRM x'"),
        ("/* a\n b */ SELECT\n  1 +\n  nope;\n", "2:7", "Unknown column 'nope'"),
        ("DELIMITER //\nCREATE PROCEDURE p()\nBEGIN\n    SELEC 1;\nEND//\n", "4:11", "syntax error near '1;'"),
    ],
)
def test_error_points(text: str, place: str, words: str, mysql_project: Project, cfdb: Run) -> None:
    """File, line, column, the line itself, SQLSTATE."""
    mysql_project.migration("001", "wrong", text)
    found = cfdb("apply").expect(2)
    assert f"001_wrong.sql:{place}" in found.err
    assert words in found.err
    assert "SQLSTATE" in found.err


def test_error_in_the_last_line_of_a_large_dump(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """5 MB of INSERTs; all of their rows are taken back with the last one."""
    rows = ",".join(f"({{}}, '{'x;' * 20}')" for _ in range(100))
    inserts = [f"INSERT INTO t VALUES {rows};".replace("{}", str(n)) for n in range(1100)]
    text = "\n".join(["CREATE TABLE t (id int, x varchar(40));", *inserts, "INSERT INTO t VALUES (1, 2, 3);"])
    assert len(text) > 5_000_000
    mysql_project.migration("001", "dump", text)
    found = cfdb("apply").expect(2)
    assert "001_dump.sql:1102:1" in found.err
    assert "(1136)" in found.err
    assert len(found.err) < 3000
    assert mysql.value("SELECT count(*) FROM t") == 0


def test_statement_that_is_too_large_is_refused_first(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """The server would close the connection in the middle of it, without a word."""
    limit = int(mysql.value("SELECT @@max_allowed_packet"))
    mysql_project.migration("001", "large", f"CREATE TABLE t (x longtext);\nINSERT INTO t VALUES ('{'x' * limit}');\n")
    found = cfdb("apply").expect(2)
    assert "001_large.sql:2:1" in found.err
    assert "raise max_allowed_packet" in found.err
    assert len(found.err) < 3000
    assert mysql.tables() == set()


def test_warnings_are_told(mysql_project: Project, cfdb: Run) -> None:
    """What the server has cut off or made of a value, a few of many."""
    mysql_project.migration(
        "001",
        "loose",
        "SET sql_mode = '';\nCREATE TABLE t (n tinyint);\nINSERT INTO t VALUES (999), (1), (998), (997), (996);\n",
    )
    found = cfdb("apply").expect(0)
    assert found.err.count("Out of range value") == 3
    assert "1 more" in found.err


@dataclass
class Account:
    """An account that has to give a password, and comes by TCP."""

    server: MySQLServer
    database: str
    name: str

    def password(self, text: str) -> None:
        quoted = text.replace("\\", "\\\\").replace("'", "''")
        self.server.run(f"ALTER USER {self.name}@'%' IDENTIFIED BY '{quoted}'")

    def url(self, password: str, *, encoded: bool = True) -> str:
        assert self.server.running
        secret = quote(password, safe="") if encoded else password
        return f"mysql://{self.name}:{secret}@127.0.0.1:{self.server.running.port}/{self.database}"


@pytest.fixture
def account(mysql_server: MySQLServer, mysql: MySQLDatabase) -> Iterator[Account]:
    if mysql_server.running is None:
        pytest.skip("where that server listens is not known")
    database = str(mysql.value("SELECT DATABASE()"))
    made = Account(mysql_server, database, f"u{database[-12:]}")
    mysql_server.run(
        f"CREATE USER {made.name}@'%' IDENTIFIED BY '{RIGHT}'", f"GRANT ALL ON {database}.* TO {made.name}@'%'"
    )
    yield made
    mysql_server.run(f"DROP USER {made.name}@'%'")


def shows_nothing(text: str, password: str) -> None:
    """Neither the password, nor a spelling or a half of it."""
    halves = [piece for piece in password.replace("@", "?").split("?") if len(piece) > 3]
    for part in (password, quote(password, safe=""), quote(password), *halves, "s3cr3t"):
        assert part not in text, f"{part!r} of the password is shown:\n{text}"


@pytest.mark.parametrize("password", SPECIAL)
def test_passwords(password: str, account: Account, mysql_project: Project, cfdb: Run) -> None:
    """The right one works, whatever is in it; unencoded or wrong it may not, and is never shown."""
    account.password(password)
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);", "DROP TABLE one;")
    found = cfdb("apply", "--url", account.url(password)).expect(0)
    shows_nothing(found.out + found.err, password)
    assert "***" in found.err
    found = cfdb("status", "--url", account.url(password, encoded=False))
    assert found.code in (0, 1, 2, 64)
    assert "Traceback" not in found.err
    assert "internal" not in found.err
    shows_nothing(found.out + found.err, password)
    account.password(RIGHT)
    for encoded in (True, False):
        found = cfdb("status", "--format", "json", "--url", account.url(password, encoded=encoded))
        assert found.code in (2, 64)
        assert "internal" not in found.err
        shows_nothing(found.out + found.err, password)


def test_wrong_password_says_what_is_wrong(account: Account, mysql_project: Project, cfdb: Run) -> None:
    found = cfdb("status", "--url", account.url("wr0ng")).expect(2)
    assert "Access denied for user" in found.err
    assert account.name in found.err
    assert "hint: check user and password" in found.err
    assert "wr0ng" not in found.err


def test_database_that_the_account_may_not_use(account: Account, mysql_project: Project, cfdb: Run) -> None:
    """The password is right then: whoever mistyped the name should not look for the fault there."""
    url = account.url(RIGHT).partition("?")[0]
    found = cfdb("status", "--url", f"{url.rpartition('/')[0]}/information_schem").expect(2)
    assert "hint: check the database's name, and whether the account may use it" in found.err


@pytest.mark.parametrize(
    ("url", "code", "words"),
    [
        ("mysql://u:s3cr3t@nowhere.invalid/db", 2, "cannot be reached"),
        ("mysql://u:s3cr3t@127.0.0.1:1/db", 2, "is the server running there"),
        ("mysql://u:s3cr3t@127.0.0.1:1/", 64, "names no database"),
        ("mysql://u:s3cr3t@127.0.0.1:1/db?pasword=s3cr3t", 64, "option that is not known: pasword"),
        ("mysql://u:s3cr3t@127.0.0.1:1/db?ssl_mode=always", 64, "ssl_mode 'always' is not known"),
        ("mysql://u:s3cr3t@127.0.0.1:1/db?ssl_ca=/nowhere.pem", 64, "ssl_ca cannot be read"),
        ("mysql://u:s3cr3t@127.0.0.1:1/db?ssl_mode=required&ssl_ca=/nowhere.pem", 64, "ssl_ca cannot be read"),
        ("mysql://u:s3cr3t@127.0.0.1:1/db?ssl_cert=/nowhere.pem", 64, "ssl_cert cannot be read"),
        (f"mysql://u:s3cr3t@127.0.0.1:1/db?ssl_cert={__file__}", 2, "check ssl_mode and ssl_ca"),
        ("mysql://u:s3cr3t@127.0.0.1:1/db?connect_timeout=soon", 64, "connect_timeout is a number of seconds"),
        ("mysql://u:s3cr3t@127.0.0.1:port/db", 64, "expected a number as port"),
        ("mysql:/u:s3cr3t@host/db", 64, "not usable"),
        ("postgresql://u:s3cr3t@localhost:1/db", 2, "cannot be reached"),
    ],
)
def test_url_that_does_not_work(url: str, code: int, words: str, mysql_project: Project, cfdb: Run) -> None:
    found = cfdb("status", "--url", url).expect(code)
    assert words in found.err
    assert "hint: " in found.err
    assert "s3cr3t" not in found.out + found.err


def test_database_that_is_not_there(mysql_project: Project, mysql_server: MySQLServer, cfdb: Run) -> None:
    found = cfdb("apply", "--url", mysql_server.on("nope_nope")).expect(2)
    assert "database 'nope_nope' does not exist" in found.err
    assert "CREATE DATABASE" in found.err


def test_password_is_nowhere_after_a_run(
    account: Account, mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn
) -> None:
    """Not in the ledger, not in the process lists; a failure and a rollback included."""
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);\nDO SLEEP(0.5);\n", "DROP TABLE one;")
    mysql_project.migration("002", "two", "SELECT nope;")
    started = spawn("apply", "--url", account.url(RIGHT))
    until(lambda: [text for _, text in mysql.sessions() if "SLEEP" in text], what="the slow statement")
    command = Path(f"/proc/{started.process.pid}/cmdline").read_bytes().decode()
    shows_nothing(command + repr(mysql.rows("SELECT * FROM information_schema.processlist")), RIGHT)
    outputs = [started.wait(20).expect(2)]
    outputs += [cfdb("rollback", "--all", "--url", account.url(RIGHT)).expect(0), cfdb("history").expect(0)]
    for found in outputs:
        shows_nothing(found.out + found.err, RIGHT)
    for table in ("change", "unfinished", "event"):
        shows_nothing(repr(mysql.rows(f"SELECT * FROM cfdb_{table}")), RIGHT)


@dataclass(frozen=True)
class Encrypted:
    """A server with a certificate of its own, and one that does not know it."""

    server: MySQLServer
    ca: Path
    stranger: Path

    def url(self, **options: object) -> str:
        query = "&".join(f"{key}={quote(str(value), safe='/')}" for key, value in options.items())
        return self.server.on("main", user="tls", password="pw") + (f"?{query}" if query else "")


def certificate(folder: Path, name: str) -> Path:
    """A self-signed certificate for 127.0.0.1, with its key beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem = serialization.PrivateFormat.PKCS8
    (folder / f"{name}.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, pem, serialization.NoEncryption())
    )
    return path


@pytest.fixture(scope="module")
def encrypted() -> Iterator[Encrypted]:
    if GIVEN_MYSQL:
        pytest.skip("certificates are given to servers of our own only")
    # Where the server's account gets to: pytest's folders are ours alone.
    folder = Path(tempfile.mkdtemp(prefix="cfdb-tls-"))
    try:
        folder.chmod(0o755)
        ca, stranger = certificate(folder, "server"), certificate(folder, "stranger")
        for path in folder.iterdir():
            path.chmod(0o644)
        options = (f"--ssl-cert={ca}", f"--ssl-key={folder / 'server.key'}")
        with mariadb.throwaway(*options, port=mariadb.free_port()) as running:
            server = MySQLServer(running.url(), running)
            server.run("CREATE DATABASE main", "CREATE USER tls@'%' IDENTIFIED BY 'pw'", "GRANT ALL ON *.* TO tls@'%'")
            yield Encrypted(server, ca, stranger)
    finally:
        shutil.rmtree(folder)


CIPHER = "SELECT variable_value FROM information_schema.session_status WHERE variable_name = 'ssl_cipher'"


@pytest.mark.parametrize("mode", ["", "preferred", "required", "verify_ca", "verify_identity", "disabled", "ca alone"])
def test_tls(
    mode: str, encrypted: Encrypted, make_project: MakeProject, monkeypatch: pytest.MonkeyPatch, cfdb: Run
) -> None:
    """Encrypted wherever the server can, unless somebody says no."""
    options: dict[str, object] = {"ssl_mode": mode} if mode and mode != "ca alone" else {}
    if mode in ("verify_ca", "verify_identity", "ca alone"):
        options["ssl_ca"] = encrypted.ca
    project = make_project(encrypted.url(**options), dialect="mysql")
    monkeypatch.chdir(project.root)
    project.migration("001", "cipher", f"CREATE TABLE cipher AS {CIPHER};", "DROP TABLE cipher;")
    cfdb("apply").expect(0)
    (cipher,) = MySQLDatabase(encrypted.server.on("main")).column("SELECT * FROM cipher")
    assert bool(cipher) == (mode != "disabled")
    cfdb("rollback", "--all", "--yes").expect(0)


@pytest.mark.parametrize("mode", ["verify_ca", "verify_identity"])
def test_certificate_of_a_stranger_is_refused(
    mode: str, encrypted: Encrypted, mysql_project: Project, cfdb: Run
) -> None:
    found = cfdb("status", "--url", encrypted.url(ssl_mode=mode, ssl_ca=encrypted.stranger)).expect(2)
    assert "certificate" in found.err
    assert "hint: check ssl_mode and ssl_ca" in found.err
    without = cfdb("status", "--url", encrypted.url(ssl_mode=mode)).expect(2)
    assert "certificate" in without.err


def test_identity_is_more_than_the_certificate(encrypted: Encrypted, mysql_project: Project, cfdb: Run) -> None:
    """It names 127.0.0.1, not localhost."""
    for mode, code in (("verify_ca", 1), ("verify_identity", 2)):
        url = encrypted.url(ssl_mode=mode, ssl_ca=encrypted.ca).replace("127.0.0.1", "localhost")
        mysql_project.migration("001", "one", "CREATE TABLE one (id int);")
        cfdb("status", "--url", url).expect(code)


def test_identity_counts_where_the_system_knows_the_ca(
    encrypted: Encrypted, mysql_project: Project, cfdb: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no ssl_ca in the URL: anybody can have a certificate of a CA that all trust."""
    monkeypatch.setenv("SSL_CERT_FILE", str(encrypted.ca))
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);")
    url = encrypted.url(ssl_mode="verify_identity")
    cfdb("status", "--url", url).expect(1)
    cfdb("status", "--url", url.replace("127.0.0.1", "localhost")).expect(2)


@pytest.mark.parametrize("mode", ["required", "verify_ca"])
def test_server_without_tls_is_refused_where_it_is_required(
    mode: str, account: Account, encrypted: Encrypted, mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """The password must not go over the wire."""
    if mysql.value("SELECT @@have_ssl") == "YES":
        pytest.skip("this server makes a certificate by itself")
    found = cfdb("status", "--url", f"{account.url(RIGHT)}?ssl_mode={mode}&ssl_ca={encrypted.ca}").expect(2)
    assert "SSL" in found.err
    assert RIGHT not in found.err
    cfdb("status", "--url", f"{account.url(RIGHT)}?ssl_mode=preferred").expect(0)


def test_socket_that_is_not_there(mysql_project: Project, mysql: MySQLDatabase, spawn: Spawn) -> None:
    """As a process of its own: the driver leaves a socket on which nobody answers to the garbage collector."""
    found = spawn("status", "--url", "mysql://root@/main?unix_socket=/nowhere/sock").wait().expect(2)
    assert "cannot be reached" in found.err
    assert "/nowhere/sock" in found.err
