"""CG Analytics on real servers: applied, verified, rolled back and applied again; and what takes several sessions."""

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql
from stage import Database, MakeProject, Project, Run, Server

REPOSITORY = Path(__file__).parents[2]
SERVICES = {"base", "accounts", "sites", "content", "metrics"}

TENANTS = """
INSERT INTO "Users" (id, username, email, password, role) VALUES
    ('00000000-0000-4000-8000-0000000000a1', 'a', 'a@cg.invalid', '$2b$10$' || repeat('a', 53), 'admin'),
    ('00000000-0000-4000-8000-0000000000b1', 'b', 'b@cg.invalid', '$2b$10$' || repeat('b', 53), 'admin');
INSERT INTO "Sites" (id, name, platform, "platformId", "addedBy") VALUES
    ('00000000-0000-4000-8000-0000000000a9', 'site of a', 'facebook', 'a', '00000000-0000-4000-8000-0000000000a1'),
    ('00000000-0000-4000-8000-0000000000b9', 'site of b', 'facebook', 'b', '00000000-0000-4000-8000-0000000000b1');
INSERT INTO "Posts" ("postId", "postType", platform, "siteId") VALUES
    ('facebook_a', 'Video', 'facebook', '00000000-0000-4000-8000-0000000000a9'),
    ('facebook_b', 'Video', 'facebook', '00000000-0000-4000-8000-0000000000b9');
"""

EVENTS = """
INSERT INTO "WebhookEvents" (platform, "eventType", "eventData")
SELECT 'youtube', 'video.new', '[]' FROM generate_series(1, {})
"""


@pytest.fixture(autouse=True)
def roles_of_the_server(server: Server) -> Iterator[None]:
    """Roles belong to the server, not to the test's database: none is left."""
    postgres = Database(server.url)
    roles = "SELECT rolname FROM pg_roles ORDER BY 1"
    before = postgres.column(roles)
    yield
    left = [sql.Identifier(role).as_string() for role in set(postgres.column(roles)) - set(before)]
    databases = postgres.column("SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate")
    for role in left:
        for name in databases:
            Database(server.on(name)).run(f"DROP OWNED BY {role}")
    for role in left:
        postgres.run(f"DROP ROLE {role}")


@pytest.fixture
def analytics(
    roles_of_the_server: None, make_project: MakeProject, database: Database, monkeypatch: pytest.MonkeyPatch
) -> Project:
    """A copy of the repository's services, with the test's database as its target."""
    project = make_project()
    shutil.copytree(REPOSITORY / "schema/cg_analytics", project.root / "schema/cg_analytics")
    target(project, database.url)
    monkeypatch.chdir(project.root)
    return project


@pytest.fixture
def applied(analytics: Project, database: Database, cfdb: Run) -> Database:
    cfdb("apply", "--no-verify").expect(0)
    return database


def target(project: Project, url: str) -> None:
    project.config(f'[databases.cg_analytics]\nurl = "{url}"\n')


def test_there_and_back_again(analytics: Project, database: Database, cfdb: Run) -> None:
    """All checks pass, a second run finds nothing to do, nothing is left behind, and all of it comes back the same."""
    before = database.catalog()
    found = cfdb("apply", "--format", "json").expect(0).json
    assert {step["change"] for step in found["steps"]} == {f"service {name}" for name in SERVICES}
    outcomes = [outcome for verdict in found["verdicts"] for outcome in verdict["outcomes"]]
    assert len(outcomes) > 80
    assert all(outcome["passed"] for outcome in outcomes)
    assert f"nothing to do, {len(SERVICES)} changes in place" in cfdb("apply").expect(0).out
    after = database.catalog()
    # By the day of a rollback there are more partitions than the script made: they go along.
    assert database.value("""SELECT "maintainPartitions"(24)""") == 42
    cfdb("rollback", "--all", "--yes").expect(0)
    assert before.differences(database.catalog()) == []
    cfdb("apply", "--no-verify").expect(0)
    assert after.differences(database.catalog()) == []


def test_owner_who_is_no_superuser(analytics: Project, database: Database, server: Server, cfdb: Run) -> None:
    """CREATEROLE and a database of his own are enough, and row level security does not stand in the owner's way."""
    name = database.value("SELECT current_database()")
    owner = f"owner_{name}"
    database.run(f"CREATE ROLE {owner} LOGIN CREATEROLE; ALTER DATABASE {name} OWNER TO {owner}")
    if database.value("SELECT current_setting('server_version_num')::int") < 150000:
        database.run(f"GRANT CREATE ON SCHEMA public TO {owner}")
    try:
        target(analytics, server.on(name, user=owner))
        before = database.catalog()
        cfdb("apply").expect(0)
        cfdb("rollback", "--all", "--yes").expect(0)
        assert before.differences(database.catalog()) == []
    finally:
        database.run(f"ALTER DATABASE {name} OWNER TO CURRENT_USER; DROP OWNED BY {owner} CASCADE; DROP ROLE {owner}")


def test_many_makers_of_partitions(applied: Database) -> None:
    """With writers among them: each month is made once, nobody dies in a deadlock, and no row is lost."""
    applied.run(TENANTS)
    unforeseen = "date_trunc('month', now()) + interval '15 months'"

    def make(_: int) -> int:
        with applied.connect() as connection:
            row = connection.execute("""SELECT "maintainPartitions"(18)""").fetchone()
            return int(row[0]) if row else -1

    def write(number: int) -> int:
        """Tables in the order that is worst for the makers, who lock "Sites" first."""
        with applied.connect() as connection, connection.transaction():
            connection.execute(
                """INSERT INTO "Snapshots" ("postId", "snapshotDate")"""
                f" VALUES ('facebook_a', {unforeseen} + make_interval(hours => {number}))".encode()
            )
            connection.execute("""UPDATE "Posts" SET title = 'x' WHERE "postId" = 'facebook_a'""")
            time.sleep(0.05)
            connection.execute("""UPDATE "Sites" SET name = 'x' WHERE "platformId" = 'a'""")
        return 0

    with ThreadPoolExecutor(8) as pool:
        writers = [pool.submit(write, number) for number in range(2)]
        makers = [pool.submit(make, number) for number in range(4)]
        writers += [pool.submit(write, number) for number in range(2, 6)]
        made = [future.result() for future in makers]
        for future in writers:
            future.result()
    # 15 months more than were there, for two tables, all by one of them.
    assert sorted(made) == [0, 0, 0, 30]
    assert applied.value("""SELECT count(*) FROM "Snapshots" """) == 6
    assert applied.value("""SELECT count(*) FROM cg_analytics_partitions."Snapshots_default" """) == 0


def test_a_maker_that_gives_up_leaves_nothing(applied: Database) -> None:
    """A reader who does not end: the maker fails after its time, writers go on, and the next maker succeeds."""
    with applied.held('SELECT FROM cg_analytics_partitions."WebhookEvents_default"'):
        with pytest.raises(errors.LockNotAvailable):
            applied.run("""SELECT "createMonthlyPartitions"('WebhookEvents', 5)""")
        applied.run(EVENTS.format(1))
    assert applied.value("""SELECT "createMonthlyPartitions"('WebhookEvents', 5)""") == 2


def test_workers_do_not_share_events(applied: Database) -> None:
    """Two workers that ask at the same time get different events, and all of them."""
    applied.run(EVENTS.format(10))
    claim = """SELECT id FROM "getPendingEvents"(6)"""
    with psycopg.connect(applied.url) as one, psycopg.connect(applied.url) as two:
        first = {row[0] for row in one.execute(claim)}
        second = {row[0] for row in two.execute(claim)}
    assert (len(first), len(second)) == (6, 4)
    assert not first & second


def test_a_login_of_the_application(applied: Database, server: Server) -> None:
    """A login that is a member of cg_analytics_app: the tenant is that of the transaction, and of no later one."""
    applied.run(TENANTS)
    name = applied.value("SELECT current_database()")
    login = f"login_{name}"
    applied.run(f"CREATE ROLE {login} LOGIN IN ROLE cg_analytics_app")
    sites = """SELECT string_agg(name, ', ' ORDER BY name) FROM "Sites" """

    def seen(connection: psycopg.Connection) -> str | None:
        row = connection.execute(sites.encode()).fetchone()
        return row[0] if row else None

    with psycopg.connect(server.on(name, user=login), autocommit=True) as connection:
        assert seen(connection) is None
        for tenant in ("a", "b", "a"):
            with connection.transaction():
                connection.execute(
                    "SELECT set_config('app.user_id', %s, true)", [f"00000000-0000-4000-8000-0000000000{tenant}1"]
                )
                assert seen(connection) == f"site of {tenant}"
                post = connection.execute("""SELECT "postId" FROM "Posts" """).fetchall()
                assert post == [(f"facebook_{tenant}",)]
            assert seen(connection) is None
        for forbidden in (
            """SELECT FROM cg_analytics_partitions."Snapshots_default" """,
            """SELECT cg_analytics_private."currentUser"()""",
            """SELECT "maintainPartitions"()""",
            "SET ROLE cg_analytics_worker",
            """ALTER TABLE "Sites" DISABLE ROW LEVEL SECURITY""",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(forbidden.encode())


def test_two_databases_of_one_server(analytics: Project, database: Database, server: Server, cfdb: Run) -> None:
    """They share the group roles: the first rollback leaves them to the other, the last one takes them along."""
    roles = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'cg\\_analytics\\_%'"
    with server.database() as url:
        cfdb("apply", "--no-verify").expect(0)
        target(analytics, url)
        cfdb("apply", "--no-verify").expect(0)
        target(analytics, database.url)
        cfdb("rollback", "--all", "--yes").expect(0)
        assert len(database.column(roles)) == 2
        target(analytics, url)
        cfdb("rollback", "--all", "--yes").expect(0)
    assert database.column(roles) == []
