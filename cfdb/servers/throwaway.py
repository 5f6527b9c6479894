"""A server for a few seconds, of the kind that a dialect is for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from cfdb.servers import embedded, mariadb


class Server(Protocol):
    """A running server. `url` is how its administrator reaches one of its databases, which need not exist."""

    def url(self, database: str) -> str: ...


@contextmanager
def throwaway(dialect: str) -> Iterator[Server]:
    """A server of that dialect in a temporary directory, stopped and removed at the end. ServerError where none is."""
    with mariadb.throwaway() if dialect == "mysql" else embedded.throwaway() as server:
        yield server
