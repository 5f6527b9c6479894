"""packages.toml: which schemas there are, and how their files are made ready."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PATH = Path(__file__).with_name("packages.toml")

OTHER_DATABASE = re.compile(r"(?im)^[ \t]*(?:use\s+`?\w+`?\s*;|(?:create|drop)\s+database\b[^;]*;)")
"""Each schema is loaded into a database of its own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A schema of the manifest. See the head of packages.toml."""

    name: str
    package: str
    files: tuple[str, ...]
    replace: tuple[tuple[str, str], ...] = ()
    between: tuple[str, str] | None = None


def read(path: Path = PATH) -> list[Wanted]:
    return [_wanted(entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["schema"]]


def _wanted(entry: dict[str, object]) -> Wanted:
    def texts(value: object) -> Sequence[str]:
        assert isinstance(value, list)
        return [str(part) for part in value]

    replace = entry.get("replace", [])
    assert isinstance(replace, list)
    pairs = [texts(pair) for pair in replace]
    between = texts(entry["between"]) if "between" in entry else None
    return Wanted(
        name=str(entry["name"]),
        package=str(entry["package"]),
        files=tuple(texts(entry["files"])),
        replace=tuple((pattern, text) for pattern, text in pairs),
        between=(between[0], between[1]) if between else None,
    )


def prepared(wanted: Wanted, text: str) -> str:
    """The script of a file as the installer of its package would run it. Lines keep their numbers."""
    if wanted.between is not None:
        text = _between(text, *wanted.between)
    for pattern, replacement in wanted.replace:
        text = re.sub(pattern, replacement, text)
    return OTHER_DATABASE.sub(lambda found: "\n" * found[0].count("\n"), text)


def _between(text: str, first: str, last: str) -> str:
    lines = text.split("\n")
    start = next((at for at, line in enumerate(lines) if re.search(first, line)), len(lines))
    end = max((at for at, line in enumerate(lines) if re.search(last, line)), default=-1)
    return "\n".join(line if start <= at <= end else "" for at, line in enumerate(lines))
