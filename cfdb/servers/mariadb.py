"""A throw-away MariaDB or MySQL server, from the programs that are installed on this machine.

There is no wheel of it as there is for PostgreSQL, and its licence would not let us bring one along.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cfdb.errors import ServerError
from cfdb.servers import accounts, process, sockets
from cfdb.servers.accounts import Account
from cfdb.servers.watched import watched

PROGRAMS = ("mariadbd", "mysqld")
MAKERS = ("mariadb-install-db", "mysql_install_db")
PLACES = ("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/usr/local/mysql/bin", "/opt/homebrew/bin")
"""Where servers are kept that are on nobody's PATH."""

INSTALL = "install it, for example: apt-get install mariadb-server"
START_TIMEOUT = 60.0
STOP_TIMEOUT = 30.0
KNOCK_TIMEOUT = 2.0
LOG_LINES = 8

SETTINGS = (
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-buffer-pool-size=64M",
    "--max-connections=100",
    "--default-time-zone=+00:00",
    "--character-set-server=utf8mb4",
)
"""For a server that nobody needs tomorrow, the same on every machine."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that accepts connections through its socket, and on `port` of this machine where that is not 0."""

    program: Path
    folder: Path
    pid: int
    port: int = 0

    @property
    def socket(self) -> Path:
        return self.folder / "sock"

    def url(self, database: str = "") -> str:
        """How its administrator reaches it; only those who may enter its folder do."""
        return f"mysql://root@/{quote(database, safe='')}?unix_socket={quote(str(self.socket), safe='/')}"


@contextmanager
def throwaway(*options: str, port: int = 0) -> Iterator[Running]:
    """A server of its own in a temporary directory, stopped and removed at the end, also where we are killed.

    It listens on its socket, and on 127.0.0.1 where a `port` is given. Raises ServerError where no server is installed.
    """
    program = find()
    account = accounts.server_account(Path(tempfile.gettempdir(), "nobody-owns-this-yet"))
    folder = _folder(account)
    server: subprocess.Popen[bytes] | None = None
    with watched(folder / "data", [folder]):
        try:
            _make_data(program, folder, account)
            network = (f"--port={port}", "--bind-address=127.0.0.1") if port else ("--skip-networking",)
            server = _spawn(program, folder, account, (*SETTINGS, *network, *options))
            _wait_until_ready(server, folder)
            yield Running(program, folder, server.pid, port)
        finally:
            if server is not None:
                _stop(server)
            shutil.rmtree(folder, ignore_errors=True)


def find() -> Path:
    """The server's program. Raises ServerError where there is none."""
    found = _program(PROGRAMS)
    if found is None:
        raise ServerError("neither mariadbd nor mysqld is installed here", hint=INSTALL)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _program(names: tuple[str, ...]) -> Path | None:
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), *PLACES))
    found = (shutil.which(name, path=path) for name in names)
    return next((Path(os.path.realpath(program)) for program in found if program), None)


def _folder(account: Account) -> Path:
    # The address of a unix socket is short: see `sockets`.
    temp = next((temp for temp in sockets.temporary() if len(str(temp)) < 60 and accounts.reaches(account, temp)), None)
    folder = Path(os.path.realpath(tempfile.mkdtemp(prefix="cfdb-mariadb-", dir=temp)))
    scratch = folder / "scratch"
    scratch.mkdir()
    for made in (scratch, folder):
        accounts.hand_over(made, account)
    return folder


def _places(folder: Path) -> tuple[str, ...]:
    # A server that starts sweeps its directory of temporary tables, and a neighbour who shares it crashes.
    return (f"--datadir={folder / 'data'}", f"--tmpdir={folder / 'scratch'}")


def _make_data(program: Path, folder: Path, account: Account) -> None:
    places = _places(folder)
    maker = _program(MAKERS) if "mariadb" in program.name else None
    if maker:
        command = [str(maker), "--no-defaults", *places, "--auth-root-authentication-method=normal", "--skip-test-db"]
    else:
        command = [str(program), "--no-defaults", "--initialize-insecure", *places]
    done = accounts.run(account, command, capture_output=True)
    if done.returncode:
        said = "\n".join(f"  {line}" for line in (done.stdout + done.stderr).splitlines()[-LOG_LINES:])
        raise ServerError(f"the data directory of {program.name} cannot be made:\n{said}", hint=accounts.ELSEWHERE)


def _spawn(program: Path, folder: Path, account: Account, settings: tuple[str, ...]) -> subprocess.Popen[bytes]:
    command = [
        str(program), "--no-defaults", *_places(folder), f"--socket={folder / 'sock'}",
        f"--pid-file={folder / 'pid'}", *settings,
    ]  # fmt: skip
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    other = account.uid != os.geteuid()
    who = {"user": account.uid, "group": account.gid, "extra_groups": []} if other else {}
    options: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, "cwd": "/"} | who
    try:
        return subprocess.Popen(command, env=accounts.environment(), start_new_session=True, **options)
    except OSError as error:
        raise ServerError(f"{program} cannot be run as {account.name}: {error.strerror}") from error
    finally:
        os.close(log)


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    def settled() -> bool:
        return server.poll() is not None or _answers(folder / "sock")

    if not process.within(START_TIMEOUT, settled) or server.poll() is not None:
        lines = (folder / "log").read_bytes().decode(errors="replace").splitlines()[-LOG_LINES:]
        said = "\n".join(f"  {line}" for line in lines) or "  it gave no reason"
        raise ServerError(f"the server did not start; the end of its log:\n{said}", hint=accounts.ELSEWHERE)


def _answers(path: Path) -> bool:
    with suppress(OSError), socket.socket(socket.AF_UNIX) as knock:
        # A server that hangs may accept, and never greet.
        knock.settimeout(KNOCK_TIMEOUT)
        knock.connect(str(path))
        return bool(knock.recv(1))
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(STOP_TIMEOUT)
