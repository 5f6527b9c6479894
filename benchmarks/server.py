"""A PostgreSQL of our own with stock settings: fsync and synchronous_commit are part of what is compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from cfdb.servers import cluster, embedded
from cfdb.servers.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, a connection to make databases with, and the numbers of those to come."""

    cluster: Cluster
    admin: psycopg.Connection
    numbers: Iterator[int]

    @property
    def programs(self) -> Path:
        return self.cluster.bin

    @contextmanager
    def database(self) -> Iterator[str]:
        """A new, empty database; yields its URL. Nothing is left to be written when it is handed out."""
        name = f"bench_{next(self.numbers)}"
        self.admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        self.admin.execute("CHECKPOINT")
        yield cluster.url(self.cluster, name)
        self.admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def stock() -> Iterator[Server]:
    """A server in a temporary directory, as it is when nobody has set anything."""
    with (
        cluster.throwaway(embedded.binaries(), settings=()) as started,
        psycopg.connect(cluster.url(started), autocommit=True) as admin,
    ):
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            row = admin.execute(sql.SQL("SHOW {}").format(sql.Identifier(setting))).fetchone()
            assert row == ("on",), f"{setting} is part of what is compared"
        yield Server(started, admin, count(1))


def scalar(url: str, query: sql.SQL) -> object:
    """The one value that `query` gives in the database at `url`."""
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row
    return row[0]
