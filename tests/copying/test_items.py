"""Where an expression of a SELECT ends, and its alias begins."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cfdb.copying.select import select_of

EXPRESSIONS = """
a | t.a | `a b` | t.end | 1 | 1e3 | -1 | NULL | TRUE | 'x' | "x, y" | x'41' | _latin1'x' | _latin1 x'41'
N'x' | 'a' 'b'
DATE '2020-01-01' | TIMESTAMP'2020-01-01 00:00:00' | {d '2020-01-01'} | d + INTERVAL 1 DAY | INTERVAL 1 DAY + d
d - INTERVAL (a + 1) MINUTE_SECOND | d + INTERVAL a SECOND - INTERVAL 3 YEAR | INTERVAL(1, 2, 3) | a IS NULL
a IS NOT NULL | a IS NOT TRUE | a IS UNKNOWN | NOT a | a AND NOT b | a OR b | a XOR b | a DIV b | a MOD b | a % b
a COLLATE utf8mb4_bin | BINARY a | a LIKE 'x' | a LIKE 'x' ESCAPE '!' | a NOT LIKE 'x' | a REGEXP 'x' | a RLIKE b
a SOUNDS LIKE b | a BETWEEN 1 AND b | a IN (1, 2) | a NOT IN (SELECT b FROM c) | EXISTS (SELECT 1) | (SELECT 1, 2)
CASE a WHEN 1 THEN 2 END | CASE WHEN a THEN b ELSE c END | f(a, b) | CAST(a AS CHAR) | CONVERT(a USING utf8mb4)
MATCH (a) AGAINST ('x' IN BOOLEAN MODE) | a -> '$.x' | a ->> '$.x' | a MEMBER OF ('[1]') | (a) | ((a), b)
TRIM(BOTH 'x' FROM a) | EXTRACT(DAY FROM d) | a = b | a <=> b | a << 1 | ~a | !a | a & b | EXISTS (SELECT 'x')
"""

POOL = [text for line in EXPRESSIONS.split("\n") for part in line.split(" | ") if (text := part.strip())]
ALIASES = ["", " AS z", " z", " `z z`", " AS 'z'", " AS day", "\nas\n`as`", " -- z\n", " /* x */ AS z"]


@given(st.lists(st.tuples(st.sampled_from(POOL), st.sampled_from(ALIASES)), min_size=1, max_size=6))
def test_expressions_end_before_their_aliases(given_items: list[tuple[str, str]]) -> None:
    found = select_of("SELECT " + ", ".join(text + alias for text, alias in given_items) + " FROM t")
    assert list(found.items) == [text for text, _ in given_items]
    assert len({name.lower() for name in found.names}) == len(given_items)


def test_a_text_may_be_an_alias() -> None:
    found = select_of("SELECT a 'x', 'a' 'b', (a) \"x y\", 1 'x' FROM t")
    assert found.items == ("a", "'a' 'b'", "(a)", "1")
    assert found.names == ("x", "cfdb_2", "x y", "cfdb_4")
    assert found.text == "SELECT a 'x', 'a' 'b' AS `cfdb_2`, (a) \"x y\", 1 AS `cfdb_4` FROM t"


def test_names_that_are_there_stay() -> None:
    found = select_of("SELECT t.a, b AS A, c `d`, count, 1 d, cfdb_9, NULL FROM t GROUP BY a ORDER BY d, A")
    assert found.names == ("a", "cfdb_2", "d", "count", "cfdb_5", "cfdb_9", "cfdb_7")


def test_modifiers_that_change_no_row_go() -> None:
    found = select_of("WITH w AS (SELECT 1) SELECT SQL_NO_CACHE DISTINCT HIGH_PRIORITY a FROM t")
    assert found.text == "WITH w AS (SELECT 1) SELECT DISTINCT a FROM t"
