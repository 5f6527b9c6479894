"""A mapping's subqueries give a row of its own what belongs to it."""

import os

from stage import Database, MakeProject, MySQLDatabase, MySQLServer, Run


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


def test_a_derived_table_is_not_read_for_every_few_rows(
    make_project: MakeProject, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    """Each chunk makes it anew: chunks have as many rows as it is made of, unless somebody says how many."""
    mysql.run(
        "CREATE TABLE p (id int PRIMARY KEY, code int)",
        "CREATE TABLE c (id int PRIMARY KEY, code int)",
        "INSERT INTO p SELECT seq, seq % 1000 FROM seq_1_to_6000",
        "INSERT INTO c SELECT seq, seq % 1000 FROM seq_1_to_100000",
        "ANALYZE TABLE p, c",
    )
    database.run("CREATE TABLE t (id int, p int)")
    project = make_project(database.url, dialect="mysql")
    project.migration("001", "plain", "INSERT INTO t (id, p) SELECT c.id, c.code FROM c;")
    joined = "LEFT JOIN (SELECT code, MIN(id) AS id FROM p GROUP BY code) AS d ON d.code = c.code"
    project.migration("002", "joined", f"INSERT INTO t (id, p) SELECT c.id, d.id FROM c {joined};")
    place = ("--from", mysql.url, "-C", str(project.root))

    def chunks(*words: str) -> int:
        database.run("TRUNCATE t")
        result = cfdb("data", "migrate", "migration", *words, *place, "--restart", "--yes", "--format", "json")
        return int(result.expect(0).json["copies"][0]["chunks"])

    assert chunks("001") >= 8
    assert chunks("002", "--chunk-rows", "10000") >= 8
    assert 1 <= chunks("002") <= 3
    assert database.rows("SELECT count(*), count(p), max(p) FROM t") == [(100000, 100000, 1000)]


def test_a_derived_table_of_a_view_takes_no_more_rights_than_its_rows(
    make_project: MakeProject, mysql: MySQLDatabase, mysql_server: MySQLServer, database: Database, cfdb: Run
) -> None:
    """How many rows it is made of is a plan's to say, which takes SHOW VIEW, too."""
    mysql.run(
        "CREATE TABLE p (id int PRIMARY KEY, code int)",
        "CREATE TABLE c (id int PRIMARY KEY, code int)",
        "CREATE VIEW v AS SELECT * FROM p",
        "INSERT INTO p VALUES (7, 1)",
        "INSERT INTO c VALUES (1, 1), (2, 2)",
    )
    database.run("CREATE TABLE t (id int, p int)")
    project = make_project(database.url, dialect="mysql")
    joined = "LEFT JOIN (SELECT code, MIN(id) AS id FROM v GROUP BY code) AS d ON d.code = c.code"
    project.migration("001", "m", f"INSERT INTO t (id, p) SELECT c.id, d.id FROM c {joined};")
    reader, name = f"views_{os.getpid()}", mysql.value("SELECT DATABASE()")
    mysql.run(f"CREATE USER {reader} IDENTIFIED BY 'reads-only'", f"GRANT SELECT, LOCK TABLES ON {name}.* TO {reader}")
    try:
        source = mysql_server.on(name, user=reader, password="reads-only")
        cfdb("data", "migrate", "migration", "001", "--from", source, "-C", str(project.root)).expect(0)
    finally:
        mysql.run(f"DROP USER {reader}")
    assert database.rows("SELECT id, p FROM t ORDER BY id") == [(1, 7), (2, None)]
