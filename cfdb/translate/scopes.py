"""Which columns a name can mean, and what is known where an expression is translated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cfdb.model.policies import Policies
from cfdb.model.schema import Schema
from cfdb.translate.names import Names, quoted
from cfdb.translate.values import Untranslatable, Value


@dataclass(frozen=True, slots=True)
class Source:
    """A table of a FROM clause. `alias` is its name there, `columns` are by lower case, unqualified.

    The columns of an `opaque` one are not all known. `own` tells that the alias is the table's own name.
    """

    alias: str
    columns: Mapping[str, Value]
    key: tuple[str, ...] = ()
    """The primary key's columns, in lower case: those that are grouped by it need no grouping of their own."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`merged` are columns that USING and NATURAL made one. `aliases` are those of the select list.

    `grouped` are the expressions of GROUP BY where the query has groups, None where it has none.
    """

    sources: tuple[Source, ...] = ()
    outer: Scope | None = None
    merged: Mapping[str, Value] = field(default_factory=dict)
    aliases: Mapping[str, Value] = field(default_factory=dict)
    grouped: frozenset[str] | None = None
    qualify: bool = True
    tables: Mapping[str, tuple[tuple[str, Value], ...]] = field(default_factory=dict)
    """Common table expressions, by their names in lower case."""

    def common(self, name: str) -> tuple[tuple[str, Value], ...] | None:
        if name.lower() in self.tables:
            return self.tables[name.lower()]
        return self.outer.common(name) if self.outer else None

    def column(self, name: str, table: str) -> tuple[Value, Source | None, Scope]:
        """The column, the table that it is of, and the query that has that table."""
        found = [
            (source.columns[name.lower()], source)
            for source in self.sources
            if name.lower() in source.columns and table.lower() in {"", source.alias.lower()}
        ]
        if not table and name.lower() in self.merged:
            return self.merged[name.lower()], None, self
        if len(found) > 1:
            exact = [entry for entry in found if entry[1].alias == table]
            if len(exact) != 1:
                raise Untranslatable(f"ambiguous column {name}")
            found = exact
        if found:
            value, source = found[0]
            if self.qualify and source.alias:
                value = value.named(f"{quoted(source.alias)}.{value.sql}")
            return value, source, self
        if self.outer:
            return self.outer.column(name, table)
        raise Untranslatable(f"unknown column {table + '.' if table else ''}{name}")


class Subquery(NamedTuple):
    """A translated query: its SQL without parentheses, and its columns by their names in lower case."""

    sql: str
    columns: tuple[tuple[str, Value], ...]


def no_subquery(_context: Context, _scope: Scope, _node: Any) -> Subquery:
    raise Untranslatable("subquery")


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for a whole translation.

    `immutable`: the result must depend on nothing but its columns. `variables` are those of a routine, by lower case,
    user variables with their @. `notes` collects what the reader should know. `subquery` translates a query that
    stands within an expression; the scope that it is given is the outer one. `views` are the columns of those that
    were looked at, by their names in lower case.
    """

    schema: Schema
    names: Names
    policies: Policies
    immutable: bool = False
    variables: Mapping[str, Value] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    subquery: Callable[[Context, Scope, Any], Subquery] = no_subquery
    views: dict[str, tuple[tuple[str, Value], ...]] = field(default_factory=dict)

    def note(self, text: str) -> None:
        self.notes[text] = None

    def needs(self, version: int, what: str) -> None:
        """Refuse what only a newer PostgreSQL has than the oldest one that is asked for."""
        if self.policies.version < version:
            hint = f"set version = {version} in translate.toml"
            raise Untranslatable(f"{what}, which postgresql has from {version} on: {hint}")

    def stable(self, what: str) -> None:
        """Refuse what PostgreSQL computes differently from session to session, where that cannot be."""
        if self.immutable:
            raise Untranslatable(f"{what} is not immutable in postgresql")
