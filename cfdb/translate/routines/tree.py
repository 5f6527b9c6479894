"""What the body of a stored program says, as values. Expressions and queries are still MySQL's text."""

from __future__ import annotations

from dataclasses import dataclass

from cfdb.model.schema import Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`line` is 1-based within the body."""

    line: int = 0


@dataclass(frozen=True, slots=True)
class Variables:
    """DECLARE a, b INT DEFAULT 0"""

    names: tuple[str, ...]
    type: Type
    default: str = ""
    row_of: str = ""
    """Of TYPE OF table.column (MariaDB)."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """A name for a SQLSTATE, an error number or one of the classes NOT FOUND, SQLEXCEPTION and SQLWARNING."""

    state: str = ""
    number: int = 0
    group: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    name: str
    query: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Handler:
    """`exits`: EXIT, not CONTINUE."""

    exits: bool
    conditions: tuple[Condition, ...]
    body: Statement
    line: int = 0


@dataclass(frozen=True, slots=True)
class Block(Statement):
    label: str = ""
    variables: tuple[Variables, ...] = ()
    conditions: tuple[tuple[str, Condition], ...] = ()
    cursors: tuple[Cursor, ...] = ()
    handlers: tuple[Handler, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Assign(Statement):
    """SET target = value; `target` is a variable, NEW.column or @user."""

    target: str
    value: str


@dataclass(frozen=True, slots=True)
class Sequence(Statement):
    """Statements that were one: SET a = 1, b = 2."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    when: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class If(Statement):
    branches: tuple[Branch, ...]
    otherwise: tuple[Statement, ...] | None = None


@dataclass(frozen=True, slots=True)
class Case(Statement):
    """Without ELSE, what matches no branch is an error in both languages."""

    operand: str
    branches: tuple[Branch, ...]
    otherwise: tuple[Statement, ...] | None = None


@dataclass(frozen=True, slots=True)
class Loop(Statement):
    """LOOP, WHILE (with `condition`) and REPEAT (with `until`)."""

    statements: tuple[Statement, ...]
    label: str = ""
    condition: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Count(Statement):
    """MariaDB's FOR i IN [REVERSE] 1..10 DO"""

    variable: str
    first: str
    last: str
    statements: tuple[Statement, ...]
    label: str = ""
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Leave(Statement):
    label: str


@dataclass(frozen=True, slots=True)
class Iterate(Statement):
    label: str


@dataclass(frozen=True, slots=True)
class Return(Statement):
    value: str


@dataclass(frozen=True, slots=True)
class Signal(Statement):
    """SIGNAL, or RESIGNAL where `again`. `items` are those of SET, by name in upper case."""

    condition: Condition | None
    items: tuple[tuple[str, str], ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Open(Statement):
    cursor: str


@dataclass(frozen=True, slots=True)
class Fetch(Statement):
    cursor: str
    targets: tuple[str, ...]
    place: tuple[int, int] = (0, 0)
    """Of its words within the body."""


@dataclass(frozen=True, slots=True)
class Close(Statement):
    cursor: str


@dataclass(frozen=True, slots=True)
class Query(Statement):
    """A SELECT; its `targets` where it has INTO, else its rows are for whoever calls."""

    text: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change(Statement):
    """INSERT, REPLACE, UPDATE or DELETE"""

    text: str
    verb: str


@dataclass(frozen=True, slots=True)
class Call(Statement):
    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluate(Statement):
    """DO expression"""

    value: str


@dataclass(frozen=True, slots=True)
class Transaction(Statement):
    """START, COMMIT, ROLLBACK, SAVEPOINT …"""

    verb: str


@dataclass(frozen=True, slots=True)
class Diagnostics(Statement):
    """GET DIAGNOSTICS; `items` are target and name. `condition` is there for GET DIAGNOSTICS CONDITION n."""

    items: tuple[tuple[str, str], ...]
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Prepare(Statement):
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Execute(Statement):
    name: str
    using: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deallocate(Statement):
    name: str


@dataclass(frozen=True, slots=True)
class Other(Statement):
    """A statement that no other class is for, such as TRUNCATE or CREATE TEMPORARY TABLE."""

    text: str
    verb: str
