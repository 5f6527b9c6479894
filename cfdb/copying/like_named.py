"""The mapping where none was written: tables of the same name, columns by name.

A name is looked for as it is, else whatever its case, else as the translator would write it: shortened to 63 bytes, or
with an underscore behind it where PostgreSQL has the name for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TypeVar

from cfdb.model.copy import Copy, Select, TargetColumn
from cfdb.model.schema import Column, Table
from cfdb.model.tables import TargetTable

Renamed = Callable[[str, str], str]
"""What a translation calls a column of a table, or, where the column is empty, the table."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """What has no place: `column` is empty where it is a table; `code` says which of PROBLEMS it is."""

    code: str
    table: str
    column: str = ""

    @property
    def message(self) -> str:
        name = f"{self.table}.{self.column}" if self.column else self.table
        return f"{name} {PROBLEMS[self.code]}"


PROBLEMS = {
    "no-target-table": "has no table of its name in the target",
    "no-target-column": "has no column of its name in the target: its values would be left behind",
    "unfed-column": "is NOT NULL, has no default, and nothing of its name in the source",
    "ambiguous-name": "is the name of several, which differ by case only",
    "no-such-table": "is no table of the source",
}


@dataclass(frozen=True, slots=True)
class LikeNamed:
    copies: tuple[Copy, ...]
    misfits: tuple[Misfit, ...]


def like_named(
    sources: Iterable[Table],
    targets: Sequence[TargetTable],
    *,
    include: str = "",
    exclude: str = "",
    renamed: Renamed = lambda table, column: column or table,
) -> LikeNamed:
    """A copy for each table of the source that is asked for, and what does not fit.

    `include` and `exclude` are names with * and ? in them, separated by commas; nothing included means all.
    """
    chosen, misfits = _chosen(list(sources), include, exclude)
    by_name = {target.name: target for target in targets}
    copies: list[Copy] = []
    taken: set[str] = set()
    # What has its very name comes first: another that differs by case must not take its place.
    for table in sorted(chosen, key=lambda table: table.name not in by_name):
        found = _found(table.name, renamed(table.name, ""), by_name)
        if isinstance(found, TargetTable) and found.name in taken:
            misfits.append(Misfit("ambiguous-name", table.name))
        elif isinstance(found, TargetTable):
            taken.add(found.name)
            columns, unfit = _columns(table, found, renamed)
            misfits += unfit
            if columns:
                copies.append(_copy(len(copies) + 1, table, found, columns))
        else:
            misfits.append(Misfit(found or "no-target-table", table.name))
    return LikeNamed(tuple(copies), tuple(misfits))


def _chosen(sources: list[Table], include: str, exclude: str) -> tuple[list[Table], list[Misfit]]:
    wanted, unwanted = _patterns(include), _patterns(exclude)
    missing = [
        Misfit("no-such-table", pattern)
        for pattern in wanted
        if not any(fnmatchcase(table.name, pattern) for table in sources)
    ]
    chosen = [
        table
        for table in sources
        if (not wanted or _matches(table.name, wanted)) and not _matches(table.name, unwanted)
    ]
    return chosen, missing


def _patterns(text: str) -> list[str]:
    # Brackets are no pattern here: a name may have them.
    return [part.strip().replace("[", "[[]") for part in text.split(",") if part.strip()]


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


Place = TypeVar("Place", TargetTable, TargetColumn)


def _found(name: str, translated: str, known: Mapping[str, Place]) -> Place | str | None:
    """What has the name; or the code of why that is not certain; None where nothing has."""
    for exact in (name, translated):
        if exact in known:
            return known[exact]
    alike = [key for key in known if key.lower() in (name.lower(), translated.lower())]
    if len(alike) > 1:
        return "ambiguous-name"
    return known[alike[0]] if alike else None


def _columns(
    table: Table, target: TargetTable, renamed: Renamed
) -> tuple[list[tuple[Column, TargetColumn]], list[Misfit]]:
    by_name = {column.name: column for column in target.columns}
    pairs: list[tuple[Column, TargetColumn]] = []
    misfits: list[Misfit] = []
    taken: set[str] = set()
    for column in sorted(table.columns, key=lambda column: column.name not in by_name):
        found = _found(column.name, renamed(table.name, column.name), by_name)
        if isinstance(found, TargetColumn) and found.name in taken:
            misfits.append(Misfit("ambiguous-name", table.name, column.name))
        elif isinstance(found, TargetColumn):
            taken.add(found.name)
            # The target computes its own values.
            if not found.generated:
                pairs.append((column, found))
        elif isinstance(found, str):
            misfits.append(Misfit(found, table.name, column.name))
        elif not column.generated:
            misfits.append(Misfit("no-target-column", table.name, column.name))
    pairs.sort(key=lambda pair: table.columns.index(pair[0]))
    fed = {found.name for _, found in pairs}
    misfits += [
        Misfit("unfed-column", target.name, column.name)
        for column in target.columns
        if column.name not in fed and not _fills_itself(column)
    ]
    return pairs, misfits


def _fills_itself(column: TargetColumn) -> bool:
    return column.nullable or column.has_default or column.generated or bool(column.identity)


def _copy(number: int, table: Table, target: TargetTable, pairs: Sequence[tuple[Column, TargetColumn]]) -> Copy:
    name, alias = _quoted(table.name), "`t`"
    items = tuple(f"{alias}.{_quoted(column.name)}" for column, _ in pairs)
    source = f"FROM {name} AS {alias}"
    select = Select(f"SELECT {', '.join(items)} {source}", items, source, "", name, alias)
    return Copy(number, target.name, tuple(column.name for _, column in pairs), select, table.origin)


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
