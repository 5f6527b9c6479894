"""Promise 10: a password appears in no message, log, ledger or process list.

What is shown is up to cfdb: on the newest PostgreSQL alone.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from psycopg import sql
from stage import Database, Project, Run, Server, Spawn, host_of, until

from cfdb.servers import cluster

pytestmark = pytest.mark.newest

RIGHT = "s3cr3t-0f-the-t3st"
SPECIAL = [
    "p@ss-s3cr3t",
    "p/ss-s3cr3t",
    "p:ss-s3cr3t",
    "p#ss-s3cr3t",
    "p?ss-s3cr3t",
    "p%ss-s3cr3t",
    "p%zz-s3cr3t",
    "püss-s3cr3t",
    "p ss-s3cr3t",
    "p&x=ss-s3cr3t",
    "p'\"\\ss-s3cr3t",
    "p@ss?w/o:r#d%ü-s3cr3t",
    "p?ss@w=o-s3cr3t",
    "p[ss]-s3cr3t",
]


class Account:
    """A superuser who has to give a password."""

    def __init__(self, server: Server, database: Database) -> None:
        self.server, self.database = server, database
        self.name = f"locked_{database.value('SELECT current_database()')}"
        self.dbname = database.value("SELECT current_database()")

    def password(self, text: str) -> None:
        quoted = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(self.name), sql.Literal(text))
        with self.database.connect() as connection:
            connection.execute(quoted)

    def url(self, password: str, *, encoded: bool = True) -> str:
        """The socket stands in the host's place, so that the URL looks like one of a real server."""
        secret = quote(password, safe="") if encoded else password
        return f"postgresql://{self.name}:{secret}@{host_of(self.server.url)}/{self.dbname}"


@pytest.fixture
def account(server: Server, database: Database) -> Iterator[Account]:
    if server.cluster is None:
        pytest.skip("pg_hba.conf of that server is not ours")
    made = Account(server, database)
    rules = server.cluster.data / "pg_hba.conf"
    before = rules.read_text()
    database.run(f"CREATE ROLE {made.name} LOGIN SUPERUSER")
    made.password(RIGHT)
    rules.write_text(f"local all {made.name} scram-sha-256\n{before}")
    database.run("SELECT pg_reload_conf()")
    until(
        lambda: database.value(
            f"SELECT EXISTS (SELECT FROM pg_hba_file_rules WHERE '{made.name}' = ANY (user_name) AND error IS NULL)"
        ),
        what="the password rule",
    )
    yield made
    rules.write_text(before)
    database.run("SELECT pg_reload_conf()")
    database.run(f"REASSIGN OWNED BY {made.name} TO CURRENT_USER; DROP OWNED BY {made.name}; DROP ROLE {made.name}")


def parts(password: str) -> list[str]:
    """What would give a password away: itself, its spellings, and any half of it."""
    halves = [piece for piece in password.replace("@", "?").split("?") if len(piece) > 3]
    return [password, quote(password, safe=""), quote(password), *halves, "s3cr3t"]


def shows_nothing(text: str, password: str) -> None:
    for part in parts(password):
        assert part not in text, f"{part!r} of the password is shown:\n{text}"


@pytest.mark.parametrize("password", SPECIAL)
def test_right_password_with_special_characters_works(
    password: str, account: Account, project: Project, database: Database, cfdb: Run
) -> None:
    account.password(password)
    project.migration("001", "one", "CREATE TABLE one ();", "DROP TABLE one;")
    found = cfdb("apply", "--url", account.url(password)).expect(0)
    assert database.exists("one")
    shows_nothing(found.out + found.err, password)
    assert "***" in found.err


@pytest.mark.parametrize("password", SPECIAL)
def test_unencoded_password_works_or_is_refused_without_showing_it(
    password: str, account: Account, project: Project, cfdb: Run
) -> None:
    """What people paste: never a reason to print it."""
    account.password(password)
    project.migration("001", "one", "CREATE TABLE one ();")
    for words in (("status",), ("apply", "--format", "json"), ("status", "--url")):
        url = account.url(password, encoded=False)
        given = (*words, url) if words[-1] == "--url" else (*words, "--url", url)
        found = cfdb(*given)
        assert found.code in (0, 1, 2, 64)
        assert "Traceback" not in found.err
        shows_nothing(found.out + found.err, password)


@pytest.mark.parametrize("encoded", [True, False], ids=["encoded", "as it is"])
@pytest.mark.parametrize("password", SPECIAL)
def test_wrong_password_is_not_shown(
    password: str, encoded: bool, account: Account, project: Project, cfdb: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the URL is given."""
    project.migration("001", "one", "CREATE TABLE one ();")
    url = account.url(password, encoded=encoded)
    found = cfdb("apply", "--url", url)
    assert found.code in (2, 64)
    shows_nothing(found.out + found.err, password)
    monkeypatch.setenv("DATABASE_URL", url)
    found = cfdb("status", "--format", "json")
    assert found.code in (2, 64)
    shows_nothing(found.out + found.err, password)


def test_wrong_password_says_what_is_wrong(account: Account, project: Project, cfdb: Run) -> None:
    found = cfdb("status", "--url", account.url("wr0ng")).expect(2)
    assert f'password authentication failed for user "{account.name}"' in found.err
    assert "hint: check user and password" in found.err
    assert "wr0ng" not in found.err


def test_url_that_is_none_is_not_shown(project: Project, cfdb: Run) -> None:
    for url in (
        "localhost/db:s3cr3t",
        "postgresql:/u:s3cr3t@host/db",
        "u:s3cr3t@host",
        "mysql://u:s3cr3t@host/db",
        "postgresql://u:s3cr3t@host:port/db",
        "postgresql://u:s3cr3t@[::1/db",
        "postgresql://u@host/db?sslmode=require&pasword=s3cr3t",
        "host=localhost password=s3cr3t",
    ):
        found = cfdb("status", "--url", url)
        assert found.code in (2, 64), url
        assert "s3cr3t" not in found.out + found.err, f"{url}:\n{found.err}"
        assert "internal" not in found.err


@pytest.mark.parametrize("source", ["env", "file", "command", "literal"])
def test_secret_of_the_project_is_not_shown(
    source: str, account: Account, project: Project, cfdb: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The right one works from everywhere, the wrong one is shown nowhere."""
    project.migration("001", "one", "CREATE TABLE one ();")
    for password, code in ((RIGHT, 0), ("wr0ng-s3cr3t", 2)):
        url = account.url(password)
        monkeypatch.setenv("THE_URL", url)
        project.write("url.txt", f"{url}\nsecond line\n")
        shape = {
            "env": '{ env = "THE_URL" }',
            "file": '{ file = "url.txt" }',
            "command": '{ command = "cat url.txt" }',
            "literal": f'"{url}"',
        }[source]
        project.config(f"[databases.main]\n[environments.prod]\nurl = {shape}\n")
        found = cfdb("apply", "--env", "prod").expect(code)
        shows_nothing(found.out + found.err, password)


def test_password_is_nowhere_after_a_run(
    account: Account, project: Project, database: Database, server: Server, cfdb: Run
) -> None:
    """Not in the ledger, not in the server's log; a failure, a rollback and a repair included."""
    project.migration("001", "one", "CREATE TABLE one ();", "DROP TABLE one;")
    project.migration("002", "two", "SELECT nope;")
    url = account.url(RIGHT)
    outputs = [cfdb("apply", "--url", url).expect(2)]
    outputs += [cfdb("rollback", "--all", "--url", url).expect(0), cfdb("history", "--url", url).expect(0)]
    for found in outputs:
        shows_nothing(found.out + found.err, RIGHT)
    for table in ("change", "unfinished", "event"):
        for row in database.column(f"SELECT t::text FROM cfdb.{table} AS t"):
            shows_nothing(row, RIGHT)
    assert server.cluster
    log = server.cluster.log.read_text(encoding="utf-8", errors="replace")
    assert "nope" in log
    assert account.url(RIGHT) not in log


@pytest.mark.parametrize("form", [("--url", "{}"), ("--url={}",), ("-u", "{}"), ("-u{}",)], ids=" ".join)
def test_process_list_shows_no_password(
    form: tuple[str, ...], account: Account, project: Project, database: Database, spawn: Spawn
) -> None:
    """`ps` shows the command line to everybody; so does pg_stat_activity to its readers."""
    project.migration("001", "slow", "SELECT pg_sleep(1);")
    running = spawn("apply", *(part.format(account.url(RIGHT)) for part in form))
    until(lambda: [query for _, query in database.backends() if "pg_sleep" in query], what="the slow statement")
    command = Path(f"/proc/{running.process.pid}/cmdline").read_bytes().decode().split("\0")
    assert "cfdb" in command
    assert not any(RIGHT in word for word in command)
    for row in database.column("SELECT a::text FROM pg_stat_activity AS a"):
        shows_nothing(row, RIGHT)
    found = running.wait().expect(0)
    shows_nothing(found.out + found.err, RIGHT)


def test_process_list_shows_no_password_of_an_option(
    account: Account, project: Project, database: Database, spawn: Spawn
) -> None:
    project.migration("001", "slow", "SELECT pg_sleep(1);")
    url = f"postgresql://{account.name}@{host_of(account.server.url)}/{account.dbname}?password={RIGHT}"
    running = spawn("apply", "--url", url)
    until(lambda: [query for _, query in database.backends() if "pg_sleep" in query], what="the slow statement")
    assert RIGHT.encode() not in Path(f"/proc/{running.process.pid}/cmdline").read_bytes()
    found = running.wait().expect(0)
    shows_nothing(found.out + found.err, RIGHT)


def test_password_from_the_surroundings(
    account: Account, project: Project, cfdb: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PGPASSWORD is libpq's own way."""
    project.migration("001", "one", "CREATE TABLE one ();")
    url = f"postgresql://{account.name}@{host_of(account.server.url)}/{account.dbname}"
    monkeypatch.setenv("PGPASSWORD", RIGHT)
    shows = cfdb("apply", "--url", url).expect(0)
    shows_nothing(shows.out + shows.err, RIGHT)


def test_server_url_command_is_for_other_programs(server: Server) -> None:
    """It prints a URL without a password, as the embedded server has none."""
    if server.cluster:
        assert ":" not in cluster.url(server.cluster).partition("://")[2].partition("@")[0]


def test_url_in_the_wrong_place_is_not_shown(project: Project, cfdb: Run) -> None:
    """A forgotten --url makes it a selector, a database or an environment."""
    url = "postgresql://me:s3cr3t@host/db"
    for words in (("apply", url), ("status", url), ("status", "-d", url), ("status", "--env", url)):
        found = cfdb(*words).expect(64)
        assert "s3cr3t" not in found.out + found.err
    project.write("cfdb.toml", f'[databases.main]\nurl = "{url}\n')
    found = cfdb("status").expect(64)
    assert "s3cr3t" not in found.out + found.err


def test_secret_variable_of_a_rollback_is_not_kept(project: Project, database: Database, cfdb: Run) -> None:
    """The ledger has the rollback as it is written; it is filled in when it runs, also where the file is gone."""
    template = "-- cfdb: template\nDROP TABLE {{ table }}; SELECT '{{ word }}';\n"
    project.migration("001", "one", "CREATE TABLE one ();", template)
    variables = ("--var", "table=one", "--var", "word=s3cr3t")
    cfdb("apply", *variables).expect(0)
    assert database.value("SELECT rollback FROM cfdb.change") == template
    for path in (project.root / "migrations/main").iterdir():
        path.unlink()
    assert "table" in cfdb("rollback", "--all").expect(64).err
    cfdb("rollback", "--all", *variables).expect(0)
    assert database.tables() == set()
