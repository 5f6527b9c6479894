"""A PostgreSQL data directory and the binaries that run it: made, started, stopped.

`postgres` is started by itself and not by pg_ctl, whose shell command breaks on a path with a quote or a dollar sign.
It listens on a unix socket in a private folder only, so that trusting whoever gets there is safe.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from cfdb.errors import ServerError
from cfdb.servers import accounts, sockets
from cfdb.servers.accounts import Account

SUPERUSER = "postgres"
START_TIMEOUT = 60.0
STOP_TIMEOUT = 60.0
"""Seconds; a server that recovers from a crash needs some."""

LOG_LINES = 8
LOG_KEPT = 10 << 20
"""Bytes of log that survive a start."""

NO_DURABILITY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For servers that nobody needs tomorrow."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One data directory and the binaries that run it. `settings` are `name=value`, given at each start."""

    bin: Path
    data: Path
    log: Path
    settings: tuple[str, ...] = ()

    @property
    def account(self) -> Account:
        return accounts.server_account(self.data)


def version(cluster: Cluster) -> str:
    """The version of the binaries, such as `18.6`."""
    done = subprocess.run([cluster.bin / "postgres", "--version"], capture_output=True, text=True, check=False)
    words = done.stdout.split()
    if done.returncode or len(words) < 3:
        raise ServerError(
            f"{cluster.bin / 'postgres'} does not run here: {done.stderr.strip()}", hint=accounts.ELSEWHERE
        )
    return words[2]


def init(cluster: Cluster) -> None:
    """Make the data directory, if it is not there. One that a killed initdb left half made is no obstacle."""
    if (cluster.data / "PG_VERSION").is_file():
        _check_version(cluster)
        return
    account = cluster.account
    half = cluster.data.with_name(f"{cluster.data.name}.new")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700, parents=True)
    accounts.hand_over(half, account)
    command = [str(cluster.bin / "initdb"), "--pgdata", str(half), "--username", SUPERUSER, "--auth", "trust"]
    command += ["--encoding", "UTF8", "--no-instructions", *_locale(cluster)]
    done = accounts.run(account, command, capture_output=True)
    if done.returncode:
        shutil.rmtree(half, ignore_errors=True)
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise ServerError(
            f"postgresql's data directory cannot be made: {lines[-1] if lines else 'initdb gave no reason'}",
            hint=f"is there room in {cluster.data.parent}? Else {accounts.ELSEWHERE}",
        )
    half.rename(cluster.data)


def start(cluster: Cluster) -> None:
    """Start the server and wait until it accepts connections. It outlives this process."""
    account = cluster.account
    folder = sockets.prepare(cluster.data, account)
    # What a dead server left would make a new one refuse, if another program has its number by now.
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    _fresh_log(cluster, account)
    options = [f"unix_socket_directories={folder}", "listen_addresses=", f"port={sockets.PORT}", *cluster.settings]
    command = [str(cluster.bin / "postgres"), "-D", str(cluster.data)]
    for option in options:
        command += ["-c", option]
    # The shell ends at once, so that the server is nobody's child here, and holds no pipe of ours.
    script = '"$@" >>"$0" 2>&1 </dev/null & echo $!'
    started = accounts.run(
        account,
        ["/bin/sh", "-c", script, str(cluster.log), *command],
        capture_output=True,
        start_new_session=True,
    )
    _wait_until_ready(cluster, int(started.stdout.strip() or 0))


def stop(cluster: Cluster) -> bool:
    """Stop the server, disconnecting whoever is there. False where none was running."""
    pid = running(cluster)
    if pid is None:
        return False
    os.kill(pid, signal.SIGINT)
    if not _gone(pid, STOP_TIMEOUT):
        os.kill(pid, signal.SIGQUIT)
        if not _gone(pid, STOP_TIMEOUT):
            raise ServerError(f"postgresql (process {pid}) does not stop", hint=f"see {cluster.log}")
    sockets.remove(cluster.data, cluster.account)
    return True


def running(cluster: Cluster) -> int | None:
    """The process id of the server, None where it does not run. Reads a file and knocks at the socket."""
    lines = _postmaster(cluster)
    if lines is None or len(lines) < 5 or not lines[0].isdigit():
        return None
    pid = int(lines[0])
    listener = sockets.listener(Path(lines[4]))
    return pid if listener in (pid, 0) else None


def url(cluster: Cluster, database: str = SUPERUSER) -> str:
    """How a running server is reached, for psycopg, psql and others that use libpq."""
    lines = _postmaster(cluster)
    if lines is None or len(lines) < 5:
        raise ServerError(f"postgresql in {cluster.data} is not running", hint="start it with 'cfdb server start'")
    return f"postgresql://{SUPERUSER}@/{quote(database, safe='')}?host={quote(lines[4], safe='/')}"


@contextmanager
def throwaway(bin: Path, *, settings: tuple[str, ...] = NO_DURABILITY) -> Iterator[Cluster]:
    """A server in a temporary directory, stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="cfdb-throwaway-"))
    if os.geteuid() == 0:
        # The account that runs the server has to get through to its own, still private, folder.
        folder.chmod(0o711)
    cluster = Cluster(bin, folder / "data", folder / "log", settings)
    try:
        init(cluster)
        start(cluster)
        yield cluster
    finally:
        try:
            stop(cluster)
        finally:
            sockets.remove(cluster.data, cluster.account)
            shutil.rmtree(folder, ignore_errors=True)


def remove(cluster: Cluster) -> None:
    """Stop the server and delete its data."""
    stop(cluster)
    sockets.remove(cluster.data, cluster.account)
    shutil.rmtree(cluster.data, ignore_errors=True)
    cluster.log.unlink(missing_ok=True)


def _locale(cluster: Cluster) -> list[str]:
    """UTF-8 by code point, the same on every machine; the builtin provider came with PostgreSQL 17."""
    if int(version(cluster).split(".")[0]) >= 17:
        return ["--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
    return ["--locale", "C.UTF-8" if sys.platform == "linux" else "C"]


def _check_version(cluster: Cluster) -> None:
    have = (cluster.data / "PG_VERSION").read_text(encoding="ascii").strip()
    need = version(cluster).split(".")[0]
    if have != need:
        raise ServerError(
            f"{cluster.data} was made by PostgreSQL {have}, this is PostgreSQL {need}",
            hint="start anew with 'cfdb server destroy', or work on a server of your own with --url",
        )


def _postmaster(cluster: Cluster) -> list[str] | None:
    """The lines of postmaster.pid: pid, data directory, start time, port, socket directory, address, …, status."""
    try:
        return (cluster.data / "postmaster.pid").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None


def _wait_until_ready(cluster: Cluster, pid: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        lines = _postmaster(cluster)
        if lines and len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready":
            return
        if not _alive(pid):
            break
        time.sleep(0.02)
    raise ServerError(
        f"postgresql did not start:\n{_last_words(cluster)}",
        hint=f"the whole log is in {cluster.log}; else {accounts.ELSEWHERE}",
    )


def _gone(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not _alive(pid):
            return True
        time.sleep(0.02)
    return False


def _alive(pid: int) -> bool:
    """Whether a process runs; a zombie, whom nobody has taken notice of yet, does not."""
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    with suppress(OSError, IndexError):
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0] != "Z"
        )
    return True


def _fresh_log(cluster: Cluster, account: Account) -> None:
    with suppress(OSError):
        if cluster.log.stat().st_size > LOG_KEPT:
            cluster.log.unlink()
    cluster.log.touch(mode=0o600)
    accounts.hand_over(cluster.log, account)


def _last_words(cluster: Cluster) -> str:
    try:
        lines = cluster.log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "  it left no log"
    return "\n".join(f"  {line}" for line in lines[-LOG_LINES:])
