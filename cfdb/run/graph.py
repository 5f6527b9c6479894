"""`cfdb graph`: how changes depend on each other, as text, Mermaid or Graphviz DOT."""

from __future__ import annotations

from collections.abc import Callable

from cfdb.model.change import ChangeId
from cfdb.model.project import Database
from cfdb.plan.order import in_order


def text(database: Database) -> str:
    """A line per change in the order in which they are applied, with what it needs."""
    changes = {change.id: change for change in database.changes}
    order = in_order({id: change.depends_on for id, change in changes.items()})
    width = max((len(changes[id].title) for id in order), default=0)
    return "\n".join(
        f"{changes[id].title:<{width}}{'  ← ' if changes[id].depends_on else ''}"
        f"{', '.join(map(str, changes[id].depends_on))}".rstrip()
        for id in order
    )


def mermaid(database: Database) -> str:
    node = _nodes(database)
    lines = ["graph TD"]
    lines += [f'    {node(change.id)}["{_plain(change.title)}"]' for change in database.changes]
    lines += [f"    {node(needed)} --> {node(id)}" for id, needed in _edges(database)]
    return "\n".join(lines)


def dot(database: Database) -> str:
    node = _nodes(database)
    lines = [f'digraph "{_plain(database.name)}" {{', "    node [shape=box];"]
    lines += [f'    {node(change.id)} [label="{_plain(change.title)}"];' for change in database.changes]
    lines += [f"    {node(needed)} -> {node(id)};" for id, needed in _edges(database)]
    return "\n".join((*lines, "}"))


FORMATS: dict[str, Callable[[Database], str]] = {"text": text, "mermaid": mermaid, "dot": dot}


def _edges(database: Database) -> list[tuple[ChangeId, ChangeId]]:
    return [(change.id, needed) for change in database.changes for needed in change.depends_on]


def _nodes(database: Database) -> Callable[[ChangeId], str]:
    numbers = {change.id: number for number, change in enumerate(database.changes)}
    return lambda id: f"n{numbers[id]}"


def _plain(label: str) -> str:
    return label.replace('"', "'")
