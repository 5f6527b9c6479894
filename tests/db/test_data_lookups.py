"""A mapping's subqueries give a row of its own what belongs to it."""

from stage import Database, MakeProject, MySQLDatabase, Run


def test_a_lookup_by_bytes_is_not_answered_from_a_cache(
    make_project: MakeProject, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    """MariaDB's subquery cache compares by collation: 'one' would get the answer that 'One' got."""
    mysql.run(
        "CREATE TABLE p (id int PRIMARY KEY, code varchar(9))",
        "CREATE TABLE c (id int PRIMARY KEY, code varchar(9))",
        "INSERT INTO p VALUES (1, 'One'), (2, 'two')",
        "INSERT INTO c VALUES (1, 'One'), (2, 'two'), (3, 'one'), (4, NULL), (5, 'two')",
    )
    database.run("CREATE TABLE t (id int, p int)")
    project = make_project(database.url, dialect="mysql")
    project.migration(
        "001", "m", "INSERT INTO t (id, p) SELECT c.id, (SELECT p.id FROM p WHERE HEX(p.code) = HEX(c.code)) FROM c;"
    )
    cfdb("data", "migrate", "migration", "001", "--from", mysql.url, "-C", str(project.root)).expect(0)
    assert database.rows("SELECT id, p FROM t ORDER BY id") == [(1, 1), (2, 2), (3, None), (4, None), (5, 2)]
