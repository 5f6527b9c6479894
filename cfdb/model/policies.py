"""Decisions that a translation leaves to its user, as translate.toml says them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Policies:
    """What is chosen where MySQL has no exact counterpart in PostgreSQL.

    `tinyint1`: what tinyint(1) becomes, but for the `numbers` (table.column, in lower case), which hold more than 0
    and 1 and become smallint. `enum`: a type of its own, or text with a CHECK. `unsigned`: the next wider
    type, or the same one, each with a CHECK that nothing is below zero. `collation`: how uniqueness under a
    case-insensitive collation is kept: the type citext, a nondeterministic collation, an index on lower(), or not at
    all, as a finding. `spatial`: PostGIS, or PostgreSQL's own point and polygon. `zero_dates`: what '0000-00-00'
    becomes. `version`: the oldest PostgreSQL that the result has to run on.
    """

    tinyint1: Literal["boolean", "smallint"] = "smallint"
    numbers: frozenset[str] = frozenset()
    enum: Literal["type", "check"] = "type"
    unsigned: Literal["wider", "same"] = "wider"
    collation: Literal["citext", "nondeterministic", "lower", "report"] = "report"
    spatial: Literal["postgis", "native"] = "native"
    zero_dates: Literal["null", "epoch"] = "null"
    version: int = 14
