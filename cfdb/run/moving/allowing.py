"""What --allow takes: all that a plan names, where a move can go on in spite of it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from cfdb.copying.wires.doubts import NAMES
from cfdb.errors import UsageError

NOT_EMPTY, MANY_INSTANTS, NO_TARGET_COLUMN = "not-empty", "many-instants", "no-target-column"

ORPHAN, UNIQUE = "orphan", "unique"
"""What the keys of the target refuse: such rows become rejects, as many as --max-rejects lets."""

KNOWN = (*NAMES, NOT_EMPTY, MANY_INSTANTS, NO_TARGET_COLUMN, ORPHAN, UNIQUE)

OF_THE_MOVE = frozenset((NOT_EMPTY, MANY_INSTANTS, ORPHAN, UNIQUE))
"""Names that make no row another one: a move that was begun without them goes on with them."""


def check_names(names: Iterable[str]) -> None:
    """Raises UsageError where one is not known: it would be allowed that nothing is ever called."""
    for name in names:
        if name not in KNOWN:
            near = get_close_matches(name, KNOWN, n=1)
            raise UsageError(
                f"--allow {name}: there is nothing of this name",
                hint=f"did you mean {near[0]!r}?" if near else "'cfdb data plan' names what can be allowed",
            )
