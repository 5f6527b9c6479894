"""What a line of a checklist expects: a count, at least a count, or exactly these names."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from cfdb.errors import Place, ProjectError

COUNT = re.compile(r"(>=|<=)?\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Expectation:
    """`names` is None where only a count is expected; where `most` is None there may be others besides them."""

    least: int
    most: int | None
    names: frozenset[str] | None = None

    def __str__(self) -> str:
        if self.most is None:
            return f"at least {self.least}"
        return f"at most {self.most}" if self.least == 0 and self.most else str(self.least)

    def holds(self, found: int) -> bool:
        return self.least <= found and (self.most is None or found <= self.most)


def expectation(value: object, path: Path, key: str) -> Expectation:
    """Read `3`, `">= 80"`, `["users", "roles"]`, or `{ includes = ["users"] }` where there may be others, too."""
    match value:
        case bool():
            pass
        case int() if value >= 0:
            return Expectation(value, value)
        case str() if found := COUNT.fullmatch(value.strip()):
            number = int(found[2])
            return {
                ">=": Expectation(number, None),
                "<=": Expectation(0, number),
            }.get(found[1], Expectation(number, number))
        case list() if all(isinstance(name, str) for name in value):
            return Expectation(len(value), len(value), frozenset(value))
        case {"includes": list() as names, **others} if not others and all(isinstance(name, str) for name in names):
            return Expectation(len(names), None, frozenset(names))
    raise ProjectError(
        f'{path}: {key}: expected a count, ">= 80", a list of names or {{ includes = [names] }}, found {value!r}',
        place=Place(path),
    )


def compare(expected: Expectation, names: Collection[str]) -> tuple[bool, str, str]:
    """Whether it holds, with what was found and, where names were expected, which are missing or unexpected."""
    found = str(len(names))
    if expected.names is None:
        return expected.holds(len(names)), found, ""
    missing = sorted(expected.names - set(names))
    extra = sorted(set(names) - expected.names) if expected.most is not None else []
    hints = [f"missing: {', '.join(missing)}"] if missing else []
    hints += [f"not expected: {', '.join(extra)}"] if extra else []
    return not hints, found, "; ".join(hints)
