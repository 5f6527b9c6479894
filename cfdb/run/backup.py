"""`cfdb backup` and `cfdb restore`: the whole database into a file, and back."""

from __future__ import annotations

import errno
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cfdb.dialect import Session
from cfdb.errors import CfdbError, Refused, UsageError
from cfdb.model.maintenance import Backup, TableSize

KINDS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in a target before a restore: objects by kind, and the tables that hold something, largest first."""

    objects: dict[str, int]
    tables: tuple[TableSize, ...]

    def __bool__(self) -> bool:
        return bool(self.objects)

    def __str__(self) -> str:
        """`12 tables, 1 view`."""
        said = [f"{number} {kind if number == 1 else plural(kind)}" for kind, number in self.objects.items()]
        more = [f"{len(said) - KINDS_SHOWN} kinds more"] if len(said) > KINDS_SHOWN else []
        return ", ".join((*said[:KINDS_SHOWN], *more))


def plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}es" if noun.endswith("ss") else f"{noun}s"


def place(where: str, database: str, suffix: str, at: datetime) -> Path:
    """The file to write: `where`, or a name made of database and time in the folder `where`, which may be left out.

    Raises UsageError where it is there already: a backup never overwrites anything.
    """
    wanted = Path(where).expanduser()
    if where and not wanted.is_dir() and not where.endswith(("/", os.sep)):
        file = wanted
    else:
        file = wanted / f"{database}-{at:%Y%m%dT%H%M%SZ}{suffix}"
    if not file.parent.is_dir():
        raise UsageError(f"{file.parent} is not a folder", hint=f"make it first: mkdir -p '{file.parent}'")
    if os.path.lexists(file):
        raise _exists(file)
    return file


def backup(session: Session, file: Path, folders: Sequence[Path]) -> Backup:
    """Write the whole database into `file`, which is there when all of it is. `folders`: see `Session.dump`."""
    begun = time.monotonic()
    with _whole(file) as part:
        session.dump(part, folders, name=file.name)
    return Backup(file, file.stat().st_size, time.monotonic() - begun)


def check(session: Session, file: Path, folders: Sequence[Path]) -> None:
    """Raises UsageError or ProgramError where there is nothing to restore from."""
    try:
        file.open("rb").close()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {_reason(error)}") from error
    session.check_backup(file, folders)


def standing(session: Session) -> Standing:
    """What a restore would collide with. Only reads."""
    objects = session.content()
    tables = session.sizes().tables if objects else ()
    return Standing(objects, tuple(table for table in tables if table.table and table.rows != 0))


def refuse(standing: Standing, database: str) -> Refused:
    return Refused(
        f"database {database} is not empty, nothing was restored: it has {standing}",
        hint="restore into a new database, or have all that is there dropped with --clean",
    )


def restore(session: Session, file: Path, folders: Sequence[Path], *, clean: bool, owners: bool) -> float:
    """Bring a backup back; returns seconds."""
    begun = time.monotonic()
    session.load(file, folders, clean=clean, owners=owners)
    return time.monotonic() - begun


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """An empty file beside `file`, for its owner only, that gets its name when the block is through."""
    try:
        handle, name = tempfile.mkstemp(prefix=f"{file.name}.", suffix=".part", dir=file.parent)
        os.close(handle)
    except OSError as error:
        raise CfdbError(f"{file} cannot be written: {_reason(error)}", hint="choose another place") from error
    part = Path(name)
    try:
        yield part
        _settle(part, file)
    finally:
        part.unlink(missing_ok=True)


def _settle(part: Path, file: Path) -> None:
    with part.open("rb") as written:
        os.fsync(written.fileno())
    try:
        # A link refuses to take the place of a file that somebody made meanwhile; a rename would not.
        os.link(part, file)
    except FileExistsError:
        raise _exists(file) from None
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise CfdbError(f"{file} cannot be written: {_reason(error)}") from error
        if os.path.lexists(file):
            raise _exists(file) from None
        part.rename(file)
    _keep(file.parent)


def _keep(folder: Path) -> None:
    """Write the folder's entry, too: a backup should survive a power failure in the next second."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _exists(file: Path) -> UsageError:
    return UsageError(f"{file} is there already", hint="choose another name: a backup overwrites nothing")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
