"""The tables whose rows are moved: made by MariaDB itself, the same each time."""

from __future__ import annotations

from dataclasses import dataclass

ESCAPED = r"REPLACE(REPLACE(REPLACE(REPLACE({}, '\\', '\\\\'), '\t', '\\t'), '\n', '\\n'), '\r', '\\r')"
DATED = "IF({0} = 0, NULL, {0})"
"""There is no zero date in PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column on both sides: `made` is its value for row `seq`, `rendered` a field of COPY's text, `plain` what is
    read for the converter, `form` what that writes."""

    name: str
    declared: str
    made: str
    target: str
    form: str
    rendered: str = "{}"
    plain: str = "{}"


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    rows: int
    columns: tuple[Column, ...]

    def source(self) -> list[str]:
        """The statements that make it in MariaDB."""
        declared = ", ".join(f"{column.name} {column.declared}" for column in self.columns)
        made = ", ".join(column.made for column in self.columns)
        return [
            f"CREATE TABLE {self.name} ({declared}, PRIMARY KEY (id)) ENGINE=InnoDB",
            f"INSERT INTO {self.name} SELECT {made} FROM seq_1_to_{self.rows}",
        ]

    def target(self) -> str:
        return f"CREATE TABLE {self.name} ({', '.join(f'{column.name} {column.target}' for column in self.columns)})"

    def lines(self, where: str) -> str:
        """The query whose rows are lines of COPY."""
        fields = [column.rendered.format(column.name) for column in self.columns]
        line = ", '\\t', ".join(f"IFNULL({field}, '\\\\N')" for field in fields)
        return f"SELECT CONCAT({line}, '\\n') FROM {self.name} WHERE {where}"

    def tuples(self, where: str) -> str:
        """The query for the converter."""
        chosen = ", ".join(column.plain.format(column.name) for column in self.columns)
        return f"SELECT {chosen} FROM {self.name} WHERE {where}"

    @property
    def forms(self) -> list[str]:
        return [column.form for column in self.columns]


NARROW = Table("narrow", 3_000_000, (
    Column("id", "int unsigned NOT NULL", "seq", "bigint", "int8"),
    Column("account", "int NOT NULL", "seq * 7919 % 100000", "integer", "int4"),
    Column("shard", "smallint NOT NULL", "seq % 512", "smallint", "int2"),
    Column("active", "tinyint(1) NOT NULL", "seq % 2", "boolean", "bool"),
    Column("amount", "decimal(12,2) NOT NULL", "seq * 31 % 10000000 / 100", "numeric(12,2)", "numeric"),
    Column("tax", "decimal(8,4)", "IF(seq % 5 = 0, NULL, seq % 90000 / 1000)", "numeric(8,4)", "numeric"),
    Column("rate", "double NOT NULL", "seq * 0.125", "double precision", "float8"),
    Column("born", "date NOT NULL", "DATE_ADD('1970-01-01', INTERVAL seq % 18000 DAY)", "date", "date"),
    Column("made", "datetime NOT NULL", "DATE_ADD('2015-01-01', INTERVAL seq * 37 SECOND)", "timestamp", "timestamp"),
    Column("gone", "datetime", "IF(seq % 3 = 0, DATE_ADD('2020-01-01', INTERVAL seq SECOND), NULL)", "timestamp",
           "timestamp"),
    Column("parent", "int", "IF(seq % 4 = 0, seq DIV 4, NULL)", "integer", "int4"),
))  # fmt: skip

WIDE = Table("wide", 500_000, (
    Column("id", "bigint unsigned NOT NULL", "seq", "bigint", "int8"),
    Column("code", "char(36) NOT NULL", "CONCAT('00000000-0000-4000-8000-', LPAD(HEX(seq), 12, '0'))", "uuid", "uuid"),
    Column("title", "varchar(200) NOT NULL", "CONCAT('Title of number ', seq)", "varchar(200)", "text", ESCAPED),
    Column("body", "text NOT NULL",
           "CONCAT('tab\\tline\\nback\\\\slash 😀 ä ', REPEAT('some words of a text ', seq % 20))",
           "text", "text", ESCAPED),
    Column("meta", "json", "CONCAT('{\"n\": ', seq, ', \"s\": \"a\\\\\\\\tb\"}')", "jsonb", "jsonb", ESCAPED),
    Column("state", "enum('new','paid','sent') NOT NULL", "1 + seq % 3", "text", "text", ESCAPED),
    Column("done", "tinyint(1) NOT NULL", "seq % 2", "boolean", "bool"),
    Column("born", "date NOT NULL", "IF(seq % 50 = 0, 0, DATE_ADD('1970-01-01', INTERVAL seq % 18000 DAY))", "date",
           "date", DATED, DATED),
    Column("made", "datetime(6) NOT NULL", "DATE_ADD('2015-01-01', INTERVAL seq * 1.000001 SECOND)", "timestamp",
           "timestamp"),
    Column("seen", "datetime NOT NULL", "IF(seq % 20 = 0, 0, DATE_ADD('2015-01-01', INTERVAL seq SECOND))", "timestamp",
           "timestamp", DATED, DATED),
    Column("views", "bigint unsigned NOT NULL", "18446744073709551615 - seq", "numeric(20)", "numeric"),
    Column("amount", "decimal(20,6) NOT NULL", "seq * 1.5", "numeric(20,6)", "numeric"),
    Column("ratio", "double", "IF(seq % 9 = 0, NULL, seq / 7)", "double precision", "float8"),
    Column("mail", "varchar(100) NOT NULL", "CONCAT('user', seq, '@example.com')", "text", "text", ESCAPED),
    Column("note", "text", "IF(seq % 2 = 0, NULL, CONCAT('note ', seq))", "text", "text", ESCAPED),
    Column("tags", "varchar(100) NOT NULL", "CONCAT_WS(',', 'a', seq % 7, 'ü')", "text", "text", ESCAPED),
    Column("size", "mediumint NOT NULL", "seq % 8000000", "integer", "int4"),
))  # fmt: skip

BLOB = Table("blob4k", 50_000, (
    Column("id", "int NOT NULL", "seq", "integer", "int4"),
    Column("data", "mediumblob NOT NULL", f"CONCAT({', '.join(['RANDOM_BYTES(1024)'] * 4)})", "bytea",
           "bytea", r"CONCAT('\\\\x', HEX({}))"),
))  # fmt: skip

TABLES = {table.name: table for table in (NARROW, WIDE, BLOB)}
