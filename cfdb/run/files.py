"""Files that commands write."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from cfdb.errors import CfdbError


def write(path: Path, text: bytes, *, folders: bool = False) -> None:
    """Write a file, with `folders` also those above it that are missing. Raises CfdbError where that cannot be."""
    try:
        if folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CfdbError(f"{path} cannot be written: {reason}", hint="choose another place") from error


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file that in the end holds all that was written, or is as it was before. Raises CfdbError if it cannot be."""
    try:
        regular = path.is_file() or not path.exists()
        if regular and os.access(path.parent, os.W_OK):
            with _replacing(path.resolve()) as out:
                yield out
        else:
            # A pipe or /dev/null, or a file of ours in somebody else's folder.
            with path.open("wb") as out:
                yield out
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        may = "that you may write to" if isinstance(error, PermissionError) else "that is there"
        raise CfdbError(f"{path} cannot be written: {reason}", hint=f"name a file in a folder {may}") from error


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file beside `path` that takes its place, with the rights that it has or would get."""
    rights = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False) as out:
        part = Path(out.name)
        try:
            yield cast("BinaryIO", out)
            out.flush()
            part.chmod(rights)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
