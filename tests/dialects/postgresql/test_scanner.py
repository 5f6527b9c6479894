"""Cases are files in tests/cases/scanner; CFDB_REWRITE_CASES=1 writes their expectations anew."""

import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from case_files import assert_as_expected, assert_no_orphans, each, found_in
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from psycopg.pq import DiagnosticField, ExecStatus

from cfdb.dialects.postgresql.scanner import (
    Problem,
    ScanError,
    Statement,
    char_offset_to_byte,
    problems,
    split,
)
from cfdb.model.text import line_column

SCRIPTS = found_in("scanner", "*.sql")
GOOD_SCRIPTS = [path for path in SCRIPTS if not path.name.startswith("problem_")]


def texts(sql: bytes) -> list[bytes]:
    return [sql[statement.start : statement.end] for statement in split(sql)]


def place(sql: bytes, offset: int) -> str:
    return "{}:{}".format(*line_column(sql, offset))


def described(sql: bytes) -> Iterator[str]:
    """What the scanner makes of a script: a line per statement, COPY block and problem."""
    try:
        for start, end, rows in split(sql):
            text = " ".join(sql[start:end].decode().split())
            yield f"{place(sql, start)}-{place(sql, end)} {text if len(text) <= 60 else text[:60] + '…'}"
            if rows:
                yield f"  rows {place(sql, rows[0])}-{place(sql, rows[1])} {sql[slice(*rows)].decode()!r}"
    except ScanError as error:
        yield f"split stops at {place(sql, error.problem.offset)}"
    for problem in problems(sql, transactional=True):
        yield f"{place(sql, problem.offset)} {problem.code}: {problem.message} ({problem.hint})"


@each(SCRIPTS)
def test_case(case: Path) -> None:
    """The statements and problems of a script are those written beside it."""
    found = "".join(f"{line}\n" for line in described(case.read_bytes()))
    assert_as_expected(case, found)


def test_cases_have_no_orphans() -> None:
    """Every script has an expectation, and every expectation a script."""
    assert_no_orphans(SCRIPTS)


@pytest.mark.parametrize("path", GOOD_SCRIPTS, ids=lambda path: path.stem)
def test_case_called_good_has_no_problem(path: Path) -> None:
    assert problems(path.read_bytes(), transactional=True) == []


def test_a_script_outside_of_a_transaction_may_control_it() -> None:
    sql = b"begin; \\echo\nselect 1; commit"
    assert [problem.code for problem in problems(sql, transactional=False)] == ["psql-command"]
    assert [problem.code for problem in problems(sql, transactional=True)] == [
        "transaction-control",
        "psql-command",
        "transaction-control",
    ]


def test_split_refuses_a_psql_command() -> None:
    """Leaving it out would run another script than the one that was written."""
    statements = split(b"select 1;\n\\i x.sql\n")
    assert next(statements) == Statement(0, 8)
    with pytest.raises(ScanError, match=r"psql command \\i cannot") as caught:
        next(statements)
    assert caught.value.problem.offset == 10


# Any of these may stand beside any other with a space between, first and last in a statement.
PIECES: st.SearchStrategy[str] = st.one_of(
    st.sampled_from(["a", "select", "e", "größe", "a$b", "x$$", "1", "1.5", "$1", "(a)", "["]),
    st.sampled_from(["+", "->", "@-", "*", "/", "::"]),
    st.text("ab;'$\"-/*\n\\", max_size=8).map(lambda text: "'" + text.replace("'", "''") + "'"),
    st.text("ab;'$\"-/*\n", max_size=8).map(lambda text: "E'" + text.replace("'", "\\'") + "'"),
    st.text("ab;'$\"-/*\n\\", max_size=8).map(lambda text: '"' + text.replace('"', '""') + '"'),
    st.text("ab;'\"-/*\n\\", max_size=8).map(lambda text: f"$t${text}$t$"),
    st.text("ab;'\"-/*\n\\$", max_size=8).map(lambda text: f"$${text.replace('$$', '')}a$$"),
    st.sampled_from(["create rule x ( a ; b )", "create function f() begin atomic a; case end; b end; end"]),
)
COMMENTS = st.sampled_from([" ", "\n+ ", " /* ; ' */ ", " /* /* ; */ $$ */ ", " -- it's;\n+ ", "\t"])


@st.composite
def statement_texts(draw: st.DrawFn) -> str:
    first, *more = draw(st.lists(PIECES, min_size=1, max_size=6))
    # An atomic body or a rule is known by the statement's first words.
    more = [piece for piece in more if not piece.startswith("create")]
    return first + "".join(draw(COMMENTS) + piece for piece in more)


@settings(deadline=None, max_examples=300)
@given(st.lists(statement_texts(), max_size=6), st.sampled_from([";", " ;\n", ";; -- ;\n", "/* ' */;"]))
def test_split_gives_the_pieces_back(statements: list[str], semicolon: str) -> None:
    sql = semicolon.join(statements).encode()
    assert texts(sql) == [statement.encode() for statement in statements]
    assert problems(sql, transactional=True) == []


WORDS = "copy from stdin to begin atomic end create rule function or replace commit rollback prepare transaction"
MARKS = "' '' \" $ $$ $a$ $1 -- /* */ ; ( ) \\ \\i \\g \\. \\; e E e' E' u&' é a 1 . , - /"
BREAKS = ["\n", "\r\n", " ", "\r", "\0", "copy t from stdin;\n", "\n\\.\n", "\\copy t from stdin"]
FRAGMENTS = st.sampled_from([b"\xff", *(text.encode() for text in (*WORDS.split(), *MARKS.split(), *BREAKS))])
SCRIPT_BYTES = st.one_of(
    st.binary(max_size=60),
    st.lists(FRAGMENTS, max_size=30).map(b"".join),
    st.lists(FRAGMENTS, max_size=30).map(b" ".join),
)


@settings(deadline=None, max_examples=1000)
@given(SCRIPT_BYTES)
def test_any_bytes_are_split_or_refused(sql: bytes) -> None:
    """Nothing but ScanError is raised; statements lie within the script, in order, and are not blank."""
    end = 0
    try:
        for statement in split(sql):
            assert end <= statement.start < statement.end <= len(sql)
            assert sql[statement.start : statement.end].strip(b" \t\n\r\f\v;")
            end = statement.end
            if statement.copy_data:
                assert end < statement.copy_data[0] <= statement.copy_data[1] <= len(sql)
    except ScanError as error:
        assert 0 <= error.problem.offset < len(sql)  # noqa: PT017 - both ways are right, each with its own rules
        assert error.problem in problems(sql, transactional=False)  # noqa: PT017
    else:
        assert problems(sql, transactional=False) == []


@settings(deadline=None, max_examples=1000)
@given(SCRIPT_BYTES)
def test_split_of_the_joined_statements_is_the_same(sql: bytes) -> None:
    try:
        statements = list(split(sql))
    except ScanError:
        assume(False)
    assume(not any(statement.copy_data for statement in statements))
    found = [sql[statement.start : statement.end] for statement in statements]
    assert texts(b";\n".join(found)) == found


@given(st.text("aé名😀 \n\r", max_size=30), st.data())
def test_line_column_counts_lines_and_characters(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assume(text[at - 1 : at + 1] != "\r\n")
    before = re.split("\r\n|\r|\n", text[:at])
    assert line_column(text.encode(), len(text[:at].encode())) == (len(before), len(before[-1]) + 1)


def test_line_column_between_carriage_return_and_newline_is_the_end_of_the_line() -> None:
    assert line_column(b"a\r\nb", 2) == (1, 2)
    assert line_column(b"a\r\nb", 3) == (2, 1)
    assert line_column(b"a\r\nb", 99) == (2, 2)


@given(st.text("aé名😀\n", max_size=30), st.data())
def test_char_offset_to_byte(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assert char_offset_to_byte(text.encode(), at) == len(text[:at].encode())


def test_char_offset_to_byte_far_into_a_script() -> None:
    text = "aé名😀" * 300_000
    for at in (0, 1, 65_535, 65_536, 65_537, 777_777, len(text) - 1, len(text)):
        assert char_offset_to_byte(text.encode(), at) == len(text[:at].encode())
    assert char_offset_to_byte(text.encode(), len(text) + 1) == len(text.encode())


MILLION = 1_000_000
CLOSED = {
    "one long string": (b"select '" + b"x" * 20 * MILLION + b"'", 1),
    "one long comment": (b"/*" + b"x / * " * 3 * MILLION + b"*/select 1", 1),
    "one long name": (b"a" * 10 * MILLION + b"$" + b"e" * 10 * MILLION + b"'\\'", 1),
    "nested comments": (b"/*" * 100_000 + b"*/" * 100_000 + b"select 1", 1),
    "comments in a row": (b"select 1" + b"/**/-- x\n" * 500_000 + b";", 1),
    "semicolons": (b";" * MILLION, 0),
    "short statements": (b"a;" * MILLION, MILLION),
    "quotes": (b"select " + b"'" * 50 * MILLION, 1),
    "blanks": (b"select 1" + b" " * 20 * MILLION, 1),
    "lone dollars": (b"$ " * MILLION, 1),
    "dollars in names": (b"a$" * 5 * MILLION, 1),
    "parentheses of a rule": (b"create rule (" + b"a;" * 300_000 + b")", 1),
    "statements of a body": (b"create function f() begin atomic " + b"a;" * 300_000 + b"end", 1),
    "copies on one line": (b"copy t from stdin;" * 2_000 + b"\n" + b"1\n\\.\n" * 2_000, 2_000),
    "rows": (b"copy t from stdin;\n" + b"12\tabc\\n\n" * 5 * MILLION + b"\\.\n", 1),
}
UNTERMINATED = {
    "unterminated-string": b"select '" + b"x" * 20 * MILLION,
    "unterminated-identifier": b'select "' + b"x" * 20 * MILLION,
    "unterminated-dollar-quote": b"select $x$ " + b"$ $y$ " * 3 * MILLION,
    "unterminated-comment": b"select 1 " + b"/*" * MILLION,
    "unterminated-copy": b"copy t from stdin;\n" + b"\n\\.x" * 5 * MILLION,
}


@pytest.mark.parametrize("name", CLOSED)
def test_long_script_is_not_quadratic(name: str) -> None:
    """Each of these takes seconds at most; tried twice at every byte, none would ever end."""
    sql, count = CLOSED[name]
    assert sum(1 for _ in split(sql)) == count


@pytest.mark.parametrize("code", UNTERMINATED)
def test_long_unterminated_script_is_not_quadratic(code: str) -> None:
    (problem,) = problems(UNTERMINATED[code], transactional=True)
    assert problem.code == code
    assert len(problem.message + problem.hint) < 200


def test_memory_does_not_grow_with_the_script() -> None:
    sql = b"insert into t values (1, 'it''s; a \\ text', E'\\'', $$;$$);\n" * 100_000
    tracemalloc.start()
    try:
        assert problems(sql, transactional=True) == []
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MILLION


def test_problem_of_a_long_dollar_tag_is_short() -> None:
    (problem,) = problems(b"$" + b"a" * MILLION + b"$", transactional=False)
    message, hint = "dollar quote $…$ is not closed", "add $…$ after the quoted text"
    assert problem == Problem(0, "unterminated-dollar-quote", message, hint)


SYNTAX_ERROR = b"42601"


@pytest.mark.db
@pytest.mark.parametrize("path", GOOD_SCRIPTS, ids=lambda path: path.stem)
def test_server_takes_each_statement_for_one(path: Path, postgres_url: str) -> None:
    """Parse takes exactly one statement: two are a syntax error, and so is a half. Tables may lack."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        for text in texts(path.read_bytes()):
            result = connection.pgconn.prepare(b"", text)
            if result.status != ExecStatus.COMMAND_OK:
                state = result.error_field(DiagnosticField.SQLSTATE)
                assert state != SYNTAX_ERROR, result.error_message.decode() + "\n" + text.decode()


@pytest.mark.db
@pytest.mark.parametrize("path", GOOD_SCRIPTS, ids=lambda path: path.stem)
def test_server_answers_each_statement_of_the_whole_script(path: Path, postgres_url: str) -> None:
    """The n-th statement is the n-th answer to the script as one message: nothing lost, nothing invented."""
    sql = path.read_bytes()
    statements = texts(sql)
    if not all(re.match(rb"select|do\b|prepare [pq]", text) for text in statements):
        pytest.skip("needs tables")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        pgconn = connection.pgconn
        pgconn.send_query(sql)
        answers = []
        while (result := pgconn.get_result()) is not None:
            answers.append(result)
        failed = [result.error_message for result in answers if result.status == ExecStatus.FATAL_ERROR]
        assert failed == []
        done = [result for result in answers if result.status != ExecStatus.EMPTY_QUERY]
        assert len(done) == len(statements)
