"""Two databases as they grow elsewhere, from MySQL scripts to compared rows, each command as a user gives it."""

from pathlib import Path

import pytest
from both_sides import differing
from stage import Database, MySQLDatabase, Run

LEGACY = Path(__file__).parent / "legacy"


def statements(file: str) -> list[str]:
    text = (LEGACY / file).read_text(encoding="utf-8")
    return [statement for statement in text.split(";\n") if statement.strip()]


@pytest.fixture(autouse=True)
def sides(mysql: MySQLDatabase, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are known to the commands, and there is no project."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CFDB_FROM", mysql.url)
    monkeypatch.setenv("DATABASE_URL", database.url)


def test_histories_of_people(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    """Keys of two and three columns, a self-reference, dates without end, and a view."""
    mysql.run(*statements("staff.sql"), *statements("staff.rows.sql"))
    cfdb("translate", str(LEGACY / "staff.sql"), "-o", "staff.sql").expect(0)
    database.run(Path("staff.sql").read_text(encoding="utf-8"))
    tables = ("employees", "departments", "dept_emp", "dept_manager", "titles", "salaries")
    words = ("--tables", ",".join(tables))

    assert "nothing stands in the way" in cfdb("data", "plan", *words).expect(0).out
    # Several chunks of each history, cut within its composite key.
    cfdb("data", "migrate", *words, "--chunk-rows", "4000", "--workers", "2").expect(0)
    found = cfdb("data", "verify", *words, "--format", "json").expect(0).json
    assert [table["differing"] for table in found["tables"]] == [0] * len(tables)
    for table in tables:
        assert differing(mysql, database, table) == []
    assert database.value("SELECT count(*) FROM salaries") == 30_000
    view = "SELECT emp_no, family_name, label, amount FROM current_pay ORDER BY emp_no, label"
    assert database.rows(view) == list(mysql.rows(view)) != []


def test_a_shop_that_goes_in_circles(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    """Two character sets, foreign keys in a circle, a trigger that fills another table, geometry, sets and years."""
    mysql.run(*statements("lending.sql"))
    mysql.run(*statements("lending.rows.sql"))
    decisions = ("--decisions", str(LEGACY / "lending.toml"))
    cfdb("translate", "--from", "env:CFDB_FROM", *decisions, "-o", "lending.sql").expect(0)
    database.run(Path("lending.sql").read_text(encoding="utf-8"))
    tables = sorted(mysql.tables())
    before = database.catalog()

    refused = cfdb("data", "plan", "--tables", "*").expect(1).out
    assert "store: foreign keys go in a circle: store → staff → store" in refused
    assert "film: each row fires film_is_searched [trigger]" in refused
    assert "let 'migrate --disable-triggers' keep it from firing" in refused
    assert "tables *: 1 thing refused" in refused
    without = ("--rebuild-indexes", "--disable-triggers")
    moved = (
        cfdb("data", "migrate", "--tables", "*", *without, "--chunk-rows", "1500", "--format", "json").expect(0).json
    )
    assert {copy["table"].removeprefix("public."): copy["rows"] for copy in moved["copies"]} == {
        table: mysql.value(f"SELECT COUNT(*) FROM {table}") for table in tables
    }
    found = cfdb("data", "verify", "--tables", "*", "--format", "json").expect(0).json
    assert [table["differing"] for table in found["tables"]] == [0] * len(tables)
    for table in tables:
        assert differing(mysql, database, table) == []
    assert database.catalog() == before

    # What was taken away is at work again, and numbers go on behind the rows.
    database.run("INSERT INTO film (title, description) VALUES ('New', 'just in')")
    assert database.rows("SELECT film_id, description FROM film_text WHERE title = 'New'") == [(65536, "just in")]
    (following,) = mysql.column(
        "SELECT auto_increment FROM information_schema.tables WHERE table_name = 'category'"
        " AND table_schema = DATABASE()"
    )
    assert database.value("INSERT INTO category (label) VALUES ('x') RETURNING category_id") == following
