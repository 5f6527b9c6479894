"""translate.toml: what is decided where MySQL has no exact counterpart in PostgreSQL."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from cfdb.model.policies import Policies
from cfdb.project import toml

FILE = "translate.toml"

EXPLAINED = {
    "tinyint1": 'what tinyint(1) becomes: "smallint" or "boolean"',
    "numbers": "tinyint(1) columns that become smallint all the same, as table.column: they hold more than 0 and 1",
    "enum": 'an ENUM becomes a "type" of its own, or text with a "check"',
    "unsigned": 'an UNSIGNED integer becomes the next "wider" type, or the "same"; a CHECK forbids what is below zero',
    "collation": 'uniqueness that ignores case: "citext", "nondeterministic", "lower" (an index on it), or "report"',
    "spatial": '"postgis", or PostgreSQL\'s "native" point, path and polygon',
    "zero_dates": '0000-00-00 becomes "null" (1970-01-01 where that is not allowed), or the "epoch" everywhere',
    "version": "the oldest PostgreSQL that the result has to run on: conv(), is_ipv6() need 16, crc32() needs 18",
}  # fmt: skip


class PoliciesShape(msgspec.Struct, forbid_unknown_fields=True):
    """As `Policies`, whose defaults stand for what is left out."""

    tinyint1: Literal["boolean", "smallint"] = "smallint"
    numbers: list[str] = []
    enum: Literal["type", "check"] = "type"
    unsigned: Literal["wider", "same"] = "wider"
    collation: Literal["citext", "nondeterministic", "lower", "report"] = "report"
    spatial: Literal["postgis", "native"] = "native"
    zero_dates: Literal["null", "epoch"] = "null"
    version: Annotated[int, msgspec.Meta(ge=14)] = 14


def read(path: Path) -> Policies:
    """The decisions in `path`; those of cfdb where there is no such file. ProjectError names key and file."""
    shape = toml.decode(toml.read(path), PoliciesShape, path) if path.is_file() else PoliciesShape()
    given = msgspec.structs.asdict(shape)
    return Policies(**{**given, "numbers": frozenset(name.lower() for name in shape.numbers)})


def text(policies: Policies) -> str:
    """The file that says so, each decision with what it is about."""
    lines = ["# Decisions of `cfdb translate`: where MySQL has no exact counterpart in PostgreSQL."]
    for key, explained in EXPLAINED.items():
        value = getattr(policies, key)
        # A JSON text, or list of texts, is a TOML one.
        written = json.dumps(sorted(value) if isinstance(value, frozenset) else value, ensure_ascii=False)
        lines += ["", f"# {explained}", f"{key} = {written}"]
    return "\n".join(lines) + "\n"
