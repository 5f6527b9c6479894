"""CALL in a script, of a procedure that says no more than the statements that it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cfdb.model.schema import Origin, Routine
from cfdb.translate.reading.words import NotUnderstood
from cfdb.translate.routines import tree
from cfdb.translate.routines.parsing import parse


class Call(NamedTuple):
    """`behind` is the number of statements that change rows before it."""

    text: str
    origin: Origin
    behind: int


def changes(sql: str, routines: Iterable[Routine]) -> Sequence[str]:
    """Each ALTER TABLE that the call comes to; none where the procedure does anything else."""
    try:
        call = parse(sql)
        if not isinstance(call, tree.Call) or call.arguments:
            return []
        found = [one for one in routines if one.returns is None and one.name.lower() == call.name.lower()]
        body = parse(found[0].body) if found else None
    except NotUnderstood:
        return []
    statements = body.statements if isinstance(body, tree.Block) and _is_bare(body) else (body,)
    alters = [one.text for one in statements if isinstance(one, tree.Other) and _is_alter(one.text)]
    return alters if len(alters) == len(statements) else []


def _is_bare(block: tree.Block) -> bool:
    return not (block.variables or block.cursors or block.handlers)


def _is_alter(text: str) -> bool:
    return [word.upper() for word in text.split()[:2]] == ["ALTER", "TABLE"]
