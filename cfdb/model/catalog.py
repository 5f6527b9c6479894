"""What a database holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Item(NamedTuple):
    """One countable object of the catalog.

    `kind` is a plural as a checklist spells it: tables, views, functions, enums, indexes, policies, triggers …
    `signature` tells overloaded functions, and policies and triggers of different tables, apart.
    """

    kind: str
    schema: str
    name: str
    signature: str = ""

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema else self.name


@dataclass(frozen=True, slots=True)
class Inventory:
    """The countable objects of a database, without those of the system, of extensions and of cfdb itself."""

    items: frozenset[Item]
    extensions: frozenset[str]
    secured: frozenset[str]
    """Tables with row level security, as `schema.table`."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """What DDL can say about a database: per kind, the definition of each object by its name.

    Large objects, and the bodies of aggregates, are not looked at.
    """

    objects: Mapping[str, Mapping[str, str]]

    def differences(self, other: Catalog) -> list[str]:
        """Lines that say what `other` has, lacks or defines differently; empty when nothing differs."""
        lines: list[str] = []
        for kind in sorted({*self.objects, *other.objects}):
            here, there = self.objects.get(kind, {}), other.objects.get(kind, {})
            lines += [f"{kind}: {name} is gone" for name in sorted(here.keys() - there.keys())]
            lines += [f"{kind}: {name} is left over" for name in sorted(there.keys() - here.keys())]
            lines += [
                f"{kind}: {name} was {here[name]}, is {there[name]}"
                for name in sorted(here.keys() & there.keys())
                if here[name] != there[name]
            ]
        return lines
