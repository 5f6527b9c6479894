"""The words that choose changes: `phase 3`, `phase 1-3,5`, `service auth`, `migration 002`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from cfdb.errors import SelectorError, UsageError
from cfdb.model.change import ChangeId, Kind, is_number

RANGE = re.compile(r"(\w+)-(\w+)")


def select(names: Mapping[ChangeId, str], words: Sequence[str]) -> list[ChangeId]:
    """The changes that `words` choose among `names` (each change with its name).

    A kind alone chooses all of that kind. SelectorError offers the nearest that exist.
    """
    chosen: dict[ChangeId, None] = {}
    for kind, picks in _groups(words):
        of_kind = {id: name for id, name in names.items() if id.kind == kind}
        if not of_kind:
            raise SelectorError(f"this database has no {kind.value}s", hint=_offer(names))
        for pick in picks or [""]:
            chosen.update(dict.fromkeys(_pick(of_kind, kind, pick)))
    return list(chosen)


def _groups(words: Sequence[str]) -> Iterator[tuple[Kind, list[str]]]:
    kinds = {kind.value: kind for kind in Kind} | {f"{kind.value}s": kind for kind in Kind}
    current: tuple[Kind, list[str]] | None = None
    for word in words:
        if word.lower() in kinds:
            if current:
                yield current
            current = kinds[word.lower()], []
        elif current:
            pieces = [piece.strip() for piece in word.split(",")]
            if not all(pieces):
                # A shell variable that is empty must not come to stand for everything.
                raise UsageError(
                    f"expected a {current[0].value} after {current[0].value!r}, found {word!r}",
                    hint=f"{current[0].value!r} alone chooses all of them",
                )
            current[1].extend(pieces)
        else:
            near = get_close_matches(word.lower(), list(kinds), n=1)
            raise UsageError(
                f"expected phase, service or migration, found {word!r}",
                hint=f"did you mean {near[0]!r}?" if near else "for example: phase 3, phase 1-3, service auth",
            )
    if current:
        yield current


def _pick(of_kind: Mapping[ChangeId, str], kind: Kind, pick: str) -> Iterable[ChangeId]:
    if not pick:
        return of_kind
    exact = [id for id, name in of_kind.items() if _same(id.key, pick) or name == pick]
    if exact:
        return exact
    span = RANGE.fullmatch(pick)
    if span and is_number(span[1]) and is_number(span[2]):
        first, last = int(span[1]), int(span[2])
        ends = [end for end in (first, last) if not any(_same(id.key, str(end)) for id in of_kind)]
        within = [id for id in of_kind if is_number(id.key) and first <= int(id.key) <= last]
        if within and not ends:
            return sorted(within, key=lambda id: id.order)
        pick = str(ends[0]) if ends else pick
    known = [id.key for id in of_kind] + [name for name in of_kind.values() if name]
    near = get_close_matches(pick, known, n=1, cutoff=0.5)
    shown = ", ".join(id.key for id in list(of_kind)[:12]) + (", …" if len(of_kind) > 12 else "")
    raise SelectorError(
        f"{kind.value} {pick} does not exist",
        hint=(f"did you mean {kind.value} {near[0]}? " if near else "")
        + (f"there are {kind.value}s {shown}" if len(of_kind) > 1 else f"there is {kind.value} {shown}"),
    )


def _same(key: str, pick: str) -> bool:
    """`2` chooses migration 002."""
    return key == pick or (is_number(key) and is_number(pick) and int(key) == int(pick))


def _offer(names: Mapping[ChangeId, str]) -> str:
    kinds = sorted({id.kind.value for id in names})
    return f"it has {' and '.join(f'{kind}s' for kind in kinds)}" if kinds else "it has no changes at all yet"
