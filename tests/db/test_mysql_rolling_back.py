"""What is undone, from where, and what asks first; what stops where ledger and files disagree."""

import pytest
from stage import MySQLDatabase, Project, Run

FULL = """
CREATE TABLE item (id int PRIMARY KEY, note text);
CREATE TABLE part (item int);
CREATE TABLE `odd ``name` (id int);
CREATE TABLE sliced (id int) PARTITION BY HASH (id) PARTITIONS 2;
CREATE VIEW seen AS SELECT * FROM item;
"""

ROWS = {
    "item": "INSERT INTO item VALUES (1, 'x'), (2, 'y')",
    "odd `name": "INSERT INTO `odd ``name` VALUES (1)",
    "sliced": "INSERT INTO sliced VALUES (1)",
}

TAKES_ROWS = {
    "DROP TABLE": ("item", "DROP TABLE part, item"),
    "DROP TABLE IF EXISTS": ("item", "DROP TABLE IF EXISTS nope, item"),
    "DROP TABLE of a name in quotes": ("odd `name", "DROP TABLE `odd ``name`"),
    "DROP in an executable comment": ("item", "/*!40000 DROP TABLE item */"),
    "SET STATEMENT": ("item", "SET STATEMENT max_statement_time = 0 FOR DROP TABLE item"),
    "CREATE OR REPLACE": ("item", "CREATE OR REPLACE TABLE item (id int)"),
    "DROP COLUMN": ("item", "ALTER TABLE item ADD x int, DROP COLUMN note"),
    "DROP without COLUMN": ("item", "ALTER TABLE item DROP note"),
    "TRUNCATE": ("item", "TRUNCATE item"),
    "TRUNCATE PARTITION": ("sliced", "ALTER TABLE sliced TRUNCATE PARTITION p0, p1"),
    "DELETE": ("item", "DELETE FROM item WHERE id = 1"),
    "DELETE through a view": ("item", "DELETE FROM seen"),
    "DELETE by an alias": ("item", "DELETE x FROM item AS x JOIN sliced AS y ON true"),
    "CALL": ("item", "CREATE PROCEDURE wipe() DELETE FROM item;\nCALL wipe()"),
    "EXECUTE": ("item", "EXECUTE IMMEDIATE 'DROP TABLE item'"),
    "block": ("item", "DELIMITER //\nBEGIN NOT ATOMIC DROP TABLE item; END//\nDELIMITER "),
    "no transaction": ("item", "-- cfdb: no-transaction\nDROP TABLE part; DROP TABLE item"),
}


@pytest.mark.parametrize("name", TAKES_ROWS)
def test_what_takes_rows_asks_first(name: str, mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """Without a terminal nothing runs, and the flag that allows it is named; with the flag it runs."""
    table, undo = TAKES_ROWS[name]
    mysql_project.migration("001", "full", FULL, f"{undo};")
    cfdb("apply").expect(0)
    mysql.run(ROWS[table])
    before = mysql.catalog()
    found = cfdb("rollback", "migration", "1").expect(1)
    assert "nothing was run" in found.err
    assert "--allow-data-loss" in found.err
    assert before.differences(mysql.catalog()) == []
    assert mysql.applied() == ["migration 001"]
    cfdb("rollback", "migration", "1", "--allow-data-loss").expect(0)
    assert mysql.applied() == []


def test_tables_without_rows_do_not_ask(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    undo = ";\n".join(TAKES_ROWS[name][1] for name in ("DELETE", "TRUNCATE", "DROP COLUMN", "DROP TABLE"))
    mysql_project.migration("001", "full", FULL, undo)
    cfdb("apply").expect(0)
    mysql.run("INSERT INTO item VALUES (1, 'deleted before')", "DELETE FROM item")
    cfdb("rollback", "migration", "1").expect(0)
    assert mysql.applied() == []


def test_rows_of_another_database_ask_too(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """Of two tables of one name, those are counted that the script names."""
    other = f"{mysql.value('SELECT DATABASE()')}_other"
    mysql.run(f"CREATE DATABASE {other}")
    try:
        mysql_project.migration("001", "other", f"CREATE TABLE {other}.t (id int);", f"DROP TABLE {other}.t;")
        cfdb("apply").expect(0)
        mysql.run(f"INSERT INTO {other}.t VALUES (1), (2), (3)", "CREATE TABLE t (id int)")
        found = cfdb("rollback", "--all").expect(1)
        assert f"{other}.t" in found.err
        assert "3" in found.err
        cfdb("rollback", "--all", "--yes").expect(0)
        assert mysql.tables() == {"t"}
    finally:
        mysql.run(f"DROP DATABASE {other}")


def test_rollback_is_proven(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """Tables, views, routines, triggers and events of a file with DELIMITER, there and back."""
    mysql_project.migration(
        "001",
        "shop",
        """\
CREATE TABLE stock (id int AUTO_INCREMENT PRIMARY KEY, name varchar(20) NOT NULL, n int NOT NULL DEFAULT 0);
CREATE TABLE sale (id int AUTO_INCREMENT PRIMARY KEY, stock_id int NOT NULL, n int NOT NULL,
    CONSTRAINT sale_of FOREIGN KEY (stock_id) REFERENCES stock (id));
DELIMITER $$
CREATE TRIGGER sale_takes AFTER INSERT ON sale FOR EACH ROW
BEGIN
    UPDATE stock SET n = n - NEW.n WHERE id = NEW.stock_id;
    IF (SELECT n FROM stock WHERE id = NEW.stock_id) < 0 THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'sold out; sorry';
    END IF;
END$$
CREATE PROCEDURE restock(IN what varchar(20), IN many int)
BEGIN
    UPDATE stock SET n = n + many WHERE name = what;
    IF ROW_COUNT() = 0 THEN INSERT INTO stock (name, n) VALUES (what, many); END IF;
END$$
DELIMITER ;
CREATE VIEW low AS SELECT * FROM stock WHERE n < 3;
CALL restock('tea', 5);
INSERT INTO sale (stock_id, n) VALUES (1, 4);
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DISABLE DO CALL restock('tea', 1);
""",
        "DROP EVENT nightly;\nDROP VIEW low;\nDROP PROCEDURE restock;\nDROP TABLE sale, stock;\n",
    )
    before = mysql.catalog()
    cfdb("apply").expect(0)
    assert mysql.rows("SELECT name, n FROM low") == [("tea", 1)]
    cfdb("rollback", "--all", "--yes").expect(0)
    assert before.differences(mysql.catalog()) == []
    cfdb("apply").expect(0)


def test_irreversible_change_is_refused(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    mysql_project.migration("001", "one", "-- cfdb: irreversible: the old column is gone\nCREATE TABLE one (id int);")
    cfdb("apply").expect(0)
    found = cfdb("rollback", "--all", "--yes")
    assert found.code != 0
    assert "the old column is gone" in found.err
    assert mysql.tables() == {"one"}


@pytest.fixture
def applied(mysql_project: Project, cfdb: Run) -> Project:
    """001 and 003 are in place, 004 is not."""
    for number, name in (("001", "one"), ("003", "three")):
        mysql_project.migration(number, name, f"CREATE TABLE {name} (id int);\n", f"DROP TABLE {name};\n")
    cfdb("apply").expect(0)
    mysql_project.migration("004", "four", "CREATE TABLE four (id int);\n", "DROP TABLE four;\n")
    return mysql_project


def test_edited_stops_and_is_repaired(applied: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    applied.migration("001", "one", "CREATE TABLE one (id bigint);\n", "DROP TABLE one; -- edited\n")
    found = cfdb("apply").expect(1)
    assert "migration 001 was edited after it was applied on 20" in found.err
    assert mysql.tables() == {"one", "three"}
    cfdb("repair", "migration", "1", "--yes").expect(0)
    assert mysql.value("SELECT `rollback` FROM cfdb_change WHERE `change` = 'migration 001'") == (
        "DROP TABLE one; -- edited\n"
    )
    assert ("repair", "migration 001", "done") in mysql.events()
    cfdb("apply").expect(0)


def test_missing_is_rolled_back_from_the_ledger(applied: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """The ledger kept the SQL, letter by letter."""
    odd = "-- it's a \\ backslash, \"quotes\", ü 🚀 {braces} $1 %s %(x)s\nDROP TABLE four; SELECT 'C:\\new';\n"
    applied.migration("004", "four", "CREATE TABLE four (id int);\n", odd)
    cfdb("apply").expect(0)
    assert mysql.value("SELECT `rollback` FROM cfdb_change WHERE `change` = 'migration 004'") == odd
    applied.forget_migration("004")
    assert "migration 004 four is applied, but its files are missing" in cfdb("apply").expect(1).err
    assert odd in cfdb("plan", "--rollback", "migration", "4", "--sql").expect(0).out
    found = cfdb("rollback", "migration", "4").expect(0)
    assert "its files are gone, the ledger has the SQL" in found.err
    assert mysql.tables() == {"one", "three"}


def test_missing_is_forgotten_by_repair(applied: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    applied.forget_migration("003")
    cfdb("repair", "migration", "3", "--yes").expect(0)
    assert mysql.applied() == ["migration 001"]
    cfdb("apply").expect(0)


def test_out_of_order(applied: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    applied.migration("002", "two", "CREATE TABLE two (id int);\n", "DROP TABLE two;\n")
    found = cfdb("apply").expect(1)
    assert "migration 002 is not applied, but the later migration 003 is" in found.err
    cfdb("apply", "--allow-out-of-order").expect(0)
    assert mysql.applied() == ["migration 001", "migration 003", "migration 002", "migration 004"]


def test_dependents_go_first(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    mysql_project.phase(1, "one", "CREATE TABLE one (id int PRIMARY KEY);", "DROP TABLE one;")
    mysql_project.phase(
        2, "two", "CREATE TABLE two (id int, FOREIGN KEY (id) REFERENCES one (id));", "DROP TABLE two;", depends_on=[1]
    )
    cfdb("apply").expect(0)
    cfdb("rollback", "phase", "1").expect(0)
    assert [event for event in mysql.events() if event[0] == "rollback"] == [
        ("rollback", "phase 2", "done"),
        ("rollback", "phase 1", "done"),
    ]


def test_services_go_in_the_order_of_their_foreign_keys(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """An index named like a table of another service makes no circle of the two."""
    mysql_project.service(
        "accounts",
        {"users": "CREATE TABLE users (id int PRIMARY KEY, address varchar(9), UNIQUE KEY address (address));"},
        "DROP TABLE users;",
    )
    mysql_project.service(
        "a_mail",
        {
            "b": "CREATE TABLE address (id int PRIMARY KEY, u int, FOREIGN KEY (u) REFERENCES users (id));",
            "a": "CREATE TABLE letter (id int, a int, FOREIGN KEY (a) REFERENCES `address` (id));",
        },
        "DROP TABLE letter, address;",
    )
    assert [step["change"] for step in cfdb("plan", "--format", "json").expect(0).json["steps"]] == [
        "service accounts",
        "service a_mail",
    ]
    cfdb("apply").expect(0)
    assert mysql.tables() == {"users", "address", "letter"}
    cfdb("rollback", "service", "accounts").expect(0)
    assert mysql.tables() == set()


def test_rows_of_a_table_that_is_renamed_first_are_asked_for(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """What is dropped has another name while the question is put."""
    undo = "CREATE TABLE a2 (id int);\nRENAME TABLE a TO gone, a2 TO a;\nDROP TABLE gone;\n"
    mysql_project.migration("001", "one", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\n", undo)
    cfdb("apply").expect(0)
    assert "a holds 1 row" in cfdb("rollback", "--all").expect(1).err
    assert mysql.column("SELECT id FROM a") == [1]
