"""Cases are files in tests/translate/rows; CFDB_REWRITE_CASES=1 writes their expectations anew.

A case may begin with `-- name = value` lines: a policy, `encoding`, or `auto_on_zero`.
"""

from __future__ import annotations

import re
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from case_files import assert_as_expected, assert_no_orphans, each, found_in

from cfdb.model.policies import Policies
from cfdb.model.schema import Schema
from cfdb.model.script import Source
from cfdb.model.text import line_column
from cfdb.syntax import mysql
from cfdb.translate.agreement import agreed
from cfdb.translate.names import Names, names_of
from cfdb.translate.reading.script import Reader
from cfdb.translate.rows.statement import rows

SCRIPTS = found_in(Path(__file__).parent / "rows", "*.sql")
SETTING = re.compile(rb"^-- (\w+) = (\w+)\n", re.MULTILINE)


def schema_of(text: bytes, policies: Policies) -> tuple[Schema, Names]:
    problems: list[object] = []
    reader = Reader(lambda *problem: problems.append(problem))
    reader.read(Source(Path("case.sql"), text))
    assert not problems
    schema = agreed(reader.schema(), policies)
    return schema, names_of(schema)


def translated(
    text: bytes, report: Callable[[str, str, int], None] | None = None, *, copy: bool = False, **settings: Any
) -> Iterator[bytes]:
    """All rows of a script; offsets that are reported are those of the script."""
    own = {name: settings.pop(name) for name in ("encoding", "auto_on_zero") if name in settings}
    policies = Policies(**settings)
    schema, names = schema_of(text, policies)

    for statement in mysql.split(text):
        if statement.first not in ("INSERT", "REPLACE"):
            continue

        def tell(code: str, message: str, at: int, start: int = statement.start) -> None:
            if report:
                report(code, message, start + at)

        view = memoryview(text)[statement.start : statement.end]
        yield from rows(view, table_of=schema.table, names=names, policies=policies, report=tell, copy=copy, **own)


def settings_of(text: bytes) -> dict[str, Any]:
    found = {name.decode(): value.decode() for name, value in SETTING.findall(text)}
    return {name: value == "true" if name == "auto_on_zero" else value for name, value in found.items()}


def described(text: bytes) -> str:
    """What becomes of a script: as INSERT, what is found, and as COPY."""
    settings = settings_of(text)
    found: list[str] = []

    def tell(code: str, message: str, at: int) -> None:
        found.append("{}:{} {}: {}\n".format(*line_column(text, at), code, message))

    inserts = b"".join(translated(text, tell, **settings)).decode()
    copies = b"".join(translated(text, copy=True, **settings)).decode()
    return f"{inserts}-- findings\n{''.join(found)}-- copy\n{copies}"


@each(SCRIPTS)
def test_case(case: Path) -> None:
    """The statements that a script becomes are those written beside it."""
    assert_as_expected(case, described(case.read_bytes()))


def test_cases_have_no_orphans() -> None:
    """Every script has an expectation, and every expectation a script."""
    assert_no_orphans(SCRIPTS)


TABLE = b"CREATE TABLE t (id int PRIMARY KEY, a varchar(100), b blob, c datetime);\n"


def test_pieces_stay_small() -> None:
    """However long a statement is, little more than a piece of it is in memory."""
    row = b"(1,'" + b"x" * 50 + rb"\'y',_binary 'a\0" + b"b" * 50 + b"','2024-01-02 03:04:05')"
    text = TABLE + b"INSERT INTO t VALUES " + b",\n".join([row] * 50_000) + b";\n"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for copy in (False, True):
        sizes = [len(piece) for piece in translated(text, copy=copy)]
        assert len(sizes) > 5
        assert max(sizes) < 1 << 20
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10 < 40 << 20


def test_slow_rows_are_read_as_plain_ones() -> None:
    """A row that is written in an unusual way becomes what it becomes in the usual one."""
    usual = TABLE + rb"INSERT INTO t VALUES (1,'it\'s','a''b','2024-01-02 03:04:05'),(2,NULL,NULL,NULL);"
    unusual = TABLE + (
        rb"INSERT INTO t VALUE (+1, /* one */ N'it' 's', x'612762', '2024-1-2 3:4:5' ) , (2 ,NULL, null , NULL) ;"
    ).replace(b"'it' 's'", rb"'it' '\'s'")
    schema_usual = b"".join(translated(usual, copy=True))
    assert b"".join(translated(unusual, copy=True)) == schema_usual.replace(rb"it\'s", b"it's")


@pytest.mark.parametrize("copy", [False, True])
def test_a_broken_statement_ends_well(copy: bool) -> None:
    """What is read is written as whole statements, and what is not is told with its place."""
    text = TABLE + b"INSERT INTO t VALUES (1,'a','b',NULL),(2,'b',"
    found: list[tuple[str, int]] = []
    written = b"".join(translated(text, lambda code, _, at: found.append((code, at)), copy=copy))
    assert written.endswith(b"\\.\n" if copy else b";\n")
    assert written.count(b"\n") == (3 if copy else 2)
    assert found == [("not-understood", len(text))]


def test_every_prefix_of_a_statement_is_survived() -> None:
    """A dump that was cut off anywhere gives findings, no exceptions."""
    statement = (
        rb"INSERT IGNORE INTO `t` (`id`, a) VALUES (1,'a\'b'),(2,0x61),(3,now()) AS n ON DUPLICATE KEY UPDATE a=n.a"
    )
    schema, names = schema_of(TABLE, Policies())
    for end in range(len(statement)):
        found: list[object] = []
        pieces = rows(
            statement[:end], table_of=schema.table, names=names, policies=Policies(),
            report=lambda *finding: found.append(finding),  # noqa: B023 - it is called before the next round
        )  # fmt: skip
        assert all(piece.endswith(b";\n") for piece in pieces)
