"""maintain: tidy tables, rebuilt indexes, and sizes; a busy table stops none of the others."""

import json

import pytest
from stage import Database, MySQLDatabase, Project, Run, until

from cfdb.dialects.postgresql import maintenance


@pytest.fixture
def shop(project: Project, database: Database) -> Project:
    database.run(
        "CREATE SCHEMA shop; CREATE TABLE shop.bill (id int PRIMARY KEY, note text);"
        'CREATE TABLE "Odd ""name" (id int); CREATE INDEX ON "Odd ""name" (id);'
        "CREATE TABLE log (at date) PARTITION BY RANGE (at);"
        "CREATE TABLE log_2030 PARTITION OF log FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');"
        "INSERT INTO shop.bill SELECT n, repeat(md5(n::text), 5) FROM generate_series(1, 5000) AS n;"
        "INSERT INTO log SELECT '2030-01-01' FROM generate_series(1, 100);"
        "DELETE FROM shop.bill WHERE id % 2 = 0"
    )
    return project


NAMES = {"shop.bill", 'public.Odd "name', "public.log_2030"}


def test_tables_are_vacuumed_and_counted(shop: Project, database: Database, cfdb: Run) -> None:
    until(lambda: database.value("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'bill'") == 2500)
    found = cfdb("maintain", "--format", "json").expect(0).json
    sizes = {f"{entry['schema']}.{entry['table']}": entry for entry in found["tables"]}
    assert set(sizes) == NAMES
    bill = sizes["shop.bill"]
    assert bill["rows"] == 2500
    assert bill["total_bytes"] == database.value("SELECT pg_total_relation_size('shop.bill')")
    assert bill["index_bytes"] == database.value("SELECT pg_indexes_size('shop.bill')")
    assert bill["table_bytes"] + bill["overflow_bytes"] == database.value("SELECT pg_table_size('shop.bill')")
    assert found["bytes"] == database.value("SELECT pg_database_size(current_database())")
    assert [chore["statement"] for chore in found["chores"]] == [
        'VACUUM (ANALYZE) "public"."Odd ""name"',
        'VACUUM (ANALYZE) "public"."log_2030"',
        'VACUUM (ANALYZE) "shop"."bill"',
        'ANALYZE "public"."log"',
    ]
    assert all(chore["ok"] for chore in found["chores"])
    # Autovacuum never looks at the table above the partitions.
    assert database.value("SELECT count(*) FROM pg_stats WHERE tablename = 'log'") == 1
    until(lambda: database.value("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'bill'") == 0)


def test_for_a_person_there_is_a_table(shop: Project, cfdb: Run) -> None:
    found = cfdb("maintain", "bill", "log_2030").expect(0)
    assert "✓ vacuum and analyze shop.bill" in found.err
    head, *lines, total = found.out.splitlines()
    assert head.split() == ["name", "rows", "~", "dead", "~", "table", "toast", "indexes", "total"]
    assert [line.split()[:2] for line in lines] == [["shop.bill", "2,500"], ["public.log_2030", "100"]]
    assert "2 of 2 done" in total


def test_indexes_are_rebuilt(shop: Project, database: Database, cfdb: Run) -> None:
    before = database.catalog()
    size = database.value("SELECT pg_indexes_size('shop.bill')")
    node = database.value("SELECT relfilenode FROM pg_class WHERE relname = 'bill_pkey'")
    found = cfdb("maintain", "shop.bill", "--reindex").expect(0)
    assert "given back" in found.out
    assert database.value("SELECT relfilenode FROM pg_class WHERE relname = 'bill_pkey'") != node
    assert database.value("SELECT pg_indexes_size('shop.bill')") < size
    assert before.differences(database.catalog()) == []


def test_sizes_and_plans_are_only_looked_at(shop: Project, database: Database, cfdb: Run) -> None:
    found = cfdb("maintain", "--sizes").expect(0)
    assert len(found.out.splitlines()) == 5
    assert "vacuum" not in found.err
    found = cfdb("maintain", "--dry-run", "--reindex", "bill").expect(0)
    assert found.out.splitlines() == [
        'VACUUM (ANALYZE) "shop"."bill";',
        'REINDEX TABLE CONCURRENTLY "shop"."bill";',
    ]
    assert database.value("SELECT reltuples::int FROM pg_class WHERE relname = 'bill'") == -1
    cfdb("maintain", "--sizes", "--reindex").expect(64)


def test_a_table_that_is_not_there_is_told_with_its_neighbour(shop: Project, cfdb: Run) -> None:
    found = cfdb("maintain", "bil").expect(64)
    assert "table 'bil' does not exist" in found.err
    assert "did you mean 'bill'?" in found.err


@pytest.mark.parametrize("mode", ["SHARE UPDATE EXCLUSIVE", "ACCESS EXCLUSIVE"])
def test_a_busy_table_stops_none_of_the_others(mode: str, shop: Project, database: Database, cfdb: Run) -> None:
    """Its size is shown all the same, and it is not even tried to rebuild its indexes."""
    with database.held(f"LOCK TABLE log_2030 IN {mode} MODE"):
        words = ["maintain", "--lock-timeout", "0.2", "--lock-retries", "1", "--format", "json"]
        found = cfdb(*words).expect(1)
        again = cfdb(*words, "--reindex", "log_2030").expect(1)
    problems = {chore["table"]: chore["problem"] for chore in found.json["chores"] if not chore["ok"]}
    assert "lock timeout" in problems["public.log_2030"]
    assert "2 tries" in problems["public.log_2030"]
    assert set(problems) <= {"public.log_2030", "public.log"}
    assert {f"{entry['schema']}.{entry['table']}" for entry in found.json["tables"]} == NAMES
    assert database.value("SELECT reltuples::int FROM pg_class WHERE relname = 'bill'") == 2500
    assert [chore["statement"][:6] for chore in again.json["chores"]] == ["VACUUM"]
    assert "waiting for a lock held by process" in found.err


def test_a_reindex_that_breaks_off_leaves_no_index_behind(
    shop: Project, database: Database, cfdb: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for who writes to the table; what is left is dropped, at the latest by the next one."""
    monkeypatch.setattr(maintenance, "REINDEX_PATIENCE", 300)
    invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid"
    before = database.catalog()
    with database.held("LOCK TABLE shop.bill IN ROW EXCLUSIVE MODE"):
        found = cfdb("maintain", "bill", "--reindex", "--lock-timeout", "0.2").expect(1)
        assert "✓ vacuum and analyze shop.bill" in found.err
        assert "✗ reindex shop.bill: canceling statement due to lock timeout" in found.err
        left = database.value(invalid)
        assert ("the next --reindex will" in found.err) == bool(left)
    found = cfdb("maintain", "bill", "--reindex").expect(0)
    assert ("dropped the invalid index shop.bill_pkey_ccnew" in found.err) == bool(left)
    assert database.value(invalid) == 0
    assert before.differences(database.catalog()) == []


def test_what_the_role_may_not_do_is_told(shop: Project, database: Database, cfdb: Run) -> None:
    """The server only warns, and skips the table."""
    name = f"reader_{database.value('SELECT pg_backend_pid()')}"
    database.run(f"CREATE ROLE {name}")
    try:
        options = json.dumps(f"-c role={name}")[1:-1].replace(" ", "%20")
        found = cfdb("maintain", "bill", "--url", f"{database.url}&options={options}").expect(1)
        assert "✗ vacuum and analyze shop.bill: permission denied" in found.err
    finally:
        database.run(f"DROP ROLE {name}")


@pytest.fixture
def mysql_shop(mysql_project: Project, mysql: MySQLDatabase) -> Project:
    mysql.run(
        "CREATE TABLE bill (id int PRIMARY KEY, note text)",
        "CREATE TABLE `odd ``name` (id int)",
        "CREATE VIEW notes AS SELECT note FROM bill",
        "INSERT INTO bill VALUES (1, REPEAT('x', 5000)), (2, 'y')",
    )
    return mysql_project


def test_mysql_tables_are_analyzed_or_rebuilt(mysql_shop: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    before = mysql.catalog()
    found = cfdb("maintain", "--format", "json").expect(0).json
    assert [chore["statement"] for chore in found["chores"]] == ["ANALYZE TABLE `bill`", "ANALYZE TABLE `odd ``name`"]
    assert {entry["table"]: entry["rows"] for entry in found["tables"]} == {"bill": 2, "odd `name": 0}
    found = cfdb("maintain", "--reindex", "bill").expect(0)
    assert "✓ optimize (rebuild) bill" in found.err
    assert "rows ~  table  indexes  total" in found.out
    assert before.differences(mysql.catalog()) == []
    found = cfdb("maintain", "--dry-run", "--reindex").expect(0)
    assert found.out.splitlines() == ["OPTIMIZE TABLE `bill`;", "OPTIMIZE TABLE `odd ``name`;"]
    assert "bill" in cfdb("maintain", "--sizes").expect(0).out


def test_mysql_busy_table_stops_none_of_the_others(mysql_shop: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    with mysql.held("SELECT * FROM bill"):
        words = ["maintain", "--reindex", "--lock-timeout", "1", "--lock-retries", "1", "--format", "json"]
        found = cfdb(*words).expect(1).json
    assert {chore["table"]: chore["ok"] for chore in found["chores"]} == {"bill": False, "odd `name": True}
    assert "Lock wait timeout" in found["chores"][0]["problem"]
    assert "2 tries" in found["chores"][0]["problem"]
