"""Regular expressions with possessive repeats, also where Python itself gets them wrong.

Until 3.11.4, as in Debian 12, a repeat such as `(?:a|(?!b)b)*+` takes a step into what is repeated for one that was
made, and matches too much (https://github.com/python/cpython/issues/106052). The same repeat, greedy within an atomic
group, means the same, and is right there.
"""

import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from typing import Any

WRONG = sys.version_info < (3, 11, 5)


def compiled(pattern: bytes, flags: int = 0) -> re.Pattern[bytes]:
    """As `re.compile` does, where that can be trusted."""
    return by_atomic_groups(pattern, flags) if WRONG else re.compile(pattern, flags)


@lru_cache(maxsize=128)
def by_atomic_groups(pattern: bytes, flags: int = 0) -> re.Pattern[bytes]:
    """Without a possessive repeat of anything but single characters. Memory grows with the number of repeats."""
    # Private, but these few versions of Python do not change any more.
    parser, compiler = import_module("re._parser"), import_module("re._compiler")
    tree = parser.parse(pattern, flags)
    _rewrite(tree, parser, compiler)
    found: re.Pattern[bytes] = compiler.compile(tree, flags)
    return found


def _rewrite(tree: Any, parser: Any, compiler: Any) -> None:
    for number, (operation, value) in enumerate(tree.data):
        for inner in _inner(value, parser.SubPattern):
            _rewrite(inner, parser, compiler)
        if operation is parser.POSSESSIVE_REPEAT and not compiler._simple(value[2]):
            greedy = parser.SubPattern(tree.state, [(parser.MAX_REPEAT, value)])
            tree.data[number] = (parser.ATOMIC_GROUP, greedy)


def _inner(value: Any, kind: type) -> Iterable[Any]:
    """The patterns that an operation holds, in lists of lists where it is a choice."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _inner(part, kind)
