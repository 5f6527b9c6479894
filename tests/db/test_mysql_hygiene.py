"""One change leaves nothing in the session for the next, and looking leaves nothing at all."""

import pytest
from stage import MySQLDatabase, MySQLServer, Project, Run, Spawn, until

LOOKING = [
    ("plan",),
    ("apply", "--dry-run"),
    ("plan", "--sql"),
    ("status",),
    ("history",),
    ("plan", "--format", "json"),
]


def everything(mysql: MySQLDatabase) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, the ledger's too."""
    return {name: mysql.rows(f"SELECT * FROM `{name}`") for name in mysql.column("SHOW TABLES")}


@pytest.mark.parametrize("words", LOOKING, ids=" ".join)
def test_looking_creates_nothing(
    words: tuple[str, ...], mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """On a database that cfdb never saw: neither the changes nor the ledger."""
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);", "DROP TABLE one;")
    cfdb(*words).expect(1 if words == ("status",) else 0)
    assert mysql.column("SHOW TABLES") == []


def test_looking_writes_nothing(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """Not even an AUTO_INCREMENT of the ledger moves."""
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);", "DROP TABLE one;")
    mysql_project.write("migrations/main/probes_001/fine.sql", "SELECT 'x' FROM one;")
    mysql_project.migration("002", "two", "CREATE TABLE two (id int);\nnope;\n", "DROP TABLE two;")
    cfdb("apply").expect(2)
    counters = (
        "SELECT table_name, auto_increment, update_time FROM information_schema.tables WHERE table_schema = DATABASE()"
    )
    before, counted, catalog = everything(mysql), mysql.rows(counters), mysql.catalog()
    for words in (*LOOKING, ("plan", "--rollback", "migration", "1"), ("rollback", "--all", "--dry-run"), ("verify",)):
        cfdb(*words)
        assert everything(mysql) == before, words
        assert mysql.rows(counters) == counted, words
    assert catalog.differences(mysql.catalog()) == []


@pytest.mark.parametrize("words", [*LOOKING[:2], ("apply",)], ids=" ".join)
@pytest.mark.parametrize(
    ("skip", "code"),
    [
        ("INSERT INTO mine VALUES (1); SELECT 'because';", 2),
        ("SELECT writes();", 2),
        ("CREATE TABLE sneaky (id int); SELECT 'because';", 64),
        ("SET STATEMENT max_statement_time = 0 FOR CREATE TABLE sneaky (id int);", 64),
        ("COMMIT; INSERT INTO mine VALUES (1);", 64),
        ("SET SESSION TRANSACTION READ WRITE; INSERT INTO mine VALUES (1);", 2),
        ("SET GLOBAL max_connections = 99;", 64),
    ],
)
def test_skip_script_cannot_write(
    skip: str, code: int, words: tuple[str, ...], mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """A skip.sql runs while planning: the server refuses what it would write."""
    mysql.run(
        "CREATE TABLE mine (id int)",
        "CREATE FUNCTION writes() RETURNS int DETERMINISTIC BEGIN INSERT INTO mine VALUES (2); RETURN 1; END",
    )
    mysql_project.phase(1, "one", "CREATE TABLE one (id int);", "DROP TABLE one;", skip=skip)
    found = cfdb(*words).expect(code)
    assert code != 2 or "1792" in found.err
    assert mysql.rows("SELECT * FROM mine") == []
    assert mysql.tables() == {"mine"}


def test_skip_script_leaves_no_settings(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """What it sets would otherwise hold for the first change."""
    skip = "SET NAMES latin1; SET @seen = 1; SET SESSION TRANSACTION READ ONLY; SELECT 'x' FROM DUAL WHERE 0;"
    mysql_project.phase(1, "one", "CREATE TABLE t AS SELECT 'é' AS a, @seen AS b;", "DROP TABLE t;", skip=skip)
    cfdb("apply").expect(0)
    assert mysql.rows("SELECT * FROM t") == [("é", None)]


@pytest.fixture
def reader(mysql: MySQLDatabase, mysql_server: MySQLServer) -> str:
    """The URL of an account that may do nothing but connect."""
    name = str(mysql.value("SELECT DATABASE()"))
    account = f"r{name[-12:]}"
    mysql_server.run(
        f"CREATE USER {account}@'%' IDENTIFIED BY 'pw'", f"GRANT CREATE TEMPORARY TABLES ON {name}.* TO {account}@'%'"
    )
    return mysql_server.on(name, user=account, password="pw")


def grant(server: MySQLServer, url: str, what: str, on: str) -> None:
    server.run(f"GRANT {what} ON {on} TO {url.split('//')[1].split(':', maxsplit=1)[0]}@'%'")


def test_status_needs_the_right_to_read_the_ledger_only(
    mysql_project: Project, mysql: MySQLDatabase, mysql_server: MySQLServer, reader: str, cfdb: Run
) -> None:
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);", "DROP TABLE one;")
    cfdb("apply").expect(0)
    mysql_project.migration("002", "two", "CREATE TABLE two (id int);", "DROP TABLE two;")
    name = mysql.value("SELECT DATABASE()")
    for table in ("cfdb_change", "cfdb_unfinished", "cfdb_event"):
        # Who sees a part of it only is told so: not that nothing is applied, which would be a lie to act upon.
        found = cfdb("status", "--url", reader).expect(2)
        assert "SELECT command denied" in found.err
        assert "the account lacks a privilege" in found.err
        grant(mysql_server, reader, "SELECT", f"{name}.{table}")
    status = cfdb("status", "--url", reader).expect(1)
    assert "1 applied, 1 pending" in status.out
    assert "002" in cfdb("plan", "--url", reader).expect(0).out
    assert "001" in cfdb("history", "--url", reader).expect(0).out
    refused = cfdb("apply", "--url", reader).expect(2)
    assert "denied" in refused.err
    assert mysql.tables() == {"one"}


def test_ledger_that_was_half_made_is_completed(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """Killed between its CREATE TABLEs."""
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);", "DROP TABLE one;")
    cfdb("apply").expect(0)
    mysql.run("DROP TABLE one", "DELETE FROM cfdb_change", "DROP TABLE cfdb_event, cfdb_unfinished")
    assert cfdb("status", "--format", "json").expect(1).json["changes"][0]["state"] == "pending"
    cfdb("apply").expect(0)
    assert mysql.applied() == ["migration 001"]


LEAVES = {
    "sql_mode": ("SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,EMPTY_STRING_IS_NULL'", "@@sql_mode"),
    "foreign_key_checks": ("SET foreign_key_checks = 0", "@@foreign_key_checks"),
    "time_zone": ("SET time_zone = '+05:00'", "@@time_zone"),
    "NAMES": ("SET NAMES latin1", "CONCAT(@@character_set_client, @@collation_connection, @@character_set_results)"),
    "a character set alone": ("SET character_set_client = cp1251", "@@character_set_client"),
    "user variable": ("SET @left = 1", "@left"),
    "isolation": ("SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED", "@@tx_isolation"),
    "read only": ("SELECT 1; SET SESSION TRANSACTION READ ONLY", "@@tx_read_only"),
    "timestamp": ("SET timestamp = 1", "NOW() < '2000-01-01'"),
    "rows": ("SET sql_select_limit = 1", "@@sql_select_limit"),
    "safe updates": ("SET sql_safe_updates = 1", "@@sql_safe_updates"),
    "lock wait": ("SET lock_wait_timeout = 77, innodb_lock_wait_timeout = 77", "@@lock_wait_timeout"),
    "binary log": ("SET sql_log_bin = 0", "@@sql_log_bin"),
    "user lock": ("DO GET_LOCK('left', 0)", "IS_USED_LOCK('left') = CONNECTION_ID()"),
}  # fmt: skip


@pytest.mark.parametrize("name", LEAVES)
def test_setting_of_one_change_does_not_reach_the_next(
    name: str, mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """Nor the ledger, which says who did what and when in UTF-8, whatever the file was written in."""
    setting, value = LEAVES[name]
    shown = f"CREATE TABLE {{}} AS SELECT {value} AS value;"
    mysql_project.phase(1, "vorher", shown.format("before1"), "DROP TABLE before1;")
    inserts = "CREATE TABLE x (id int PRIMARY KEY);\nINSERT INTO x VALUES (1);\n"
    rollback = "-- ünd zurück: ✓ 🚀\nDROP TABLE x;"
    mysql_project.phase(
        2, "größe", f"{setting};\n{inserts}", rollback, depends_on=[1], checklist='[brings]\ntables = ["x"]\n'
    )
    mysql_project.phase(3, "nachher", shown.format("after1"), "DROP TABLE after1;", depends_on=[2])
    found = cfdb("apply")
    if name == "read only":
        # It asked for it; still there is one clear message, and nothing of it stays.
        assert "READ ONLY" in found.expect(2).err
        return
    assert found.code == 0, found.err + found.out
    assert mysql.rows("SELECT value FROM before1") == mysql.rows("SELECT value FROM after1")
    assert mysql.rows("SELECT `change`, name, `rollback` FROM cfdb_change WHERE `change` = 'phase 2'") == [
        ("phase 2", "größe", rollback)
    ]
    assert mysql.applied() == ["phase 1", "phase 2", "phase 3"]
    assert mysql.value("SELECT max(ABS(TIMESTAMPDIFF(SECOND, applied_at, UTC_TIMESTAMP()))) FROM cfdb_change") < 60
    cfdb("rollback", "--all", "--yes").expect(0)


def test_temporary_table_and_prepared_statement_are_gone(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    mysql_project.migration("001", "one", "CREATE TEMPORARY TABLE tmp (id int);\nPREPARE s FROM 'SELECT 1';\n")
    mysql_project.migration("002", "two", "EXECUTE s;\n")
    mysql_project.migration("003", "three", "SELECT * FROM tmp;\n")
    assert "(1243)" in cfdb("apply").expect(2).err
    mysql_project.migration("002", "two", "SELECT 1;\n")
    assert "(1146)" in cfdb("apply").expect(2).err


def test_probe_leaves_nothing_either(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);", "DROP TABLE one;")
    for name in ("a", "b"):
        mysql_project.write(
            f"migrations/main/probes_001/{name}.sql",
            "SELECT 'left over' FROM DUAL WHERE @left = 1;\nSET @left = 1;\nSET NAMES latin1;\n"
            "INSERT INTO one VALUES (1);\n",
        )
    cfdb("apply").expect(0)
    assert mysql.rows("SELECT * FROM one") == []


def test_answers_are_read_whatever_the_script_is_written_in(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """After SET NAMES the server would answer in that character set, which is not what cfdb reads."""
    mysql_project.migration("001", "one", "SET NAMES latin1;\nSELECT 'ä' AS `ö`, 'ü';\nCREATE TABLE one (id int);\n")
    mysql_project.write(
        "migrations/main/probes_001/odd.sql", "SET NAMES latin1;\nSELECT CONVERT(x'C39C' USING utf8mb4);\n"
    )
    found = cfdb("apply").expect(1)
    assert "Ü" in found.out
    mysql_project.migration("002", "two", "/*!40101 SET NAMES latin1 */;\nSELECT 1 FROM `größe`;\n")
    cfdb("apply").expect(2)


def test_user_with_an_odd_name(
    mysql_project: Project, mysql: MySQLDatabase, mysql_server: MySQLServer, cfdb: Run
) -> None:
    """The history says who it was."""
    name = mysql.value("SELECT DATABASE()")
    mysql_server.run("CREATE USER 'jürgen'@'%' IDENTIFIED BY 'pw'", f"GRANT ALL ON {name}.* TO 'jürgen'@'%'")
    try:
        mysql_project.migration("001", "one", "CREATE TABLE one (id int);", "DROP TABLE one;")
        cfdb("apply", "--url", mysql_server.on(name, user="j%C3%BCrgen", password="pw")).expect(0)
        assert mysql.value("SELECT applied_by FROM cfdb_change") == "jürgen@%"
        assert "jürgen" in cfdb("history", "--format", "json").expect(0).out
    finally:
        mysql_server.run("DROP USER 'jürgen'@'%'")


def test_sessions_end_with_the_command(mysql_project: Project, mysql: MySQLDatabase, spawn: Spawn) -> None:
    mysql_project.migration("001", "slow", "DO SLEEP(0.3);")
    started = spawn("apply")
    until(lambda: [text for _, text in mysql.sessions() if "SLEEP" in text], what="the slow statement")
    started.wait(20).expect(0)
    until(lambda: not mysql.sessions(), seconds=3, what="the end of the sessions")
