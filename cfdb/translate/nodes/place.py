"""Where a node stands: what is known there, and how the nodes within it are translated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlglot import exp

from cfdb.translate.scopes import Context, Scope
from cfdb.translate.values import Value


@dataclass(frozen=True, slots=True)
class Place:
    context: Context
    scope: Scope
    translate: Callable[[Context, Scope, exp.Expression], Value]

    def __call__(self, node: exp.Expression) -> Value:
        """The value of a node within."""
        return self.translate(self.context, self.scope, node)

    def each(self, *nodes: exp.Expression) -> list[Value]:
        return [self(node) for node in nodes]

    def ungrouped(self) -> Place:
        """Within an aggregate function: there, columns are those of the rows."""
        return replace(self, scope=replace(self.scope, grouped=None))


Reader = Callable[[Place, exp.Expression], Value]


def word(node: object) -> str:
    """A name, a unit, or another word, as it was written."""
    return str(node.name if isinstance(node, exp.Expression) else node)
