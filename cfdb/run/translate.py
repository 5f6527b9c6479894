"""`cfdb translate`: MySQL scripts, or a server's schema, in; one PostgreSQL script and findings out."""

from __future__ import annotations

import mmap
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, NoReturn

from cfdb.dialect import Session
from cfdb.errors import CfdbError, Place
from cfdb.model.catalog import Catalog
from cfdb.model.finding import Finding
from cfdb.model.schema import Origin
from cfdb.model.script import Source
from cfdb.run import compared
from cfdb.translate.outcomes import Fate, Outcome
from cfdb.translate.translation import Translation

SHOWN = 160
"""Characters of a statement in a message."""

KEPT = 1 << 25
"""Bytes of a dump that are written before what was read of it is let go."""

INDEXED = re.compile(r"^CREATE (?:UNIQUE )?INDEX .*? ON (?:ONLY )?(.+?) USING")


STDIN = Path("-")


def files(paths: Sequence[Path]) -> list[Path]:
    """The scripts, in the order given, each once; a folder stands for all .sql files below it. Raises CfdbError."""
    found = {file.resolve(): file for path in reversed(paths) for file in reversed(_files(path))}
    if not found:
        raise CfdbError(f"there are no .sql files in {', '.join(map(str, paths))}", hint="name the files")
    return list(reversed(found.values()))


def _files(path: Path) -> list[Path]:
    # `is_dir` and `rglob` pass over what may not be looked into.
    try:
        is_folder = path != STDIN and stat.S_ISDIR(path.stat().st_mode)
        walk = list(os.walk(path, onerror=_raise)) if is_folder else []
    except OSError as error:
        raise _unreadable(Path(error.filename or path), error) from error
    if not is_folder:
        return [path]
    return sorted(Path(folder, name) for folder, _, names in walk for name in names if name.endswith(".sql"))


def _raise(error: OSError) -> NoReturn:
    raise error


def read(paths: Sequence[Path]) -> list[Source]:
    """What is in these files, `STDIN` among them. Raises CfdbError, also where nothing is in any of them."""
    sources = [_source(path) for path in paths]
    if not any(source.text for source in sources):
        raise CfdbError(
            f"there is nothing in {', '.join(str(source.path) for source in sources)}",
            hint="did the program that was to write it fail?",
        )
    return sources


def _source(path: Path) -> Source:
    try:
        if path == STDIN:
            with open(0, "rb", closefd=False) as file:
                return Source(Path("standard input"), _content(file))
        with path.open("rb") as file:
            return Source(path, _content(file))
    except OSError as error:
        raise _unreadable(path, error) from error


def _content(file: BinaryIO) -> bytes:
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        return file.read()
    if not status.st_size:
        return b""
    # A dump may be larger than memory: the kernel keeps of it what is being looked at.
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)  # type: ignore[return-value]


def _unreadable(path: Path, error: OSError) -> CfdbError:
    hint = (
        "run cfdb as who may read it" if isinstance(error, PermissionError) else "name .sql files, or folders of them"
    )
    return CfdbError(f"{path} cannot be read: {error.strerror}", hint=hint, place=Place(path))


def write(translation: Translation, out: BinaryIO) -> None:
    """Statement by statement, so that a dump of any size passes through."""
    sources = {id(place.source): place.source for place in translation.rows}.values()
    written = 0
    for statement in translation.script():
        out.write(statement)
        written += len(statement)
        if written >= KEPT:
            written = 0
            _let_go(sources)


def _let_go(sources: Iterable[Source]) -> None:
    """What has been looked at need not stay: the kernel has it still, or reads it again."""
    for source in sources:
        if isinstance(source.text, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            source.text.madvise(mmap.MADV_DONTNEED)


def check(translation: Translation, session: Session) -> list[Finding]:
    """Run the script in an empty database, and look whether all is there that it says it carries over."""
    found = []
    for statement, origin in translation.statements():
        if refused := session.attempt(statement):
            shown = " ".join(statement[: 4 * SHOWN].decode(errors="replace").split())[:SHOWN]
            found.append(_finding("refused", f"PostgreSQL refuses it: {refused}: {shown}", origin))
    if found:
        return found
    catalog = session.catalog()
    differing = [
        _finding("differs", f"{it.object}: {it.message}", it.origin)
        for it in compared.differences(translation, catalog)
    ]
    return [*_missing(translation, catalog), *differing]


def _missing(translation: Translation, catalog: Catalog) -> list[Finding]:
    """What is not in the catalog though nothing says that it is left out."""
    there = _counted(catalog)
    wanted: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], Origin] = {}
    for outcome in translation.outcomes:
        if outcome.fate is not Fate.LOST and (what := _place(translation, outcome)):
            wanted[what] += 1
            places.setdefault(what, outcome.origin)
    return [
        _finding("missing", f"{kind}, {name}: {number} expected, {there[kind, name]} found", places[kind, name])
        for (kind, name), number in wanted.items()
        if there[kind, name] < number
    ]


def _place(translation: Translation, outcome: Outcome) -> tuple[str, str] | None:
    """Under what it is counted: tables, views and columns by their names, the others by that of their table."""
    names = translation.writer.names
    table, _, part = outcome.name.partition(".")
    match outcome.kind:
        case "table" | "view":
            return outcome.kind, _bare(names.table(outcome.name))
        case "column":
            return outcome.kind, _bare(f"{names.table(table)}.{names.column(table, part)}")
        case "primary key" | "foreign key" | "index":
            return outcome.kind, _bare(names.table(table))
        case "trigger" | "routine":
            return outcome.kind, ""
    return None


def _counted(catalog: Catalog) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for kind, key in (("table", "tables"), ("view", "views"), ("column", "columns")):
        found.update((kind, _bare(name)) for name in catalog.objects[key])
    for name, definition in catalog.objects["constraints"].items():
        kind = definition.partition(" (")[0].lower()
        found[kind, _bare(name.partition(" on ")[2])] += 1
    for definition in catalog.objects["indexes"].values():
        if on := INDEXED.search(definition):
            found["index", _bare(on[1])] += 1
    for table in [name for kind, name in found if kind == "primary key"]:
        found["index", table] -= found["primary key", table]
    found["trigger", ""] = len(catalog.objects["triggers"])
    found["routine", ""] = len(catalog.objects["functions"])
    return found


def _bare(name: str) -> str:
    return name.replace('"', "").removeprefix("public.")


def _finding(code: str, message: str, origin: Origin) -> Finding:
    known = origin.line > 0
    return Finding(code, message, path=origin.path if known else None, line=origin.line if known else None)
