"""Reasons of a script that may have a million of them: the same one once, and of a kind no more than anyone reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from cfdb.model.schema import Origin
from cfdb.translate.writing.piece import Reason

MOST = 200
"""Reasons of one code that are told of one script."""


@dataclass
class Told:
    """Adds to `reasons`. Call `close` behind the last one: it says how many there were."""

    reasons: list[Reason]
    _times: Counter[tuple[str, str, Path]] = field(default_factory=Counter)
    _first: dict[tuple[str, str, Path], int] = field(default_factory=dict)
    _numbers: Counter[tuple[str, Path]] = field(default_factory=Counter)
    _beyond: dict[tuple[str, Path], Reason] = field(default_factory=dict)

    def add(self, code: str, message: str, origin: Origin, *, lost: bool) -> bool:
        """Whether it is told; if not, it is counted."""
        kind = code, origin.path
        self._numbers[kind] += 1
        if self._numbers[kind] <= MOST:
            self.reasons.append(Reason(code, message, origin.place, origin, lost))
            return True
        if kind not in self._beyond:
            self._beyond[kind] = Reason(code, "", origin.place, origin, lost)
        return False

    def once(self, code: str, message: str, path: Path, place: Callable[[], Origin], *, lost: bool) -> None:
        """The same of every statement that has it; `place`, that of the first one, is asked for only if it is told."""
        key = code, message, path
        self._times[key] += 1
        if self._times[key] > 1:
            return
        known = self._numbers[code, path] < MOST or (code, path) not in self._beyond
        if self.add(code, message, place() if known else Origin(path), lost=lost):
            self._first[key] = len(self.reasons) - 1

    def close(self) -> None:
        for key, at in self._first.items():
            if (times := self._times[key]) > 1:
                self.reasons[at] = replace(self.reasons[at], message=f"{key[1]} ({times} statements)")
        for kind, reason in self._beyond.items():
            number = self._numbers[kind] - MOST
            self.reasons.append(replace(reason, message=f"and {number} more of this kind, from here on"))
