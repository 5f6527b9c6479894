"""`cfdb graph`: the same edges in every format."""

import re
from pathlib import Path

import pytest

from cfdb.model.change import Change, ChangeId
from cfdb.model.project import Database
from cfdb.run.graph import FORMATS


def change(text: str, name: str, *needs: str) -> Change:
    return Change(ChangeId.parse(text), "main", name, Path(), (), "", tuple(map(ChangeId.parse, needs)))


DATABASE = Database(
    "main",
    "postgresql",
    (
        change("phase 1", "users", "service auth"),
        change("phase 2", "billing", "phase 1", "service auth"),
        change("service auth", ""),
        change("migration 001", 'the "first"'),
    ),
)
EMPTY = Database("main", "postgresql")


def test_text_is_in_the_order_in_which_changes_are_applied() -> None:
    assert FORMATS["text"](DATABASE).splitlines() == [
        "service auth",
        "phase 1 users              ← service auth",
        "phase 2 billing            ← phase 1, service auth",
        'migration 001 the "first"',
    ]


def test_mermaid() -> None:
    assert FORMATS["mermaid"](DATABASE).splitlines() == [
        "graph TD",
        '    n0["phase 1 users"]',
        '    n1["phase 2 billing"]',
        '    n2["service auth"]',
        "    n3[\"migration 001 the 'first'\"]",
        "    n2 --> n0",
        "    n0 --> n1",
        "    n2 --> n1",
    ]


def test_dot() -> None:
    assert FORMATS["dot"](DATABASE).splitlines() == [
        'digraph "main" {',
        "    node [shape=box];",
        '    n0 [label="phase 1 users"];',
        '    n1 [label="phase 2 billing"];',
        '    n2 [label="service auth"];',
        "    n3 [label=\"migration 001 the 'first'\"];",
        "    n2 -> n0;",
        "    n0 -> n1;",
        "    n2 -> n1;",
        "}",
    ]


@pytest.mark.parametrize(("format", "edge"), [("mermaid", r"n\d+ --> n\d+"), ("dot", r"n\d+ -> n\d+")])
def test_every_dependency_is_an_edge(format: str, edge: str) -> None:
    expected = sum(len(change.depends_on) for change in DATABASE.changes)
    assert len(re.findall(edge, FORMATS[format](DATABASE))) == expected


def test_a_database_without_changes_is_a_graph_too() -> None:
    assert FORMATS["text"](EMPTY) == ""
    assert FORMATS["mermaid"](EMPTY) == "graph TD"
    assert FORMATS["dot"](EMPTY).endswith("}")
