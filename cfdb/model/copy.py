"""A move of data as values: copies, the pieces that a SELECT is put together from, and the columns on both sides."""

from __future__ import annotations

from dataclasses import dataclass, field

from cfdb.model.schema import NOWHERE, Origin, Type


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT in MySQL's words, cut where ranges and wire forms are put in.

    `items` are the texts of the select list without aliases; `source` goes from FROM to before WHERE; `where` is the
    condition, without its keyword, empty where there is none. `table` is the driving table as it is written, with its
    database where one is; `alias` is how its columns are qualified, quoted. `obstacle` says why it cannot be cut into
    ranges of the driving table's key: then only `text`, all of it, is to be used. `prefix` is WITH … that goes before.
    `names` are those of the columns that `text` has, no two of them the same.
    """

    text: str
    items: tuple[str, ...] = ()
    source: str = ""
    where: str = ""
    table: str = ""
    alias: str = ""
    obstacle: str = ""
    prefix: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """One INSERT INTO new (columns) SELECT … FROM legacy …; each branch of a UNION ALL is one of its own.

    `number` counts from 1 within a mapping. `table` and `columns` are written as in the mapping, without quotes.
    """

    number: int
    table: str
    columns: tuple[str, ...]
    select: Select
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """What a SELECT yields, as its server describes it: the type's charset is `binary` for bytes."""

    name: str
    type: Type
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class TargetColumn:
    """A column that rows are written into.

    `type` is what pg_type calls it (int4, numeric, varchar, timestamptz, _text), that of its base for a domain, and
    `enum` for every enum; `declared` is how the server writes it. `length` counts characters or bits; `precision` is
    that of a numeric, or the digits of a second's fraction.
    """

    name: str
    type: str
    declared: str = ""
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    nullable: bool = True
    has_default: bool = False
    generated: bool = False
    identity: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """What could go wrong with values of one column: by a name that --allow takes, and a condition to ask the rows.

    `rows` is MySQL's condition that holds for the values in question, with {} where the value goes; empty where
    every value is concerned. Where `lossy`, the values would arrive changed; else the target would refuse them.
    """

    name: str
    message: str
    rows: str = ""
    lossy: bool = False


@dataclass(frozen=True, slots=True)
class Wire:
    """How values of one column travel. Each form is an expression with {} where the value, or the column, goes.

    `text` is MySQL's expression for a field of COPY's text format, escaped, NULL for NULL. `here` (MySQL) and `there`
    (PostgreSQL) give the same canonical text for the same value, NULL for NULL; `here` is empty where values can be
    compared by a client only, by what `there` gives, or a cast to text. `plain` is MySQL's expression for what a
    converter reads, `binary` the format of COPY that it writes, empty where it knows none.
    """

    text: str
    here: str = ""
    there: str = ""
    plain: str = "{}"
    binary: str = ""
    doubts: tuple[Doubt, ...] = field(default=())


def put(form: str, value: str) -> str:
    """The form with the value in its place."""
    return form.replace("{}", value)
