"""What a name means at one place of a stored program, and what it is called in PL/pgSQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cfdb.model.policies import Policies
from cfdb.model.schema import Schema, Table
from cfdb.translate.names import RESERVED, Names, quoted, shortened
from cfdb.translate.queries import query
from cfdb.translate.routines import tree
from cfdb.translate.scopes import Context
from cfdb.translate.values import Value


class Reason(NamedTuple):
    """Why something was not carried over, or not quite. `line` is 1-based within the body."""

    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Program:
    """A stored program in PostgreSQL: complete statements without semicolon.

    A `stub` has the same signature and raises feature_not_supported when it is called.
    """

    statements: tuple[str, ...]
    findings: tuple[Reason, ...]
    stub: bool
    results: int = 0
    """Cursors behind its parameters."""
    tabular: bool = False
    """Whether a procedure has become a function that returns a table."""
    commits: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """`name` is as PL/pgSQL takes it, with its quotes; it is empty for a user variable that belongs to the session.

    `type` has what PostgreSQL would not keep to by itself where the variable is `loose`: a parameter, or a result,
    whose length and scale it does not look at.
    """

    name: str
    type: str
    value: Value
    loose: bool = False
    settable: bool = True


WORDS = """
    found new old sqlstate sqlerrm tg_name tg_when tg_level tg_op tg_relid tg_relname tg_table_name tg_table_schema
    tg_nargs tg_argv tg_event tg_tag begin declare exception loop while exit continue return perform execute raise
    strict if elsif open close move get diagnostics cursor alias constant record
"""
PLPGSQL = frozenset(WORDS.split())
"""Words that a variable of PL/pgSQL is better not called."""


@dataclass(slots=True)
class Routine:
    """What all of one stored program shares. `kind`: procedure, function or trigger."""

    name: str
    kind: str
    schema: Schema
    names: Names
    policies: Policies
    body: tree.Statement
    table: Table | None = None
    timing: str = ""
    event: str = ""
    immutable: bool = False
    """Whether the expressions of the body have to be immutable."""
    returns: Variable | None = None
    """What a function returns."""
    taken: set[str] = field(default_factory=set)
    findings: list[Reason] = field(default_factory=list)
    line: int = 0
    notes: dict[str, None] = field(default_factory=dict)
    """What the expressions of the statement at hand have to say."""
    declared: list[str] = field(default_factory=list)
    """Variables of the whole program that MySQL does without."""
    identity: Variable | None = None
    """Has LAST_INSERT_ID()."""
    changed: Variable | None = None
    """Has ROW_COUNT()."""
    found: Variable | None = None
    """Has FOUND_ROWS()."""
    scratch: set[str] = field(default_factory=set)
    """Temporary tables that it has made; `schema` has them, too."""
    commits: bool = False
    """Whether COMMIT and ROLLBACK are the procedure's own."""

    def __post_init__(self) -> None:
        columns = (column.name.lower() for table in self.schema.tables.values() for column in table.columns)
        self.taken |= RESERVED | PLPGSQL | set(columns)
        for table in (*self.schema.tables, *self.schema.views):
            self.taken.add(table.lower())

    def find(self, reason: str, line: int | None = None) -> None:
        """Note a finding, where it comes first."""
        if all(found.reason != reason for found in self.findings):
            self.findings.append(Reason(reason, max(self.line, 1) if line is None else line))

    def drain(self) -> None:
        """Make findings of the notes."""
        for note in self.notes:
            self.find(note)
        self.notes.clear()

    def free(self, wanted: str, prefix: str = "v_") -> str:
        """A name for a variable that is no column's and no other variable's."""
        name = wanted.lower()
        if name in self.taken:
            name = prefix + name
        name, number = shortened(name), 1
        base = name
        while name in self.taken:
            number += 1
            name = shortened(f"{base}_{number}")
        self.taken.add(name)
        return quoted(name)


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables, conditions and cursors that are seen, by their names in lower case.

    `variables` has new.column and old.column, @user, and last_insert_id(), row_count() and found_rows(), too.
    """

    routine: Routine
    variables: Mapping[str, Variable] = field(default_factory=dict)
    conditions: Mapping[str, tree.Condition] = field(default_factory=dict)
    cursors: Mapping[str, tuple[str, tree.Cursor, Scope]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def context(self) -> Context:
        """What an expression is translated with."""
        routine = self.routine
        values = {name: variable.value for name, variable in self.variables.items()}
        return Context(routine.schema, routine.names, routine.policies, routine.immutable, values, routine.notes, query)
