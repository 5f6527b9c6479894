"""What a function of MySQL is here: how many arguments it takes, and what it becomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cfdb.translate.scopes import Context
from cfdb.translate.values import Untranslatable, Value


class Function(NamedTuple):
    """`most` is None where there may be any number of arguments."""

    write: Callable[[Context, list[Value]], Value]
    least: int = 1
    most: int | None = 1

    def __call__(self, context: Context, name: str, arguments: list[Value]) -> Value:
        if len(arguments) < self.least or (self.most is not None and len(arguments) > self.most):
            raise Untranslatable(f"{name.lower()}() with {len(arguments)} arguments")
        return self.write(context, arguments)


def refused(name: str, why: str = "") -> Function:
    """A function that has no counterpart."""

    def refuse(_context: Context, _arguments: list[Value]) -> Value:
        raise Untranslatable(f"{name}()" + (f", {why}" if why else ""))

    return Function(refuse, 0, None)
