"""What a comparison of the rows on both sides came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is `missing` on the target, `extra` there, or `changed`: by its key, and columns with both texts."""

    kind: str
    key: dict[str, str | None]
    values: dict[str, tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the rows of one table; `differing` of them are not alike, `rejected` are known to be missing.

    `not_compared` are columns of which it cannot be told what each row has to have.
    """

    table: str
    here: int
    there: int
    rejected: int = 0
    differing: int = 0
    differences: tuple[Difference, ...] = ()
    sampled: bool = False
    not_compared: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.differing
