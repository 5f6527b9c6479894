"""Where a server listens: a short private folder below the temporary directory, for its owner only.

A data directory is no place for it: the address of a unix socket ends at 103 bytes (macOS) or 107 (Linux).
Its name follows from the data directory, so that a URL stays good when the server is started anew.
"""

import hashlib
import os
import re
import socket
import stat
import struct
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from cfdb.errors import ServerError
from cfdb.servers import accounts
from cfdb.servers.accounts import Account

PORT = 5432
FILE = f".s.PGSQL.{PORT}"
_LONGEST = 103
_PREFIX = "cfdb-"
_LAST_RESORT = "/tmp"  # noqa: S108 - short, and `check` refuses what another user has put there
_PLAIN = re.compile(r"[\w./+:%@-]+", re.ASCII)  # a comma separates hosts in a URL and folders in PostgreSQL's setting


def candidates(data: Path, account: Account) -> list[Path]:
    """The folders that the server of `data` may listen in, best first."""
    key = b"%d:%s" % (account.uid, os.fsencode(os.path.realpath(data)))
    name = _PREFIX + hashlib.sha256(key).hexdigest()[:12]
    return [folder for temp in temporary() if _fits(folder := temp / name)]


def temporary() -> list[Path]:
    """Where temporary things go, best first."""
    return [Path(temp) for temp in dict.fromkeys((tempfile.gettempdir(), _LAST_RESORT))]


def _fits(folder: Path) -> bool:
    return len(str(folder / FILE)) <= _LONGEST and _PLAIN.fullmatch(str(folder)) is not None


def prepare(data: Path, account: Account) -> Path:
    """The folder for the server of `data`, made if missing.

    Raises `ServerError` where somebody else has put something in its place.
    """
    for folder in candidates(data, account):
        if not accounts.reaches(account, folder.parent):
            continue
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        check(folder, account)
        accounts.hand_over(folder, account)
        return folder
    raise ServerError("postgresql has no temporary directory to listen in", hint="set TMPDIR to a short path")


def check(folder: Path, account: Account) -> None:
    """Raises `ServerError` unless `folder` is a real folder that only `account` (or we) can enter."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        problem = "is not a folder"
    elif found.st_uid not in (account.uid, os.geteuid()):
        problem = f"belongs to {Account(found.st_uid, found.st_gid).name}"
    elif found.st_mode & 0o077:
        problem = "is open to other users"
    else:
        return
    raise ServerError(
        f"{folder}, where postgresql would listen, {problem}",
        hint="remove it, or set TMPDIR to a folder of your own",
    )


def remove(folder: Path, account: Account) -> None:
    """Forget where a server listened; what is not ours is left alone."""
    if not folder.name.startswith(_PREFIX):
        return
    with suppress(OSError, ServerError):
        check(folder, account)
        empty(folder)
        folder.rmdir()


def empty(folder: Path) -> None:
    """Remove what a dead server left: its number in the lock file may be another program's by now."""
    for name in (FILE, FILE + ".lock"):
        (folder / name).unlink(missing_ok=True)


def listener(folder: Path) -> int | None:
    """The process id of the server that accepts connections in `folder`; 0 where the system does not tell it.

    The system names the process that listens, so that no number out of a file has to be believed.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(folder / FILE))
        except (BlockingIOError, TimeoutError):
            return 0  # a full queue has somebody who owns it
        except OSError:
            return None
        return _peer(connection)


def _peer(connection: socket.socket) -> int:
    if sys.platform == "linux":
        return int(struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0])
    if sys.platform == "darwin":
        return connection.getsockopt(0, 2)  # SOL_LOCAL, LOCAL_PEERPID: <sys/un.h>
    return 0
