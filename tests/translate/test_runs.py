"""Statements that follow one another with the same head are written as one, and none of their rows is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfdb.model.policies import Policies
from cfdb.model.script import Source
from cfdb.translate.told import MOST
from cfdb.translate.translation import Translation, translate

TABLE = "CREATE TABLE t (id int PRIMARY KEY, a varchar(100), made datetime);\n"
BORDER = ");\nINSERT INTO t VALUES ("


def read(script: str, *, copy: bool = False) -> tuple[str, Translation]:
    translation = translate([Source(Path("dump.sql"), (TABLE + script).encode())], Policies(), copy=copy)
    return b"".join(translation.script()).decode(), translation


def inserts(*rows: str) -> str:
    return "".join(f"INSERT INTO t VALUES ({row});\n" for row in rows)


def test_one_statement_for_all() -> None:
    text, translation = read(inserts("1,'a',NULL", "2,'b',NULL", "3,'c',NULL"))
    assert text.count("INSERT") == 1
    assert "(1,'a',NULL),\n(2,'b',NULL),\n(3,'c',NULL);\n" in text
    assert not translation.findings


@pytest.mark.parametrize("copy", [False, True])
def test_a_text_that_looks_like_a_border_stays(copy: bool) -> None:
    text, _ = read(inserts("1,'a',NULL", f"2,'{BORDER}',NULL", "3,'c',NULL"), copy=copy)
    assert (BORDER.replace("\n", "\\n") if copy else f"(2,'{BORDER}',NULL)") in text
    assert text.count("INSERT") == (1 if copy else 2)


def test_what_is_wrong_in_one_leaves_the_others() -> None:
    text, translation = read(inserts("1,'a',NULL", "2,,NULL", "3,'c',NULL", "4,(,NULL", "5,'e',NULL"))
    assert all(f"({number}," in text for number in (1, 3, 5))
    assert not any(f"({number}," in text for number in (2, 4))
    (finding,) = translation.findings
    assert finding.line == 3
    assert finding.message.endswith("(2 statements)")


def test_the_same_finding_comes_once_with_its_number() -> None:
    found = read(inserts(*(f"{number},'a','0000-00-00'" for number in range(1, 8))))[1]
    list(found.script())  # a second time changes nothing
    (finding,) = found.findings
    assert (finding.code, finding.line) == ("zero-date", 2)
    assert finding.message.endswith("(7 statements)")


def test_a_conflict_belongs_to_its_statement() -> None:
    text, _ = read(inserts("1,'a',NULL", "2,'b',NULL ) ON DUPLICATE KEY UPDATE a = VALUES(a", "3,'c',NULL"))
    assert text.count("INSERT INTO t") == 3
    assert text.count("ON CONFLICT") == 1


@pytest.mark.parametrize("between", [";\nDELETE FROM t;\n", ";\n-- why not\n", " ; "])
def test_something_between(between: str) -> None:
    text, _ = read(f"INSERT INTO t VALUES (1,'a',NULL){between}INSERT INTO t VALUES (2,'b',NULL);")
    assert "(1,'a',NULL)" in text
    assert "(2,'b',NULL)" in text
    assert text.count("INSERT") == (1 if between == " ; " else 2)


def test_findings_have_an_end() -> None:
    broken = "".join(f"GARBAGE {number};\n" for number in range(MOST + 50))
    findings = read(broken)[1].findings
    assert len(findings) == MOST + 1
    assert findings[-1].message == "and 50 more of this kind, from here on"
    assert findings[-1].line == MOST + 2
