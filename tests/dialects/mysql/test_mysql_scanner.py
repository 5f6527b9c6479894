"""Cases are files in tests/cases/scanner_mysql; CFDB_REWRITE_CASES=1 writes their expectations anew."""

import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from case_files import assert_as_expected, assert_no_orphans, each, found_in
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cfdb.model.text import line_column
from cfdb.syntax.mysql import (
    Problem,
    ScanError,
    Statement,
    implicit_commit,
    problems,
    split,
)
from cfdb.syntax.patterns import WRONG

SCRIPTS = found_in("scanner_mysql", "*.sql")
GOOD_SCRIPTS = [path for path in SCRIPTS if not path.name.startswith("problem_")]


def texts(text: bytes) -> list[bytes]:
    return [text[statement.start : statement.end] for statement in split(text)]


def place(text: bytes, offset: int) -> str:
    return "{}:{}".format(*line_column(text, offset))


def described(text: bytes) -> Iterator[str]:
    """What the scanner makes of a script: a line per statement and problem."""
    try:
        for statement in split(text):
            words = f"{statement.first or '-'} {statement.second or '-'}"
            commits = " commits" if implicit_commit(statement, text) else ""
            shown = " ".join(text[statement.start : statement.end].decode().split())
            shown = shown if len(shown) <= 60 else shown[:60] + "…"
            yield f"{place(text, statement.start)}-{place(text, statement.end)} [{words}{commits}] {shown}"
    except ScanError as error:
        yield f"split stops at {place(text, error.problem.offset)}"
    for problem in problems(text):
        yield f"{place(text, problem.offset)} {problem.code}: {problem.message} ({problem.hint})"


@each(SCRIPTS)
def test_case(case: Path) -> None:
    """The statements and problems of a script are those written beside it."""
    found = "".join(f"{line}\n" for line in described(case.read_bytes()))
    assert_as_expected(case, found)


def test_cases_have_no_orphans() -> None:
    """Every script has an expectation, and every expectation a script."""
    assert_no_orphans(SCRIPTS)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_case_is_called_what_it_is(path: Path) -> None:
    assert bool(problems(path.read_bytes())) == path.name.startswith("problem_")


def test_split_refuses_a_client_command() -> None:
    """Leaving it out would run another script than the one that was written."""
    statements = split(b"select 1;\nsource x.sql\n")
    assert next(statements) == Statement(0, 8, "SELECT", "")
    with pytest.raises(ScanError, match="client command SOURCE cannot") as caught:
        next(statements)
    assert caught.value.problem.offset == 10


def test_problem_holds_no_argument_of_a_client_command() -> None:
    """It may be a password."""
    for text in (
        b"connect db secret\n",
        b"\\r db secret\n",
        b"\\! echo secret",
        b"use secret",
        b"DELIMITER \\secret\n",
    ):
        (problem,) = problems(text)
        assert "secret" not in problem.message + problem.hint


WITHIN = "ab;'\"`-/*#!\n\\$ "
STRINGS = st.text(WITHIN, max_size=8).map(lambda text: text.replace("\\", "\\\\").replace("'", "''"))
ESCAPED = st.text(WITHIN, max_size=8).map(lambda text: re.sub(r"(['\"\\])", r"\\\1", text))
NAMES = st.text(WITHIN, max_size=8).map(lambda text: text.replace("`", "``"))
# Any of these may stand beside any other with a space between, first and last in a statement.
PIECES: st.SearchStrategy[str] = st.one_of(
    st.sampled_from(["a", "select", "größe", "a$b", "1", "1.5", "@a", "@@b", "(a)", "[", "+", "*", "-", "--a", "\\N"]),
    STRINGS.map(lambda text: f"'{text}'"),
    ESCAPED.map(lambda text: f'"{text}"'),
    NAMES.map(lambda text: f"`{text}`"),
    STRINGS.map(lambda text: f"/*!50000 a ; '{text}' /* ; */ \n*/"),
    st.just("/*M!100100 ; */"),
)
COMMENTS = st.sampled_from([" ", "\n+ ", " /* ; ' */ ", " /*+ ; ` */ ", " /*/ ; */ ", " -- it's;\n+ ", ' # ";\n', "\t"])
DELIMITERS = st.sampled_from([";", ";;", "//", "$$", "|", "end_", "--", "#", "]", "^", "§"])


@st.composite
def statement_texts(draw: st.DrawFn) -> str:
    first, *more = draw(st.lists(PIECES, min_size=1, max_size=6))
    assume(not first.startswith("--"))  # a comment there
    return first + "".join(draw(COMMENTS) + piece for piece in more)


@settings(deadline=None, max_examples=300)
@given(st.lists(statement_texts(), max_size=6), st.sampled_from([";", " ;\n", ";; -- ;\n", "/* ' */;", "\\g", " \\G;"]))
def test_split_gives_the_pieces_back(statements: list[str], semicolon: str) -> None:
    text = "".join(statement + semicolon for statement in statements).encode()
    assert texts(text) == [statement.encode() for statement in statements]
    assert problems(text) == []


@settings(deadline=None, max_examples=300)
@given(st.lists(statement_texts(), min_size=1, max_size=6), DELIMITERS)
def test_split_is_the_same_with_any_delimiter(statements: list[str], delimiter: str) -> None:
    """Whatever ends the statements, and whatever semicolons stand in them."""
    plain = [statement.replace("§", "") for statement in statements]
    assume(not any(delimiter in statement for statement in plain))
    end = f"\n{delimiter}\n"
    text = f"DELIMITER {delimiter}\n{end.join(plain)}{end}DELIMITER ;\nselect 1".encode()
    assert texts(text) == [*(statement.encode() for statement in plain), b"select 1"]


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(STRINGS.map(lambda text: f"'{text}'"), ESCAPED.map(lambda text: f'"{text}"'), NAMES.map("`{}`".format))
)
def test_quoted_text_never_splits(quoted: str) -> None:
    assert texts(f"select {quoted};select 2".encode()) == [f"select {quoted}".encode(), b"select 2"]


WORDS = "delimiter use source begin end if then case when loop create procedure trigger event set autocommit xa lock"
MARKS = "' '' \" ` `` -- # /* /*! /*!50000 /*M! */ ; ;; // ( ) \\ \\g \\G \\N \\! \\d é a 1 . , - / * @ = definer"
BREAKS = ["\n", "\r\n", " ", "\r", "\0", "delimiter //\n", "\ndelimiter ;\n", "\ndelimiter '\n", "\nsource x\n"]
FRAGMENTS = st.sampled_from([b"\xff", *(text.encode() for text in (*WORDS.split(), *MARKS.split(), *BREAKS))])
SCRIPT_BYTES = st.one_of(
    st.binary(max_size=60),
    st.lists(FRAGMENTS, max_size=30).map(b"".join),
    st.lists(FRAGMENTS, max_size=30).map(b" ".join),
)


@settings(deadline=None, max_examples=1000)
@given(SCRIPT_BYTES)
def test_any_bytes_are_split_or_refused(text: bytes) -> None:
    """Nothing but ScanError is raised; statements lie within the script, in order, and are not blank."""
    end = 0
    try:
        for statement in split(text):
            assert end <= statement.start < statement.end <= len(text)
            assert text[statement.start : statement.end].strip(b" \t\n\r\f\v")
            assert implicit_commit(statement, text) in {True, False}
            end = statement.end
    except ScanError as error:
        assert 0 <= error.problem.offset < len(text)  # noqa: PT017 - both ways are right, each with its own rules
        assert error.problem in problems(text)  # noqa: PT017
    else:
        judged = {"transaction-control", "lock-tables", "server-control", "backslash-mode"}
        assert {problem.code for problem in problems(text)} <= judged


# Blanks, delimiters and what is meant for the client or for nobody: the rest is what a server should see.
LEFT_OUT = re.compile(
    rb"(?P<kept>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|/\*M?![0-9]*)"
    rb"|(?:--(?=[\0- \x7f]|\Z)|#)[^\n]*|/\*.*?\*/|[ \t\n\r\f\v]|;|\\[gG]|.",
    re.DOTALL,
)


def bare(text: bytes) -> bytes:
    """Quoted text, and single bytes that are neither comments nor blanks nor delimiters."""
    found = (token for token in LEFT_OUT.finditer(text))
    return b"".join(
        token[0] for token in found if token["kept"] or (len(token[0]) == 1 and token[0] not in b" \t\n\r\f\v;#")
    )


@settings(deadline=None, max_examples=500)
@given(st.lists(st.one_of(statement_texts(), COMMENTS, st.sampled_from([";", "\\G", "\n;\n"])), max_size=8))
def test_split_loses_nothing_but_comments(parts: list[str]) -> None:
    text = " ".join(parts).encode()
    try:
        found = b"\n".join(texts(text))
    except ScanError:
        assume(False)
    assume(b"--a" not in text)
    assert bare(found) == bare(text)


@settings(deadline=None, max_examples=1000)
@given(SCRIPT_BYTES)
def test_split_of_the_joined_statements_is_the_same(text: bytes) -> None:
    try:
        found = texts(text)
    except ScanError:
        assume(False)
    # Right behind the statement: two dashes at its end are a comment once a line break follows them.
    joined = b"".join(statement + b"~~|~~\n" for statement in found)
    assert texts(b"delimiter ~~|~~\n" + joined) == found


@given(st.text("aé名😀 \n\r", max_size=30), st.data())
def test_line_column_counts_lines_and_characters(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assume(text[at - 1 : at + 1] != "\r\n")
    before = re.split("\r\n|\r|\n", text[:at])
    assert line_column(text.encode(), len(text[:at].encode())) == (len(before), len(before[-1]) + 1)


MILLION = 1_000_000
CLOSED = {
    "one long string": (b"select '" + b"x" * 20 * MILLION + b"'", 1),
    "one string of escapes": (b"select '" + b"\\'" * 5 * MILLION + b"'", 1),
    "one long comment": (b"/*" + b"x / * " * 3 * MILLION + b"*/select 1", 1),
    "one long executable comment": (b"/*!" + b"x / * ; " * 2 * MILLION + b"*/", 1),
    "one long name": (b"a" * 20 * MILLION, 1),
    "one long name behind CREATE": (b"create " + b"a" * 20 * MILLION, 1),
    "comments in a row": (b"select 1" + b"/**/-- x\n" * 500_000 + b";", 1),
    "executable comments in a row": (b"/*!1*/" * 500_000, 1),
    "semicolons": (b";" * MILLION, 0),
    "short statements": (b"a;" * 300_000, 300_000),
    "quotes": (b"select " + b"'" * 20 * MILLION, 1),
    "dashes": (b"select 1 " + b"-a" * 5 * MILLION, 1),
    "blanks": (b"select 1" + b" " * 20 * MILLION, 1),
    "parentheses": (b"(" * MILLION + b"select 1", 1),
    "statements of a program": (b"delimiter //\ncreate procedure p() begin " + b"a;" * 300_000 + b"end//", 1),
    "delimiters": (b"delimiter //\nselect 1; //\ndelimiter ;\nselect 2;\n" * 30_000, 60_000),
    "different delimiters": (b"".join(b"delimiter %d|\nselect 1; %d|\n" % (n, n) for n in range(300)), 300),
    "modes": (b"set a = " + b"sql_mode = " * 500_000, 1),
}
UNTERMINATED = {
    "unterminated-string": b"select '" + b"x" * 20 * MILLION,
    "unterminated-identifier": b"select `" + b"x" * 20 * MILLION,
    "unterminated-comment": b"select 1 " + b"/*" * MILLION,
    "delimiter": b"delimiter " + b"x" * 20 * MILLION,
}


@pytest.mark.parametrize("name", CLOSED)
def test_long_script_is_not_quadratic(name: str) -> None:
    """Each of these takes seconds at most; tried twice at every byte, none would ever end."""
    text, count = CLOSED[name]
    assert sum(1 for _ in split(text)) == count
    assert problems(text) == []


@pytest.mark.parametrize("code", UNTERMINATED)
def test_long_unterminated_script_is_not_quadratic(code: str) -> None:
    (problem,) = problems(UNTERMINATED[code])
    assert problem.code == code
    assert len(problem.message + problem.hint) < 200


def test_torn_program_is_reported_once() -> None:
    text = b"create procedure p() begin " + b"commit;" * 100_000 + b"end; select 1;"
    message = "CREATE PROCEDURE is torn at its first semicolon"
    assert [(problem.offset, problem.message) for problem in problems(text)] == [(0, message)]


def test_memory_does_not_grow_with_the_script() -> None:
    row = b"(1, 'it''s; a \\' text', \"\\\"\", NULL, -3.14), "
    text = (
        (b"insert into `t` values " + row * 1_000 + b"(1);\n") * 100
        + b"/*!50000 set @a = '"
        + b"x" * MILLION
        + b"' */;"
    )
    tracemalloc.start()
    try:
        assert problems(text) == []
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # A statement has 50,000 bytes. Where repeats are not possessive, its memory is 30 times that.
    assert peak < (2_000_000 if WRONG else 100_000)


def test_problem_is_told_by_offset() -> None:
    hint = "run it by hand: it is about the server, not about the database"
    assert problems(b"select 1; kill 5") == [Problem(10, "server-control", "KILL ends other sessions", hint)]
