"""Files of a project that commands write."""

from __future__ import annotations

from pathlib import Path

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
