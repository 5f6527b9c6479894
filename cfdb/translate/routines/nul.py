"""Parameters of a text type that are put together with NUL bytes between, which PostgreSQL's texts cannot hold."""

from __future__ import annotations

from dataclasses import replace

from cfdb.model.schema import Parameter, Routine, Schema, Type
from cfdb.syntax.tokens import Kind, tokens
from cfdb.translate.reading.words import NotUnderstood
from cfdb.translate.routines import tree, walking
from cfdb.translate.routines.parsing import parse

BYTES = {
    "varchar": "varbinary", "char": "varbinary", "text": "blob", "tinytext": "tinyblob", "mediumtext": "mediumblob",
    "longtext": "longblob",
}  # fmt: skip

JOINING = ("concat", "concat_ws")


def widened(schema: Schema) -> Schema:
    """With such parameters as bytes, for the routine and for all that call it."""
    return replace(schema, routines={name: _widened(routine) for name, routine in schema.routines.items()})


def bytes_now(declared: Routine, routine: Routine) -> list[str]:
    """Names of the parameters that are bytes, and were none."""
    pairs = zip(declared.parameters, routine.parameters, strict=True)
    return [after.name for before, after in pairs if before.type is not after.type]


def _widened(routine: Routine) -> Routine:
    if "char" not in routine.body.lower() or not any(map(_is_text, routine.parameters)):
        return routine
    try:
        body = parse(routine.body)
    except NotUnderstood:
        return routine
    return replace(
        routine,
        parameters=tuple(
            replace(one, type=Type(BYTES[one.type.name], one.type.arguments))
            if _is_text(one) and holds(body, one.name.lower())
            else one
            for one in routine.parameters
        ),
    )


def _is_text(parameter: Parameter) -> bool:
    return parameter.mode != "IN" and parameter.type.name in BYTES


def holds(body: tree.Statement, name: str) -> bool:
    """Whether it is put together with CHAR(0), and used in no way in which it matters that it is a text."""
    joined = False
    for one in walking.walk(body):
        if isinstance(one, tree.Assign) and one.target.strip("` ").lower() == name and _joins(one.value):
            joined = joined or _has_nul(one.value)
        elif any(name in walking.words(text) for text in walking.texts(one)):
            return False
    return joined


def _joins(value: str) -> bool:
    """Whether it is one call of CONCAT or CONCAT_WS, of names and constants."""
    return walking.functions(value) <= {*JOINING, "char"} and value.strip().lower().startswith("concat")


def _has_nul(value: str) -> bool:
    """Whether CHAR(0) is in it."""
    words = [token.value.lower() for token in tokens(value) if token.kind is not Kind.TEXT]
    return any(words[at : at + 4] == ["char", "(", "0", ")"] for at in range(len(words)))
