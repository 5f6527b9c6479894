"""The reference database that ships with cfdb: applied, verified, rolled back and applied again, on real servers.

Every version takes, verifies and undoes each of its phases. In which orders, and what two sessions do at one moment, is
looked at on the newest alone.
"""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path

import psycopg
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
        cfdb("apply", "phase", str(number), "--no-verify").expect(0)
        cfdb("verify", "phase", str(number)).expect(0)
    found[LAST + 1] = database.catalog()
    return found


def test_all_of_it(streamvibe: Project, database: Database, cfdb: Run) -> None:
    """In one go; all checks pass, and a second run finds nothing to do."""
    found = cfdb("apply", "--format", "json").expect(0).json
    assert [step["change"] for step in found["steps"]] == [f"phase {number}" for number in PHASES]
    outcomes = [outcome for verdict in found["verdicts"] for outcome in verdict["outcomes"]]
    assert len(outcomes) > 190
    assert all(outcome["passed"] or outcome["warning"] for outcome in outcomes)
    again = cfdb("apply").expect(0)
    assert f"nothing to do, {len(PHASES)} changes in place" in again.out
    cfdb("verify").expect(0)
    cfdb("status").expect(0)
    cfdb("validate").expect(0)


DEPENDS_ON = {0: set(), 1: {0}, 2: {1}, 3: {1, 2}, 4: {1, 3}, 5: {1, 3}, 6: {1, 3}, 7: {1}}
"""The document's graph; phase 0 stands below it."""


@pytest.mark.newest
@pytest.mark.parametrize("number", PHASES)
def test_what_a_phase_brings_along(streamvibe: Project, database: Database, cfdb: Run, number: int) -> None:
    """What it depends on and no more; phase 7 is independent of all but phase 1."""
    wanted, todo = set(), {number}
    while todo:
        wanted |= todo
        todo = set().union(*(DEPENDS_ON[entry] for entry in todo)) - wanted
    steps = cfdb("plan", "phase", str(number), "--format", "json").expect(0).json["steps"]
    assert {int(step["change"].split()[1]) for step in steps} == wanted


def test_whole_of_the_document(streamvibe: Project, database: Database, cfdb: Run) -> None:
    """Its "Success Checklist", asked without cfdb, and its performance table's indexes."""
    cfdb("apply", "--no-verify").expect(0)
    assert len(database.tables()) == 38
    functions = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'"
    assert database.value(functions) == 33
    assert database.value("SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'") >= 80
    explicit = """
        SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         WHERE c.relnamespace = 'public'::regnamespace
           AND i.indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE contype IN ('p', 'u', 'x'))"""
    assert database.value(explicit) == 12 + 3 + 8 + 5 + 3 + 12 + 20
    for table, rows in {"subscription_tier": 3, "platform": 5, "content_category": 15}.items():
        assert database.value(f"SELECT count(*) FROM {table}") == rows


@pytest.mark.newest
def test_phases_4_to_6_in_any_order(streamvibe: Project, database: Database, cfdb: Run) -> None:
    """Each comes and goes whichever of the others is there, verified on the way; the end is the same."""
    cfdb("apply", "phase", "3").expect(0)
    before, after = database.catalog(), None
    for order in permutations("456"):
        for number in order:
            cfdb("apply", "phase", number).expect(0)
        after = after or database.catalog()
        assert after.differences(database.catalog()) == []
        for number in order:
            steps = cfdb("plan", "--rollback", "phase", number, "--format", "json").expect(0).json["steps"]
            assert [step["change"] for step in steps] == [f"phase {number}"]
            cfdb("rollback", "phase", number, "--yes").expect(0)
        assert before.differences(database.catalog()) == []


@pytest.mark.newest
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
        cfdb("apply", "--no-verify").expect(0)
        assert full.differences(database.catalog()) == []
    cfdb("verify").expect(0)


def test_backwards_one_by_one(streamvibe: Project, database: Database, cfdb: Run) -> None:
    before = catalogs(database, cfdb)
    for number in reversed(PHASES):
        cfdb("rollback", "phase", str(number), "--yes").expect(0)
        assert before[number].differences(database.catalog()) == []
    assert database.applied() == []
    cfdb("apply").expect(0)
    assert before[LAST + 1].differences(database.catalog()) == []


@pytest.mark.newest
def test_rollback_with_rows_asks(streamvibe: Project, database: Database, cfdb: Run) -> None:
    """The seed rows alone are rows."""
    cfdb("apply", "--no-verify").expect(0)
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
        cfdb("apply", "--no-verify").expect(0)
        cfdb("verify").expect(0)
        after = database.catalog()
        cfdb("rollback", "--all", "--yes").expect(0)
        assert before.differences(database.catalog()) == []
        cfdb("apply", "--no-verify").expect(0)
        assert after.differences(database.catalog()) == []
        cfdb("rollback", "--all", "--yes").expect(0)
    finally:
        database.run(f"ALTER DATABASE {name} OWNER TO CURRENT_USER; DROP OWNED BY {owner} CASCADE; DROP ROLE {owner}")


# Not the ids of the probes, which run beside these rows.
A, B = (f"7e570000-0000-4000-8000-00000000000{digit}" for digit in "ab")
ACCOUNT = "7e570000-0000-4000-8000-0000000000aa"
CONTENT = "7e570000-0000-4000-8000-0000000000d1"

CREATORS = f"""
INSERT INTO auth.users (id, email) VALUES ('{A}', 'a@streamvibe.invalid'), ('{B}', 'b@streamvibe.invalid');
INSERT INTO subscription (user_id, tier_id, status_id)
SELECT u.id, t.id, s.id
  FROM users u, subscription_tier t, subscription_status s WHERE t.slug = 'free' AND s.slug = 'active';
INSERT INTO platform_connection (id, user_id, platform_id, platform_user_id, vault_secret_name)
SELECT '{ACCOUNT}', '{A}', id, 'login', 'streamvibe_test' FROM platform WHERE slug = 'youtube';
INSERT INTO social_account (id, user_id, connection_id, platform_id, status_id, platform_account_id, follower_count)
SELECT c.id, c.user_id, c.id, c.platform_id, s.id, 'channel', 4321
  FROM platform_connection c, account_status s WHERE s.slug = 'active';
INSERT INTO content_item (id, social_account_id, content_type_id, platform_content_id, title, tags, visibility)
SELECT '{CONTENT}', '{ACCOUNT}', id, 'first', 'Gaming night', '{{Minecraft}}', 'public'
  FROM content_type WHERE slug = 'video';
"""
"""Two creators; the first has an account with a piece of public content."""


@pytest.mark.newest
def test_anonymous_clicks_at_the_same_moment(streamvibe: Project, database: Database, cfdb: Run) -> None:
    """Visitors in sessions of their own, as role anon: none is lost, none is counted twice."""
    cfdb("apply", "phase", "6", "--no-verify").expect(0)
    database.run(CREATORS)

    def visit(_: int) -> list[int]:
        with database.connect() as connection:
            connection.execute("SET ROLE anon")
            click = "SELECT increment_content_clicks(%s, 'browse')"
            return [row[0] for _ in range(10) for row in connection.execute(click, (CONTENT,)).fetchall()]

    with ThreadPoolExecutor(4) as visitors:
        seen = [clicks for visit_ in visitors.map(visit, range(4)) for clicks in visit_]
    assert sorted(seen) == list(range(1, 41))
    assert database.value("SELECT total_clicks FROM content_item") == 40
    assert database.rows("SELECT count(*), count(user_id) FROM content_click") == [(40, 0)]


@pytest.mark.newest
def test_the_last_analysis_is_taken_once(streamvibe: Project, database: Database, cfdb: Run) -> None:
    """Two sessions ask for it at the same moment: the second waits for the first, and is refused."""
    cfdb("apply", "phase", "4", "--no-verify").expect(0)
    database.run(CREATORS)
    database.run(f"SELECT increment_quota('{A}', 'ai_analysis', 24)")
    ask = f"INSERT INTO ai_suggestion (content_item_id, model_id) SELECT '{CONTENT}', min(id) FROM ai_model"

    def ask_once(_: int) -> bool:
        try:
            database.run(ask)
        except psycopg.errors.CheckViolation:
            return False
        return True

    with ThreadPoolExecutor(4) as sessions:
        assert sorted(sessions.map(ask_once, range(4))) == [False, False, False, True]
    assert database.value(f"SELECT ai_analyses_used FROM subscription WHERE user_id = '{A}'") == 25
    assert database.value("SELECT count(*) FROM ai_suggestion") == 1


@pytest.mark.newest
def test_two_users_are_proposed_the_same_slug(streamvibe: Project, database: Database, cfdb: Run) -> None:
    """Whoever stores it second is refused by the key, asks again, and gets the next one."""
    cfdb("apply", "phase", "6", "--no-verify").expect(0)
    database.run(CREATORS)
    propose = "SELECT generate_profile_slug('Tech Gaming', '{}')"
    store = "UPDATE users SET profile_slug = '{}' WHERE id = '{}'"
    assert database.value(propose.format(A)) == database.value(propose.format(B)) == "tech-gaming"
    database.run(store.format("tech-gaming", A))
    with pytest.raises(psycopg.errors.UniqueViolation):
        database.run(store.format("tech-gaming", B))
    assert database.value(propose.format(B)) == "tech-gaming-2"
    database.run(store.format("tech-gaming-2", B))


def test_discovery_finds_what_was_there_before(streamvibe: Project, database: Database, cfdb: Run) -> None:
    """Phase 6 on a database in use: tags and followers of old rows are there; its rollback leaves the rows."""
    cfdb("apply", "phase", "3", "--no-verify").expect(0)
    database.run(CREATORS)
    cfdb("apply", "phase", "6").expect(0)
    assert database.rows("SELECT content_item_id::text, tag FROM content_tag") == [(CONTENT, "minecraft")]
    assert database.rows("SELECT id::text, total_followers FROM users ORDER BY id") == [(A, 4321), (B, 0)]
    cfdb("rollback", "phase", "6", "--yes").expect(0)
    assert database.column("SELECT title FROM content_item") == ["Gaming night"]


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


@pytest.mark.newest
def test_two_databases_of_one_server(streamvibe: Project, database: Database, server: Server, cfdb: Run) -> None:
    """They share the API roles: the first rollback leaves them to the other, the last one takes them along."""
    with server.database() as url:
        cfdb("apply", "--no-verify").expect(0)
        config(streamvibe, url)
        cfdb("apply", "--no-verify").expect(0)
        config(streamvibe, database.url)
        cfdb("rollback", "--all", "--yes").expect(0)
        config(streamvibe, url)
        cfdb("verify").expect(0)
        cfdb("rollback", "--all", "--yes").expect(0)
    assert Database(server.url).column("SELECT 1 FROM pg_roles WHERE rolname IN ('anon', 'authenticated')") == []
