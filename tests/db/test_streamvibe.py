"""The reference database that ships with cfdb: applied, verified, rolled back and applied again, on real servers."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import sql
from stage import Database, MakeProject, Project, Run, Server

from cfdb.model.catalog import Catalog

REPOSITORY = Path(__file__).parents[2]
PHASES = sorted(int(path.name.split("_")[1]) for path in (REPOSITORY / "phases/streamvibe").glob("phase_*"))
LAST = PHASES[-1]


def config(project: Project, url: str) -> None:
    project.config(f'[databases.streamvibe]\nurl = "{url}"\n')


@pytest.fixture
def streamvibe(make_project: MakeProject, database: Database, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of the repository's phases, with the test's database as its target."""
    project = make_project()
    shutil.copytree(REPOSITORY / "phases/streamvibe", project.root / "phases/streamvibe")
    config(project, database.url)
    monkeypatch.chdir(project.root)
    return project


@pytest.fixture(autouse=True)
def roles_of_the_server(server: Server) -> Iterator[None]:
    """Roles belong to the server, not to the test's database: none is left."""
    postgres = Database(server.url)
    roles = "SELECT rolname FROM pg_roles ORDER BY 1"
    before = postgres.column(roles)
    yield
    for role in set(postgres.column(roles)) - set(before):
        quoted = sql.Identifier(role).as_string()
        for name in postgres.column("SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate"):
            Database(server.on(name)).run(f"DROP OWNED BY {quoted}")
    for role in set(postgres.column(roles)) - set(before):
        postgres.run(f"DROP ROLE {sql.Identifier(role).as_string()}")


def catalogs(database: Database, cfdb: Run) -> dict[int, Catalog]:
    """Apply phase by phase, verifying each; the catalog before each phase, and after the last."""
    found = {}
    for number in PHASES:
        found[number] = database.catalog()
        cfdb("apply", "phase", str(number)).expect(0)
        cfdb("verify", "phase", str(number)).expect(0)
    found[LAST + 1] = database.catalog()
    return found


def test_all_of_it(streamvibe: Project, database: Database, cfdb: Run) -> None:
    """In one go; all checks pass, and a second run finds nothing to do."""
    found = cfdb("apply", "--format", "json").expect(0).json
    assert [step["change"] for step in found["steps"]] == [f"phase {number}" for number in PHASES]
    outcomes = [outcome for verdict in found["verdicts"] for outcome in verdict["outcomes"]]
    assert len(outcomes) > 50
    assert all(outcome["passed"] or outcome["warning"] for outcome in outcomes)
    again = cfdb("apply").expect(0)
    assert f"nothing to do, {len(PHASES)} changes in place" in again.out
    cfdb("verify").expect(0)
    cfdb("status").expect(0)
    cfdb("validate").expect(0)


def test_each_phase_is_undone_without_a_trace(streamvibe: Project, database: Database, cfdb: Run) -> None:
    """Every legal order: for each phase, it and what depends on it, then all of it again."""
    before = catalogs(database, cfdb)
    full = before[LAST + 1]
    for number in reversed(PHASES):
        planned = cfdb("plan", "--rollback", "phase", str(number), "--format", "json").expect(0).json["steps"]
        undone = {int(step["change"].split()[1]) for step in planned}
        assert undone >= {number}
        cfdb("rollback", "phase", str(number), "--yes").expect(0)
        if undone == {entry for entry in PHASES if entry >= number}:
            assert before[number].differences(database.catalog()) == []
        cfdb("apply").expect(0)
        assert full.differences(database.catalog()) == []


def test_backwards_one_by_one(streamvibe: Project, database: Database, cfdb: Run) -> None:
    before = catalogs(database, cfdb)
    for number in reversed(PHASES):
        cfdb("rollback", "phase", str(number), "--yes").expect(0)
        assert before[number].differences(database.catalog()) == []
    assert database.applied() == []
    cfdb("apply").expect(0)
    assert before[LAST + 1].differences(database.catalog()) == []


def test_rollback_with_rows_asks(streamvibe: Project, database: Database, cfdb: Run) -> None:
    """The seed rows alone are rows."""
    cfdb("apply").expect(0)
    found = cfdb("rollback", "phase", "1").expect(1)
    assert "--allow-data-loss" in found.err
    cfdb("verify").expect(0)


def test_owner_who_is_no_superuser(streamvibe: Project, database: Database, server: Server, cfdb: Run) -> None:
    """CREATEROLE and a database of his own are enough, as with most hosted servers."""
    name = database.value("SELECT current_database()")
    owner = f"owner_{name}"
    database.run(f"CREATE ROLE {owner} LOGIN CREATEROLE; ALTER DATABASE {name} OWNER TO {owner}")
    try:
        config(streamvibe, server.on(name, user=owner))
        before = database.catalog()
        cfdb("apply").expect(0)
        cfdb("verify").expect(0)
        after = database.catalog()
        cfdb("rollback", "--all", "--yes").expect(0)
        assert before.differences(database.catalog()) == []
        cfdb("apply").expect(0)
        assert after.differences(database.catalog()) == []
        cfdb("rollback", "--all", "--yes").expect(0)
    finally:
        database.run(f"ALTER DATABASE {name} OWNER TO CURRENT_USER; DROP OWNED BY {owner} CASCADE; DROP ROLE {owner}")


SUPABASE = """
CREATE ROLE anon NOLOGIN;
CREATE ROLE authenticated NOLOGIN;
CREATE ROLE service_role NOLOGIN BYPASSRLS;
GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON FUNCTIONS TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO anon, authenticated, service_role;
CREATE SCHEMA auth;
GRANT USAGE ON SCHEMA auth TO anon, authenticated, service_role;
CREATE TABLE auth.users (
    instance_id uuid, id uuid PRIMARY KEY, aud varchar(255), role varchar(255), email varchar(255),
    encrypted_password varchar(255), raw_app_meta_data jsonb, raw_user_meta_data jsonb,
    created_at timestamptz, updated_at timestamptz
);
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('request.jwt.claim', true), ''),
                    nullif(current_setting('request.jwt.claims', true), ''))::jsonb $$;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid $$;
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role' $$;
CREATE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email' $$;
CREATE SCHEMA vault;
CREATE TABLE vault.secrets (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text UNIQUE, secret text);
CREATE VIEW vault.decrypted_secrets AS SELECT *, secret AS decrypted_secret FROM vault.secrets;
INSERT INTO vault.secrets (name, secret) VALUES ('theirs', 'keep me');
"""


def test_supabase_brings_phase_0_itself(streamvibe: Project, database: Database, cfdb: Run) -> None:
    """It is skipped and said so; its rollback touches nothing."""
    database.run(SUPABASE)
    before = database.catalog()
    planned = cfdb("plan", "--format", "json").expect(0).json["steps"]
    assert (planned[0]["change"], planned[0]["action"]) == ("phase 0", "skip")
    assert "Supabase" in planned[0]["reason"]
    found = cfdb("apply", "phase", "0").expect(0)
    assert "= phase 0" in found.err
    assert before.differences(database.catalog()) == []
    status = {line["change"]: line for line in cfdb("status", "--format", "json").expect(1).json["changes"]}
    assert status["phase 0"]["state"] == "skipped"
    cfdb("apply", "phase", "1").expect(0)
    cfdb("rollback", "phase", "0", "--yes").expect(0)
    assert before.differences(database.catalog()) == []
    assert database.rows("SELECT name, secret FROM vault.secrets") == [("theirs", "keep me")]
    assert database.applied() == []


def test_two_databases_of_one_server(streamvibe: Project, database: Database, server: Server, cfdb: Run) -> None:
    """They share the API roles: the first rollback leaves them to the other, the last one takes them along."""
    with server.database() as url:
        cfdb("apply").expect(0)
        config(streamvibe, url)
        cfdb("apply").expect(0)
        config(streamvibe, database.url)
        cfdb("rollback", "--all", "--yes").expect(0)
        config(streamvibe, url)
        cfdb("verify").expect(0)
        cfdb("rollback", "--all", "--yes").expect(0)
    assert Database(server.url).column("SELECT 1 FROM pg_roles WHERE rolname IN ('anon', 'authenticated')") == []
