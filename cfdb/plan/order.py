"""Dependency order of changes."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import TopologicalSorter

from cfdb.model.change import ChangeId

Graph = Mapping[ChangeId, Collection[ChangeId]]
"""For each change, the changes it depends on."""


def in_order(graph: Graph) -> list[ChangeId]:
    """Dependencies first; where they leave a choice, phases by number, services by name, migrations by number."""
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    ready: list[tuple[object, ChangeId]] = []
    ordered: list[ChangeId] = []
    while sorter.is_active():
        for id in sorter.get_ready():
            heapq.heappush(ready, (id.order, id))
        _, id = heapq.heappop(ready)
        ordered.append(id)
        sorter.done(id)
    return [id for id in ordered if id in graph]


def reasons(graph: Graph, wanted: Iterable[ChangeId], word: str) -> dict[ChangeId, str]:
    """All that `wanted` reaches in `graph`, each with why it is there: `selected`, or `<word> <the one before>`."""
    found: dict[ChangeId, str] = dict.fromkeys(wanted, "selected")
    pending = list(found)
    while pending:
        current = pending.pop()
        for id in graph.get(current, ()):
            if id not in found:
                found[id] = f"{word} {current}"
                pending.append(id)
    return found


def reverse(graph: Graph) -> dict[ChangeId, list[ChangeId]]:
    """For each change, the changes that depend on it."""
    dependents: dict[ChangeId, list[ChangeId]] = {id: [] for id in graph}
    for id, needed in edges(graph):
        dependents.setdefault(needed, []).append(id)
    return dependents


def edges(graph: Graph) -> Iterator[tuple[ChangeId, ChangeId]]:
    return ((id, needed) for id, dependencies in graph.items() for needed in dependencies)
