"""A small legacy library on MariaDB and the tables that its rows go to: what the tests of `cfdb data` act on."""

from __future__ import annotations

from typing import Any

from stage import Database, MySQLDatabase, until

WRITERS, BOOKS = 100, 900
MAPPING = """
INSERT INTO author (id, name) SELECT w.id, w.name FROM writer AS w;
INSERT INTO book (id, author, title) SELECT b.id, b.writer, CONCAT(b.title, '!') FROM old_book AS b;
"""
MOVE = ("migration", "001")
SMALL = ("--chunk-rows", "60", "--workers", "2", "--progress", "none")


def fill(mysql: MySQLDatabase, *, writers: int = WRITERS, books: int = BOOKS) -> None:
    mysql.run(
        "CREATE TABLE writer (id int PRIMARY KEY, name varchar(50) NOT NULL) ENGINE = InnoDB",
        "CREATE TABLE old_book (id int PRIMARY KEY, writer int NOT NULL, title text NOT NULL) ENGINE = InnoDB",
        f"INSERT INTO writer SELECT seq, CONCAT('wríter\\t', seq) FROM seq_1_to_{writers}",
        f"INSERT INTO old_book SELECT seq, 1 + seq % {writers}, REPEAT('tïtle\\n', seq % 7) FROM seq_1_to_{books}",
        "ANALYZE TABLE writer, old_book",
    )


def make_room(database: Database) -> None:
    database.run(
        "CREATE TABLE author (id int PRIMARY KEY, name text NOT NULL);"
        "CREATE TABLE book (id int PRIMARY KEY, author int NOT NULL REFERENCES author, title text NOT NULL)"
    )


def slow_down(database: Database, seconds: float) -> None:
    """Each book takes so long."""
    database.run(
        f"CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS"
        f" 'BEGIN PERFORM pg_sleep({seconds}); RETURN NEW; END';"
        "CREATE TRIGGER dawdle BEFORE INSERT ON book FOR EACH ROW EXECUTE FUNCTION dawdle()"
    )


def speed_up(database: Database) -> None:
    database.run("DROP TRIGGER dawdle ON book")


def is_all_there(database: Database, mysql: MySQLDatabase) -> None:
    """Each row once, as the mapping makes it, and a ledger that counts them."""
    assert database.rows("SELECT id, name FROM author ORDER BY id") == list(
        mysql.rows("SELECT id, name FROM writer ORDER BY id")
    )
    assert database.rows("SELECT id, author, title FROM book ORDER BY id") == list(
        mysql.rows("SELECT id, writer, CONCAT(title, '!') FROM old_book ORDER BY id")
    )
    counted = dict(database.rows("SELECT target, sum(rows)::int FROM cfdb.move_chunk JOIN cfdb.move_copy"
                                 " USING (move) WHERE move_copy.number = copy GROUP BY 1"))  # fmt: skip
    assert counted == {"public.author": count(database, "author"), "public.book": count(database, "book")}
    assert state(database) == "done"


def count(database: Database, table: str) -> int:
    return int(database.value(f"SELECT count(*) FROM {table}"))


def state(database: Database) -> str:
    return str(database.value("SELECT state FROM cfdb.move"))


def done(database: Database) -> int:
    """Chunks that are in."""
    if not database.exists("cfdb.move_chunk"):
        return 0
    return int(database.value("SELECT count(*) FROM cfdb.move_chunk WHERE rows IS NOT NULL"))


def loaded_at(database: Database) -> dict[tuple[int, int], Any]:
    """When each chunk was loaded."""
    rows = database.rows("SELECT copy, number, finished_at FROM cfdb.move_chunk WHERE rows IS NOT NULL")
    return {(copy, number): when for copy, number, when in rows}


def under_way(database: Database, chunks: int = 3) -> None:
    until(lambda: done(database) >= chunks, what=f"{chunks} chunks")


def workers(database: Database) -> list[int]:
    """The processes of the sessions of workers."""
    return [
        int(pid)
        for pid in database.column(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name ~ '^cfdb data [0-9]+(:|$)'"
        )
    ]
