"""`--tables`: copies of tables of like names, where no mapping was written."""

from __future__ import annotations

from collections.abc import Collection

from cfdb.copying.like_named import LikeNamed, Misfit, like_named
from cfdb.errors import MappingError, raise_together
from cfdb.model.copy import Copy
from cfdb.model.schema import Schema
from cfdb.model.tables import TargetTable
from cfdb.moving.source import MoveSource
from cfdb.moving.tables import TargetTables
from cfdb.run.moving.allowing import NO_TARGET_COLUMN
from cfdb.translate.names import names_of

HINTS = {
    "no-target-table": "create it first, or leave the table out with '!{}' in --tables",
    NO_TARGET_COLUMN: "add the column, write a mapping, or allow it with --allow no-target-column",
    "unfed-column": "give it a default, or write a mapping that feeds it",
    "ambiguous-name": "write a mapping that says which is meant",
    "no-such-table": "name tables of the source, with * and ? for parts of names",
}


def copies_of(source: MoveSource, target: TargetTables, patterns: str, allowed: Collection[str]) -> tuple[Copy, ...]:
    """The copies of all tables that the patterns choose. Raises all that has no place at once."""
    schema = Schema(tables=source.tables())
    names = names_of(schema)

    def renamed(table: str, column: str) -> str:
        return names.column(table, column) if column else names.table(table)

    wanted = {name.lower() for table in schema.tables for name in (table, renamed(table, ""))}
    there = [TargetTable(name, target.describe(_quoted(name)).columns) for name in target.names(sorted(wanted))]
    parts = [part.strip() for part in patterns.split(",") if part.strip()]
    found: LikeNamed = like_named(
        schema.tables.values(),
        there,
        include=",".join(part for part in parts if not part.startswith("!")),
        exclude=",".join(part[1:] for part in parts if part.startswith("!")),
        renamed=renamed,
    )
    misfits = [misfit for misfit in found.misfits if not (misfit.code == NO_TARGET_COLUMN and misfit.code in allowed)]
    raise_together([_error(misfit) for misfit in misfits], f"things of --tables '{patterns}' do not fit")
    return found.copies


def _error(misfit: Misfit) -> MappingError:
    return MappingError(misfit.message, hint=HINTS[misfit.code].format(misfit.table))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
