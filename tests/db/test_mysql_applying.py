"""Changes go to MariaDB statement by statement, and come back."""

from stage import MySQLDatabase, Project, Run

TABLE = "CREATE TABLE shelf (id int PRIMARY KEY, name varchar(20)) ENGINE = InnoDB;\n"


def test_apply_twice_and_roll_back(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """The second run finds nothing to do; the rollback leaves the catalog as it was."""
    mysql_project.migration("001", "shelf", TABLE, "DROP TABLE shelf;")
    before = mysql.catalog()
    cfdb("apply").expect(0)
    assert mysql.tables() == {"shelf"}
    assert mysql.applied() == ["migration 001"]
    assert "nothing to do" in cfdb("apply").expect(0).out
    cfdb("rollback", "migration", "1", "--yes").expect(0)
    assert not before.differences(mysql.catalog())
    assert mysql.applied() == []
