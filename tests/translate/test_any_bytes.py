"""Whatever the bytes of a script are: a translation comes to an end, never raises, and says where it was at a loss.

CFDB_EXAMPLES=5000 makes a long session of it.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfdb.model.policies import Policies
from cfdb.model.script import Source
from cfdb.run.assess import assess
from cfdb.translate.translation import Translation, translate

TESTS = Path(__file__).parents[1]
PLACES = (TESTS / "cases" / "translate", TESTS / "cases" / "server_schema", TESTS / "translate")
EXAMPLES = int(os.environ.get("CFDB_EXAMPLES", "100"))

TOKEN = re.compile(rb"\w+|\s+|'(?:[^'\\]|\\.)*'|`[^`]*`|.", re.DOTALL)
SCRIPTS = [TOKEN.findall(path.read_bytes()) for place in PLACES for path in sorted(place.rglob("*.sql"))]
ODD = [
    b"'", b'"', b"`", b"/*", b"*/", b"/*!40101 ", b"-- ", b"#", b";", b"\nDELIMITER //\n", b"//", b"\\", b"\0", b"\xff",
    b"\xef\xbb\xbf", b"(", b")", b",", b".", b"NULL", b"-1", b"9" * 5000, "²".encode(), "٣".encode(), b"a." * 1500,
    b"BEGIN ", b"END ", b" IF ", b"@x", b"1e999", b"x'0'", b"0x", b"b'2'", b"``", "😀".encode(), b"DEFAULT ",
    b"SET NAMES ucs2;", b"SET NAMES nonsense;", b"\r\n",
]  # fmt: skip
POLICIES = [
    Policies(),
    Policies(tinyint1="boolean", enum="check", unsigned="same", collation="lower", zero_dates="epoch"),
    Policies(collation="citext", spatial="postgis"),
    Policies(collation="nondeterministic", enum="check"),
]


def translated(text: bytes, policies: Policies = POLICIES[0], *, copy: bool = False) -> tuple[bytes, Translation]:
    """The script, which is text without NUL bytes, and what came of it; each finding is at a line of the text."""
    path = Path("dump.sql")
    translation = translate([Source(path, text)], policies, copy=copy)
    script = b"".join(translation.script())
    assert "\0" not in script.decode()
    lines = 1 + text.count(b"\n")
    for finding in translation.findings:
        assert finding.path == path
        assert finding.line is not None
        assert 1 <= finding.line <= lines
    assess(translation, ())
    return script, translation


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A script of the tests, or a part of one, with words left out, doubled, put in and exchanged; or half of it."""
    words = list(draw(st.sampled_from(SCRIPTS)))
    if draw(st.booleans()):
        first = draw(st.integers(0, len(words)))
        words = words[first : first + 400]
    place = st.integers(0, max(len(words) - 1, 0))
    for _ in range(draw(st.integers(1, 6))):
        at, other, size = draw(place), draw(place), draw(st.sampled_from([1, 1, 2, 5, 40]))
        match draw(st.sampled_from(["leave out", "double", "exchange", "put in", "odd", "odd instead", "cut"])):
            case "leave out":
                del words[at : at + size]
            case "double":
                words[at:at] = words[at : at + size]
            case "exchange" if max(at, other) < len(words):
                words[at], words[other] = words[other], words[at]
            case "put in":
                there = draw(st.sampled_from(SCRIPTS))
                start = draw(st.integers(0, max(len(there) - 1, 0)))
                words[at:at] = there[start : start + size]
            case "odd":
                words.insert(at, draw(st.sampled_from(ODD)))
            case "odd instead":
                words[at : at + 1] = [draw(st.sampled_from(ODD))]
            case "cut":
                del words[max(at, len(words) // 2) :]
    return b"".join(words)


KEYWORDS = sorted({word.upper() for words in SCRIPTS for word in words if word.isalpha()})
SOUP = st.lists(st.sampled_from([*ODD, *KEYWORDS, b" ", b"\n", b"t", b"1", b"'x'"]), max_size=60).map(b" ".join)

relaxed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@pytest.mark.timeout(60 + EXAMPLES)
@relaxed
@given(mutated(), st.sampled_from(POLICIES), st.booleans())
def test_a_damaged_script_does_no_harm(text: bytes, policies: Policies, copy: bool) -> None:
    translated(text, policies, copy=copy)


def test_a_search_that_does_not_end_is_a_finding() -> None:
    view = b"CREATE VIEW v AS SELECT id FROM t WHERE MATCH (a) AGAINST ('x' IN BOOLEAN MODE AND id > 50;"
    script = b"CREATE TABLE t (id int, a text, FULLTEXT KEY words (a));\n" + view
    found = translate([Source(Path("s.sql"), script)], Policies())
    assert [finding.line for finding in found.findings if finding.level == "error"] == [2]


@relaxed
@given(st.one_of(st.binary(max_size=2000), SOUP), st.sampled_from(POLICIES))
def test_no_bytes_do_harm(text: bytes, policies: Policies) -> None:
    translated(text, policies)


def _in_parentheses(head: bytes, inner: bytes, tail: bytes) -> bytes:
    return head + b"(" * 5000 + inner + b")" * 5000 + tail


def _program(before: bytes, after: bytes, times: int = 3000) -> bytes:
    body = before * times + b"SET @a = 1; " + after * times
    return b"DELIMITER //\nCREATE PROCEDURE p () BEGIN " + body + b"END //\n"


TABLE = b"CREATE TABLE t (a int);\n"
DEEP = {
    "check": _in_parentheses(b"CREATE TABLE t (a int, CHECK ", b"a > 0", b");"),
    "generated": _in_parentheses(b"CREATE TABLE t (a int, b int AS ", b"a", b");"),
    "default": _in_parentheses(b"CREATE TABLE t (a int DEFAULT ", b"1", b");"),
    "conditions": b"CREATE TABLE t (a int, CHECK (" + b" OR ".join([b"a = 1"] * 5000) + b"));",
    "sum": b"CREATE TABLE t (a int, b int AS (" + b" + ".join([b"a"] * 5000) + b"));",
    "calls": b"CREATE TABLE t (a int, b int AS (" + b"abs(" * 3000 + b"a" + b")" * 3000 + b"));",
    "view": _in_parentheses(TABLE + b"CREATE VIEW v AS SELECT ", b"a", b" FROM t;"),
    "union": b"CREATE VIEW v AS " + b" UNION ALL ".join([b"SELECT 1 AS a"] * 2000) + b";",
    "derived tables": b"CREATE VIEW v AS " + b"SELECT * FROM (" * 1000 + b"SELECT 1" + b") x" * 1000 + b";",
    "value": _in_parentheses(TABLE + b"INSERT INTO t VALUES (", b"1", b");"),
    "sum of values": TABLE + b"INSERT INTO t VALUES (" + b"+".join([b"1"] * 5000) + b");",
    "update": _in_parentheses(TABLE + b"UPDATE t SET a = ", b"1", b";"),
    "query": _in_parentheses(TABLE + b"INSERT INTO t SELECT ", b"1", b";"),
    "trigger": _in_parentheses(TABLE + b"CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = ", b"1", b";"),
    "blocks": _program(b"BEGIN ", b"END; "),
    "branches": _program(b"IF 1 THEN ", b"END IF; "),
    "loops": _program(b"WHILE 1 DO ", b"END WHILE; "),
    "handlers": b"DELIMITER //\nCREATE PROCEDURE p () BEGIN " + b"DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN " * 2000,
    "executable comments": b"/*!" * 3000,
    "names": b"CREATE TABLE " + b"a." * 5000 + b"a (a int);",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_depth_is_told(text: bytes) -> None:
    """What is nested beyond reason, and more deeply than Python goes, is left out with a finding."""
    _, translation = translated(text)
    assert translation.findings


def findings(text: bytes) -> list[tuple[str, int | None]]:
    return [(finding.message, finding.line) for finding in translated(text)[1].findings]


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "UTF-16": ("CREATE TABLE t (a int);\n".encode("utf-16"), "it is in UTF-16: write it in UTF-8"),
    "UTF-16, big-endian": (b"\xfe\xff" + TABLE.decode().encode("utf-16-be"), "it is in UTF-16: write it in UTF-8"),
    "zeros": (b"\0" * 100_000, "it is no statement"),
    "not a script": (bytes(range(128, 256)) * 100, "it is no statement"),
    "comment": (TABLE + b"/* it goes on", "comment is not closed"),
    "text": (TABLE + b"CREATE TABLE u (a text DEFAULT 'it goes on);", "string has no closing quote"),
    "name": (TABLE + b"CREATE TABLE `u (a int);", "quoted name has no closing backtick"),
    "executable comment": (TABLE + b"/*!40101 CREATE TABLE u (a int)", "executable comment is not closed"),
    "no delimiter": (TABLE + b"DELIMITER\nSELECT 1;", "DELIMITER names no delimiter"),
    "half a statement": (TABLE + b"CREATE TABLE u (a int,", "CREATE TABLE: expected a name, found the end"),
    "NUL in a name": (TABLE + b"CREATE TABLE `u\0` (a int);", "CREATE TABLE: a NUL byte in a name"),
    "partitions": (b"CREATE TABLE t (a int) PARTITION BY HASH (a) PARTITIONS 1000000000;", "more than 8192"),
    "digits": (b"CREATE TABLE t (a varchar(9), KEY (a(" + b"9" * 5000 + b")));", "expected a number"),
}


@pytest.mark.parametrize(("text", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_told(text: bytes, message: str) -> None:
    told, line = findings(text)[0]
    assert message in told
    assert line == 1 + text.startswith(TABLE)


NOTHING: dict[str, bytes] = {
    "empty": b"",
    "blanks": b" \t\r\n\n",
    "comments": b"-- a\n# b\n/* c */\n/*!40101 */;\n",
    "semicolons": b";" * 1000,
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_nothing_is_nothing(text: bytes) -> None:
    script, translation = translated(text)
    assert (script, translation.findings, translation.outcomes) == (b"", [], [])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n", b" "),
        lambda text: b"DELIMITER ;;\n" + text.replace(b";", b";;") + b"DELIMITER ;\n",
    ],
    ids=["byte order mark", "CRLF", "one line", "delimiter"],
)
def test_it_means_the_same(change: Callable[[bytes], bytes]) -> None:
    text = b"CREATE TABLE t (\n a int,\n b varchar(9)\n);\nINSERT INTO t VALUES\n (1, 'x'),\n (2, 'y');\n"
    expected, _ = translated(text)
    script, translation = translated(change(text))
    assert b"".join(script.split()) == b"".join(expected.split())
    assert translation.findings == []


def test_a_nul_byte_in_a_text_is_told() -> None:
    """PostgreSQL would refuse all of the statement."""
    script, translation = translated(rb"CREATE TABLE t (a varchar(9) DEFAULT 'x\0y');")
    assert b"'xy'" in script
    assert [finding.code for finding in translation.findings] == ["nul-byte"]


def test_a_long_line_and_a_wide_table() -> None:
    columns = ", ".join(f"c{number} int NOT NULL DEFAULT {number}" for number in range(4000))
    wide = f"CREATE TABLE wide ({columns}); INSERT INTO wide VALUES ({', '.join(['1'] * 4000)});"
    text = wide + "".join(f"CREATE TABLE t{number} (a int);" for number in range(500))
    script, translation = translated(text.encode())
    assert script.count(b"CREATE TABLE") == 501
    assert translation.findings == []
