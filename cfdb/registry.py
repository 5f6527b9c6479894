"""Plug-ins: every module of a folder exports one constant; nothing registers itself, nothing depends on order."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules


def names(package: str) -> list[str]:
    """Modules and packages of `package`, sorted, without importing them."""
    return sorted(module.name for module in iter_modules(import_module(package).__path__))


def load(package: str, constant: str) -> Iterator[object]:
    """The constant `constant` of every module of `package`, by module name.

    A module without it is a programming error, so AttributeError is left to rise.
    """
    for name in names(package):
        yield getattr(import_module(f"{package}.{name}"), constant)
