"""Who PostgreSQL runs as: ourselves, or an unprivileged account where we are root (postgres refuses root)."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfdb.errors import ServerError

if sys.platform != "win32":
    import pwd

ELSEWHERE = "give a server of your own with --url (or DATABASE_URL)"
# A server outlives us: our environment (DATABASE_URL with its password, PGDATA, PGPORT) is none of its business.
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "LOCPATH", "LOCALE_ARCHIVE")


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the operating system, by number."""

    uid: int
    gid: int

    @property
    def name(self) -> str:
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return f"uid {self.uid}"


def ourselves() -> Account:
    return Account(os.geteuid(), os.getegid())


def server_account(data: Path) -> Account:
    """The account that runs the server of `data`: ourselves; as root the owner of `data`, or an unprivileged one.

    Raises `ServerError` as root where neither `postgres` nor `nobody` exists.
    """
    if os.geteuid() != 0:
        return ourselves()
    return _owner(data) or _unprivileged()


def _owner(data: Path) -> Account | None:
    try:
        stat = data.stat()
    except OSError:
        return None
    return Account(stat.st_uid, stat.st_gid) if stat.st_uid != 0 else None


def _unprivileged() -> Account:
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise ServerError(
        "postgresql refuses to run as root, and there is no account postgres or nobody to run it",
        hint=f"run cfdb as an ordinary user, or {ELSEWHERE}",
    )


def run(account: Account, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """`subprocess.run` as `account`, with a clean environment and nothing inherited but what `options` say."""
    if account.uid != os.geteuid():
        options |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    try:
        # cwd: the account may not be allowed to stand where we stand, and PostgreSQL asks for it
        return subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            cwd="/",
            env=environment(),
            **options,
        )
    except OSError as error:
        raise ServerError(f"{command[0]} cannot be run as {account.name}: {error.strerror}", hint=ELSEWHERE) from error


def environment() -> dict[str, str]:
    """What a server knows of our environment; English messages and UTC, so that every machine behaves alike."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {"PATH": os.defpath, **kept, "LC_ALL": "C", "TZ": "UTC"}


def reaches(account: Account, folder: Path) -> bool:
    """True when `account` may enter `folder`. Asked of the kernel: mode bits do not tell of ACLs and mounts."""
    if account.uid == os.geteuid():
        return os.access(folder, os.X_OK)
    command = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]
    return run(account, command, capture_output=True).returncode == 0


def runs(account: Account, program: Path) -> bool:
    """True when `account` may run `program`, its libraries included."""
    try:
        return run(account, [str(program), "--version"], capture_output=True).returncode == 0
    except ServerError:
        return False


def hand_over(folder: Path, account: Account) -> None:
    """Give a folder of ours to `account`."""
    if account.uid != os.geteuid():
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
