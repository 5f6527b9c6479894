"""A PostgreSQL data directory and the binaries that run it: made, started, stopped.

`postgres` is started by itself and not by pg_ctl, whose shell command breaks on a path with a quote or a dollar sign.
It listens on a unix socket in a private folder only, so that trusting whoever gets there is safe.

A server holds a lock on its log: the log is its stderr, and the lock goes with it to all of its processes, until the
last one ends. So "nobody is at work in this data directory" is known without believing a number in a file, which a
dead server left and another program, or a container with numbers of its own, may bear by now.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from cfdb.errors import ServerError
from cfdb.servers import accounts, process, sockets
from cfdb.servers.accounts import Account
from cfdb.servers.watched import watched

if sys.platform != "win32":
    import fcntl

SUPERUSER = "postgres"
START_TIMEOUT = 60.0
STOP_TIMEOUT = 60.0
LEAVE_TIMEOUT = 10.0
"""Seconds; a server that recovers from a crash needs some. The last: for what a killed server left to end."""

LOG_LINES = 8
LOG_KEPT = 10 << 20
"""Bytes of log that survive a start."""

LONGEST_DATA = 900
"""Bytes; PostgreSQL builds its paths in buffers of 1024 (MAXPGPATH)."""

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


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What postmaster.pid says of the server that wrote it, which may be dead."""

    pid: int
    data: str
    sockets: Path
    ready: bool


def version(cluster: Cluster) -> str:
    """The version of the binaries, such as `18.6`."""
    done = accounts.run(accounts.ourselves(), [str(cluster.bin / "postgres"), "--version"], capture_output=True)
    words = done.stdout.split()
    if done.returncode or len(words) < 3:
        raise ServerError(
            f"{cluster.bin / 'postgres'} does not run here: {done.stderr.strip()}", hint=accounts.ELSEWHERE
        )
    return words[2]


def exists(cluster: Cluster) -> bool:
    """Whether the data directory is there, and whole."""
    return (cluster.data / "PG_VERSION").is_file() and (cluster.data / "global" / "pg_control").is_file()


def init(cluster: Cluster) -> None:
    """Make the data directory, if it is not there. One that a killed initdb left half made is no obstacle."""
    if (cluster.data / "PG_VERSION").is_file():
        _check_version(cluster)
    if exists(cluster):
        return
    _check_path(cluster.data)
    half = cluster.data.with_name(f"{cluster.data.name}.new")
    with _alone(cluster) as log:
        for left in (half, cluster.data):
            shutil.rmtree(left, ignore_errors=True)
        for locale in _locales(cluster):
            problem = _initdb(cluster, half, locale, log)
            if not problem:
                half.rename(cluster.data)
                return
            shutil.rmtree(half, ignore_errors=True)
    raise ServerError(f"postgresql's data directory cannot be made:\n{problem}", hint=accounts.ELSEWHERE)


def start(cluster: Cluster) -> None:
    """Start the server and wait until it accepts connections. It outlives this process."""
    account = cluster.account
    folder = sockets.prepare(cluster.data, account)
    living, listener = _server(cluster), sockets.listener(folder)
    if living and living == listener:
        # It recovers from a crash, and whoever started it has not waited.
        _wait_until_ready(cluster, living, _log_size(cluster))
        return
    for pid in (living, listener):
        # One that nobody can reach, its socket being gone; or one whose data directory has been deleted.
        if pid:
            process.end(pid, STOP_TIMEOUT)
    with _alone(cluster) as log:
        (cluster.data / "postmaster.pid").unlink(missing_ok=True)
        sockets.empty(folder)
        if _log_size(cluster) > LOG_KEPT:
            os.ftruncate(log, 0)
        before = _log_size(cluster)
        _wait_until_ready(cluster, _spawn(cluster, account, folder, log), before)


def stop(cluster: Cluster) -> bool:
    """Stop the server, disconnecting whoever is there. False where none was running."""
    found, pid = _postmaster(cluster), _server(cluster)
    if pid is not None:
        process.end(pid, STOP_TIMEOUT)
    folders = sockets.candidates(cluster.data, cluster.account)
    if found and (pid or found.data == str(cluster.data)):
        # TMPDIR was another one when it was started, or the project has been moved since.
        folders.append(found.sockets)
    for folder in folders:
        sockets.remove(folder, cluster.account)
    return pid is not None


def running(cluster: Cluster) -> int | None:
    """The process id of a server that is ready for us, None where there is none. Reads a file and knocks."""
    found = _postmaster(cluster)
    # A copied project folder brings the file along: it then tells of the server of the original.
    if found is None or not found.ready or found.data != str(cluster.data):
        return None
    return found.pid if sockets.listener(found.sockets) in (found.pid, 0) else None


def url(cluster: Cluster, database: str = SUPERUSER) -> str:
    """How a running server is reached, for psycopg, psql and others that use libpq."""
    found = _postmaster(cluster)
    if found is None:
        raise ServerError(f"postgresql in {cluster.data} is not running", hint="start it with 'cfdb server start'")
    # The port is named, as PGPORT would else choose another socket.
    where = f"port={sockets.PORT}&host={quote(str(found.sockets), safe='/')}"
    return f"postgresql://{SUPERUSER}@/{quote(database, safe='')}?{where}"


@contextmanager
def throwaway(bin: Path, *, settings: tuple[str, ...] = NO_DURABILITY) -> Iterator[Cluster]:
    """A server in a temporary directory, stopped and removed at the end, also where we are killed."""
    folder = _temporary_folder()
    cluster = Cluster(bin, folder / "data", folder / "log", settings)
    with watched(cluster.data, [folder, *sockets.candidates(cluster.data, cluster.account)]):
        try:
            init(cluster)
            start(cluster)
            yield cluster
        finally:
            try:
                stop(cluster)
            finally:
                shutil.rmtree(folder, ignore_errors=True)


def remove(cluster: Cluster) -> None:
    """Stop the server and delete its data."""
    stop(cluster)
    for left in (cluster.data, cluster.data.with_name(f"{cluster.data.name}.new")):
        shutil.rmtree(left, ignore_errors=True)
    cluster.log.unlink(missing_ok=True)


def _temporary_folder() -> Path:
    account = accounts.server_account(Path(tempfile.gettempdir(), "nobody-owns-this-yet"))
    temp = next((temp for temp in sockets.temporary() if accounts.reaches(account, temp)), None)
    folder = Path(os.path.realpath(tempfile.mkdtemp(prefix="cfdb-throwaway-", dir=temp)))
    if account.uid != os.geteuid():
        # The account that runs the server has to get through to its own, still private, folder.
        folder.chmod(0o711)
    return folder


@contextmanager
def _alone(cluster: Cluster) -> Iterator[int]:
    """The log, open and locked: no server, and no initdb, is at work in the data directory."""
    log = os.open(cluster.log, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        # What a killed server leaves, its backends, ends by itself.
        if not process.within(LEAVE_TIMEOUT, lambda: _lock(log)):
            raise ServerError(
                f"{cluster.data} is in use by a server that cannot be reached from here",
                hint="it may run in a container: stop it there with 'cfdb server stop'",
            )
        yield log
    finally:
        os.close(log)


def _lock(log: int) -> bool:
    try:
        fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _in_use(cluster: Cluster) -> bool:
    try:
        log = os.open(cluster.log, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _lock(log)
    finally:
        os.close(log)


def _initdb(cluster: Cluster, folder: Path, locale: list[str], log: int) -> str:
    """Run initdb; the end of what it said where it failed, else nothing."""
    account = cluster.account
    folder.mkdir(mode=0o700)
    accounts.hand_over(folder, account)
    command = [str(cluster.bin / "initdb"), "--pgdata", str(folder), "--username", SUPERUSER, "--no-instructions"]
    command += ["--auth-local", "trust", "--auth-host", "reject", "--encoding", "UTF8", *locale]
    if "fsync=off" in cluster.settings:
        command.append("--no-sync")
    before = _log_size(cluster)
    # A killed cfdb leaves its initdb at work; it holds the lock until it is done.
    done = accounts.run(account, command, stdout=log, stderr=log)
    if done.returncode:
        return _last_words(cluster, before)
    os.ftruncate(log, before)
    return ""


def _locales(cluster: Cluster) -> list[list[str]]:
    """UTF-8 by code point, the same on every machine: by the builtin provider of PostgreSQL 17, else what libc has."""
    if int(version(cluster).split(".")[0]) >= 17:
        return [["--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]]
    return [["--locale", "C", "--lc-ctype", name] for name in ("C.UTF-8", "en_US.UTF-8", "C")]


def _check_version(cluster: Cluster) -> None:
    have = (cluster.data / "PG_VERSION").read_text(encoding="ascii", errors="replace").strip()
    need = version(cluster).split(".")[0]
    if have != need:
        raise ServerError(
            f"{cluster.data} was made by PostgreSQL {have}, this is PostgreSQL {need}",
            hint="start anew with 'cfdb server destroy', or work on a server of your own with --url",
        )


def _check_path(data: Path) -> None:
    """PostgreSQL cuts a long path, and one with a line break spoils postmaster.pid."""
    if len(os.fsencode(data)) > LONGEST_DATA or "\n" in str(data):
        raise ServerError(
            f"{data} is no path for postgresql's data: it is too long, or has a line break",
            hint=f"move the project, or {accounts.ELSEWHERE}",
        )


def _spawn(cluster: Cluster, account: Account, folder: Path, log: int) -> int:
    options = [f"unix_socket_directories={folder}", "listen_addresses=", f"port={sockets.PORT}", *cluster.settings]
    command = [str(cluster.bin / "postgres"), "-D", str(cluster.data)]
    for option in options:
        command += ["-c", option]
    # The shell ends at once, so that the server is nobody's child here; of ours it holds nothing but the log.
    script = '"$@" >&2 </dev/null & echo $!'
    shell = ["/bin/sh", "-c", script, "sh", *command]
    started = accounts.run(account, shell, stdout=subprocess.PIPE, stderr=log, start_new_session=True)
    return int(started.stdout.strip() or 0)


def _server(cluster: Cluster) -> int | None:
    """The process id of the server of this data directory, whether or not it can be reached."""
    found = _postmaster(cluster)
    if found is None or not process.alive(found.pid):
        return None
    moved = _in_use(cluster) and sockets.listener(found.sockets) == found.pid
    return found.pid if moved or process.runs(found.pid, cluster.data) else None


def _postmaster(cluster: Cluster) -> Postmaster | None:
    """What postmaster.pid says: pid, data directory, start time, port, socket directory, address, memory, status."""
    try:
        lines = os.fsdecode((cluster.data / "postmaster.pid").read_bytes()).split("\n")
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(lines) < 5 or not lines[0].isdecimal() or int(lines[0]) == 0:
        return None
    return Postmaster(int(lines[0]), lines[1], Path(lines[4]), ready="".join(lines[7:8]).strip() == "ready")


def _wait_until_ready(cluster: Cluster, pid: int, before: int) -> None:
    def settled() -> bool:
        found = _postmaster(cluster)
        return (found is not None and found.pid == pid and found.ready) or not process.alive(pid)

    if not process.within(START_TIMEOUT, settled) or not process.alive(pid):
        raise ServerError(
            f"postgresql did not start; the end of its log, {cluster.log}:\n{_last_words(cluster, before)}",
            hint=accounts.ELSEWHERE,
        )


def _log_size(cluster: Cluster) -> int:
    return cluster.log.stat().st_size if cluster.log.exists() else 0


def _last_words(cluster: Cluster, since: int) -> str:
    lines = cluster.log.read_bytes()[since:].decode(errors="replace").splitlines()
    return "\n".join(f"  {line}" for line in lines[-LOG_LINES:]) or "  it gave no reason"
