"""Every type of MySQL at its limits, through the whole command, compiled and not: read by two drivers, and verified."""

import re
import struct
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from both_sides import differing
from stage import Database, MySQLDatabase, Project, Run

pytestmark = pytest.mark.newest

SCHEMA = Path(__file__).parent / "legacy" / "limits.sql"
SPANS = "ALTER TABLE clocks ALTER span TYPE interval, ALTER span_exact TYPE interval"
"""What is no time of day, whatever TIME is translated to."""


@pytest.fixture(params=["compiled", "pure"])
def sides(
    request: pytest.FixtureRequest, mysql: MySQLDatabase, database: Database, cfdb: Run, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The values on one side, the tables that cfdb makes of theirs on the other, and a folder without a project."""
    if request.param == "pure":
        monkeypatch.setenv("CFDB_PURE_PYTHON", "1")
    statements = [one for one in SCHEMA.read_text(encoding="utf-8").split(";\n") if one.strip()]
    mysql.run(*statements)
    monkeypatch.chdir(tmp_path)
    Path("translate.toml").write_text('spatial = "native"\ntinyint1 = "boolean"\n', encoding="utf-8")
    monkeypatch.setenv("CFDB_FROM", mysql.url)
    monkeypatch.setenv("DATABASE_URL", database.url)
    # A server does not tell labels of four bytes: they are read from the script.
    Path("schema.sql").write_text(";\n".join(one for one in statements if "CREATE TABLE" in one), encoding="utf-8")
    cfdb("translate", "schema.sql", "-o", "limits.sql").expect(0)
    database.run(Path("limits.sql").read_text(encoding="utf-8"))
    database.run(SPANS)


@pytest.mark.usefixtures("sides")
def test_every_value_arrives(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    refused = cfdb("data", "plan", "--tables", "*").expect(1).out
    assert re.findall(r"(\w+\.\w+): 1 row,.*\[zero-date\]", refused) == [
        f"moments.{column}" for column in ("day", "at", "exact", "stamped")
    ]
    assert "tables *: 4 things refused" in refused
    cfdb("data", "migrate", "--tables", "*", "--allow", "zero-date").expect(0)
    found = cfdb("data", "verify", "--tables", "*", "--allow", "zero-date", "--format", "json").expect(0).json
    assert [table["differing"] for table in found["tables"]] == [0] * 12
    assert [wrong for table in sorted(mysql.tables()) for wrong in differing(mysql, database, table)] == []
    database.run("UPDATE bits SET most = ~most WHERE id = 3")
    assert len(differing(mysql, database, "bits")) == 1


KINDS = (
    "POINT(1.5 -2)", "LINESTRING(0 0,1 1e22,0.1 2)", "POLYGON((0 0,9 0,9 9,0 0),(1 1,2 1,2 2,1 1))",
    "MULTIPOINT(1 2,3 4)", "MULTILINESTRING((0 0,1 1),(2 2,3 3.25))",
    "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))", "GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1))",
)  # fmt: skip


@pytest.mark.parametrize("pure", ["0", "1"], ids=["compiled", "pure"])
def test_geometry_of_every_kind(
    mysql: MySQLDatabase, database: Database, project: Project, cfdb: Run, monkeypatch: pytest.MonkeyPatch, pure: str
) -> None:
    """A server without PostGIS holds them as bytes and as words: the mapping says so."""
    monkeypatch.setenv("CFDB_PURE_PYTHON", pure)
    monkeypatch.setenv("CFDB_FROM", mysql.url)
    mysql.run("CREATE TABLE shapes (id int NOT NULL PRIMARY KEY, g geometry)", "INSERT INTO shapes VALUES (0, NULL)")
    mysql.run(*(f"INSERT INTO shapes VALUES ({id}, ST_GeomFromText('{text}'))" for id, text in enumerate(KINDS, 1)))
    database.run("CREATE TABLE shapes (id int PRIMARY KEY, wkb bytea, wkt text)")
    mapping = "INSERT INTO shapes (id, wkb, wkt) SELECT id, ST_AsBinary(g), ST_AsText(g) FROM shapes;"
    project.migration("001", "shapes", mapping)
    cfdb("data", "migrate", "migration", "001").expect(0)
    assert "8 rows compared, all alike" in cfdb("data", "verify", "migration", "001").expect(0).out
    expected = [
        # Ahead of MySQL's own bytes is the number of a reference system.
        (id, raw and raw[4:], text)
        for id, raw, text in mysql.rows("SELECT id, g, ST_AsText(g) FROM shapes ORDER BY id")
    ]
    assert database.rows("SELECT * FROM shapes ORDER BY id") == expected
    assert expected[1][1] == struct.pack("<BI2d", 1, 1, 1.5, -2)


DOUBTFUL = {
    # name: type here, value here, type there, what it becomes where that is allowed
    "zero-date": ("datetime", "'0000-00-00 10:11:12'", "timestamp", None),
    "date-part-zero": ("date", "'2024-00-10'", "date", None),
    "invalid-date": ("date", "'2023-02-31'", "date", None),
    "time-lost": ("datetime", "'2024-02-29 10:00:00'", "date", date(2024, 2, 29)),
    "truncated-fraction": (
        "datetime(6)",
        "'2024-02-29 23:59:59.999999'",
        "timestamp(3)",
        datetime.fromisoformat("2024-02-29 23:59:59.999"),
    ),
    "rounded": ("decimal(65,30)", "0.125", "numeric(5,2)", Decimal("0.13")),
    "not-a-boolean": ("tinyint(1)", "-128", "boolean", True),
    "nul-byte": ("longtext", "'a\\0😀\\0'", "text", "a😀"),
    "text-too-long": ("varchar(9)", "'😀日本x'", "varchar(3)", "😀日本"),
    "trailing-spaces": ("varbinary(9)", "'x  '", "char(5)", "x    "),
    "enum-unknown": ("enum('a')", "0", "label", None),
    "invalid-utf8": ("blob", "x'61C328'", "text", "a?("),
}


@pytest.mark.parametrize("pure", ["0", "1"], ids=["compiled", "pure"])
def test_what_is_doubtful_becomes_what_is_said(
    mysql: MySQLDatabase, database: Database, cfdb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pure: str
) -> None:
    """Each is refused by its name, and by no other; with all names allowed both sides are alike."""
    monkeypatch.setenv("CFDB_PURE_PYTHON", pure)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CFDB_FROM", mysql.url)
    monkeypatch.setenv("DATABASE_URL", database.url)
    names = [name.replace("-", "_") for name in DOUBTFUL]
    here = ", ".join(f"{name} {case[0]}" for name, case in zip(names, DOUBTFUL.values(), strict=True))
    there = ", ".join(f"{name} {case[2]}" for name, case in zip(names, DOUBTFUL.values(), strict=True))
    mysql.run(
        f"CREATE TABLE doubts (id int PRIMARY KEY, {here}) CHARSET utf8mb4",
        "SET sql_mode = 'ALLOW_INVALID_DATES'",
        f"INSERT INTO doubts VALUES (1, {', '.join(case[1] for case in DOUBTFUL.values())})",
    )
    database.run(f"CREATE TYPE label AS ENUM ('a'); CREATE TABLE doubts (id int PRIMARY KEY, {there})")
    refused = cfdb("data", "plan", "--tables", "*").expect(1).out
    found = re.findall(r"^  doubts\.(\w+): 1 row, .*\[(.+)\]$", refused, re.MULTILINE)
    assert dict(found) == dict(zip(names, DOUBTFUL, strict=True))
    allowed = [word for name in DOUBTFUL for word in ("--allow", name)]
    cfdb("data", "migrate", "--tables", "*", *allowed).expect(0)
    assert "1 row compared, all alike" in cfdb("data", "verify", "--tables", "*", *allowed).expect(0).out
    assert database.rows("SELECT * FROM doubts") == [(1, *(case[3] for case in DOUBTFUL.values()))]
