"""One value of a row, as INSERT and COPY write it."""

from __future__ import annotations

from dataclasses import replace

from cfdb.model.policies import Policies
from cfdb.model.schema import Schema
from cfdb.translate.expressions import expression
from cfdb.translate.names import Names
from cfdb.translate.rows.charsets import codec
from cfdb.translate.rows.literals import Kind, Literal
from cfdb.translate.rows.values import Target, Tell
from cfdb.translate.types import INTEGERS, is_boolean

BARE = (*INTEGERS, "decimal", "float", "double", "year")
"""Types whose values are written without quotes."""

DEFAULT = b"DEFAULT"
_COPIED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def insertable(target: Target, literal: Literal, names: Names, policies: Policies, tell: Tell) -> bytes:
    """The value as INSERT takes it. Raises Untranslatable."""
    if literal.kind is Kind.DEFAULT:
        return DEFAULT
    if literal.kind is Kind.EXPRESSION:
        return _expression(target, literal, names, policies)
    text = target.text(literal, tell)
    if text is None:
        return b"NULL"
    style = _style(target)
    return (style + text.replace("'", "''") + "'" if style else text).encode()


def copyable(target: Target, literal: Literal, tell: Tell) -> bytes:
    """The value as COPY takes it; neither DEFAULT nor an expression is one."""
    text = target.text(literal, tell)
    return b"\\N" if text is None else text.translate(_COPIED).encode()


def _style(target: Target) -> str:
    """What opens the quotes of a value; empty where there are none."""
    column = target.column
    if column.type.name == "bit":
        return "B'"
    bare = column.type.name in BARE or (is_boolean(column, target.policies) and not column.auto_increment)
    return "" if bare else "'"


def _expression(target: Target, literal: Literal, names: Names, policies: Policies) -> bytes:
    # No column is to be seen: MySQL takes the value that the row has been given so far, PostgreSQL has no such thing.
    table = replace(target.table, columns=())
    text = literal.data.decode(codec(target.encoding), "replace")
    return expression(
        text, table=table, schema=Schema(), names=names, policies=policies, target=target.column
    ).sql.encode()
