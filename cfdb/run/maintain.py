"""`cfdb maintain`: what keeps a database in shape, table by table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

from cfdb.dialect import Session
from cfdb.errors import ConnectionFailed, DatabaseError, SelectorError
from cfdb.model.maintenance import Chore, Done, Sizes


def chosen(sizes: Sizes, chores: Iterable[Chore], words: Sequence[str]) -> set[str]:
    """The tables that `words` name, with or without their schema. SelectorError where one names none."""
    known = sorted({str(table) for table in sizes.tables} | {chore.table for chore in chores})
    found: set[str] = set()
    for word in words:
        named = {name for name in known if word in (name, name.partition(".")[2])}
        if not named:
            near = get_close_matches(word, [*known, *(name.partition(".")[2] for name in known)], n=1)
            raise SelectorError(
                f"table {word!r} does not exist",
                hint=f"did you mean {near[0]!r}?" if near else "see: cfdb maintain --sizes",
            )
        found |= named
    return found


def maintain(
    session: Session,
    chores: Iterable[Chore],
    *,
    on_start: Callable[[Chore], None],
    on_done: Callable[[Done], None],
) -> list[Done]:
    """Do one chore after the other. A table where one fails, or gets no lock, is left alone; the others are not."""
    ended: list[Done] = []
    failed: set[str] = set()
    for chore in chores:
        if chore.table in failed:
            continue
        on_start(chore)
        begun = time.monotonic()
        problem, hint = "", ""
        try:
            problem = "; ".join(session.perform(chore))
        except ConnectionFailed:
            raise
        except DatabaseError as error:
            problem, hint = error.message, error.hint
            failed.add(chore.table)
        ended.append(Done(chore, time.monotonic() - begun, problem, hint))
        on_done(ended[-1])
    return ended
