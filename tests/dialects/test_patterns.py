"""Possessive repeats mean the same on every Python, and nobody goes past those who see to that."""

import re
from pathlib import Path

import pytest

from cfdb.syntax.patterns import by_atomic_groups, compiled

PACKAGE = Path(__file__).parents[2] / "cfdb"
POSSESSIVE = re.compile(r"\)[*+?]\+|^GAP = ", re.MULTILINE)


@pytest.mark.parametrize("how", [compiled, by_atomic_groups])
@pytest.mark.parametrize(
    ("pattern", "text", "end"),
    [
        (rb"(?:ab?c|b)*+", b"abca", 3),
        (rb"(?:a|(?!b)b)*+", b"ab", 1),
        (rb"((?:[^;/]++|(?!;);)*+)", b"a;b", 1),
        (rb"()(?:[^';]++|'(?:[^'\\]++|\\.)*+')*+", rb"a 'b;\'' c; d", 10),
        (rb"x(?:(a|b)c?)*+;", b"xacb;", 5),
        (rb"(?:ab|a)*+b", b"aab", None),
        (rb"(?:a++|b)?+a", b"aa", None),
        (rb"(?i:(?=A)(?:a(?:bc)?+|d){1,2}+)", b"abcda", 4),
        (rb"(a)(?:b(?P<c>c)?|bd)++(?!e)", b"abcbbe", None),
    ],
)
def test_match(how: object, pattern: bytes, text: bytes, end: int | None) -> None:
    """What is taken is not given back, and all of it is taken."""
    assert callable(how)
    found = how(pattern, re.DOTALL).match(text)
    assert (found and found.end()) == end


def test_all_is_compiled_where_it_is_safe() -> None:
    """A module that repeats groups possessively compiles nothing of bytes by itself."""
    by_itself = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if path.name != "patterns.py"
        and POSSESSIVE.search(text := path.read_text(encoding="utf-8"))
        and re.search(r"re\.compile\(\s*(?:rb|[A-Z_]+\b)", text)
    ]
    assert by_itself == []
