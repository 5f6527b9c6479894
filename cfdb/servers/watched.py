"""A throw-away server does not outlive us, however we end: `kill -9` lets nobody tidy up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cfdb.servers import accounts, watchdog

DONE = b"."


@contextmanager
def watched(data: Path, folders: Iterable[Path]) -> Iterator[None]:
    """Where we are killed meanwhile, the server of `data` is ended and the `folders` are removed.

    A process of its own sees to it: it has the one end of a pipe, and nobody but us has the other.
    """
    dog = _start([str(data), *map(str, folders)])
    try:
        yield
    finally:
        if dog is not None:
            # Somebody may have ended it.
            with suppress(BrokenPipeError):
                dog.communicate(DONE)


def _start(words: list[str]) -> subprocess.Popen[bytes] | None:
    """None where this Python cannot be started anew: better nobody to watch than no server."""
    # -I -S: nothing of our environment, and a start of some milliseconds. A session of its own: Ctrl-C is not for it.
    command = [sys.executable or "", "-I", "-S", watchdog.__file__, *words]
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=accounts.environment(),
            start_new_session=True,
        )
    except OSError:
        return None
