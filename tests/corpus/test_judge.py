"""The judge sees what is missing, and whether somebody was told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cfdb.model.finding import Finding

from . import counterparts
from .catalog import Catalog, Column, ForeignKey, Index, Part, Routine, Table
from .judge import Judge, Outcome, Verdict

ID = Column("id", "int(10) unsigned", nullable=False, default=None, generated="", identity=True, comment="")
NAME = Column("name", "varchar(40)", nullable=True, default="x", generated="", identity=False, comment="Of a pet")
TRANSLATED_NAME = replace(NAME, type="character varying(40)")
PETS = Table(
    "pets",
    {"id": ID, "name": NAME},
    primary_key=(Part("id"),),
    indexes=(Index("name", (Part("name", 10),), unique=False),),
    foreign_keys=(ForeignKey("owner", ("id",), "owners", ("id",), "CASCADE", "RESTRICT"),),
    checks=(),
    comment="",
    partitions=0,
    rows=2,
)
TRANSLATED = replace(
    PETS,
    columns={"id": replace(ID, type="bigint"), "name": TRANSLATED_NAME},
    foreign_keys=(ForeignKey("owner", ("id",), "owners", ("id",), "CASCADE", "NO ACTION"),),
)


def judged(ours: Table | None, *findings: Finding) -> list[Verdict]:
    theirs = Catalog({"pets": PETS})
    found = Catalog({"pets": ours} if ours else {})
    verdicts = Judge(theirs, found, findings, ()).verdicts()
    return [verdict for verdict in verdicts if verdict.outcome is not Outcome.CARRIED]


@pytest.mark.parametrize(("problem", "silent"), [("", True), ("unknown column", False)])
def test_a_routine_may_fail_where_it_always_did(problem: str, *, silent: bool) -> None:
    theirs = Catalog(routines=(Routine("p", function=False, arguments=0, problem=problem),))
    ours = Catalog(routines=(Routine("p", function=False, arguments=0, problem="no such column"),))
    (verdict,) = Judge(theirs, ours, (), ()).verdicts()
    assert (verdict.outcome is Outcome.SILENT) is silent


def test_a_faithful_translation_has_nothing_to_tell() -> None:
    assert judged(TRANSLATED) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"columns": {"id": replace(ID, type="bigint")}}, "column"),
        ({"columns": {**TRANSLATED.columns, "id": replace(ID, type="integer")}}, "type"),
        ({"columns": {**TRANSLATED.columns, "name": replace(TRANSLATED_NAME, default=None)}}, "default"),
        ({"primary_key": ()}, "primary key"),
        ({"indexes": (Index("name", (Part("name"),), unique=False),)}, "index"),
        ({"foreign_keys": ()}, "foreign key"),
        ({"rows": 1}, "rows of"),
    ],
)  # fmt: skip
def test_what_is_missing_without_a_word_is_lost_in_silence(change: dict[str, object], kind: str) -> None:
    verdicts = judged(replace(TRANSLATED, **change))  # type: ignore[arg-type]
    assert (kind, Outcome.SILENT) in {(verdict.kind, verdict.outcome) for verdict in verdicts}


def test_a_finding_that_names_the_object_tells_of_it() -> None:
    lost = Finding("foreign-key", "pets.owner: table owners is not part of the schema")
    changed = Finding("prefix-key", "pets.name: it holds all of it", level="warning")
    verdicts = judged(replace(TRANSLATED, foreign_keys=(), indexes=()), lost, changed)
    assert [(verdict.kind, verdict.outcome) for verdict in verdicts] == [
        ("index", Outcome.CHANGED),
        ("foreign key", Outcome.LOST),
    ]


def test_a_statement_that_was_not_understood_tells_of_its_table(tmp_path: Path) -> None:
    script = tmp_path / "pets.sql"
    script.write_text("CREATE TABLE owners (id int);\nCREATE TABLE pets (\n  id NONSENSE\n);\n")
    finding = Finding("not-understood", "CREATE TABLE: expected a type", script, 3)
    assert [verdict.outcome for verdict in judged(None, finding)] == [Outcome.LOST]
    elsewhere = replace(finding, line=1)
    assert [verdict.outcome for verdict in judged(None, elsewhere)] == [Outcome.SILENT]


@pytest.mark.parametrize(
    ("theirs", "ours", "holds"),
    [
        ("int(11)", "integer", True),
        ("int(10) unsigned", "integer", False),
        ("bigint(20) unsigned", "numeric(20,0)", True),
        ("bigint(20) unsigned", "bigint", False),
        ("tinyint(1)", "boolean", True),
        ("tinyint(4)", "boolean", False),
        ("varchar(20)", "character varying(10)", False),
        ("decimal(10,2)", "numeric(10,2)", True),
        ("datetime(6)", "timestamp(6) without time zone", True),
        ("timestamp", "timestamp(0) without time zone", False),
    ],
)
def test_a_type_has_to_hold_every_value(theirs: str, ours: str, holds: bool) -> None:
    problem = counterparts.problem(replace(NAME, type=theirs), replace(NAME, type=ours), bound=False)
    assert (problem == "") is holds
