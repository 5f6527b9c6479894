"""What the system says about a process, and how to end it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cfdb.errors import ServerError

PAUSE = 0.01


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie, whom nobody has taken notice of yet, does not."""
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    with suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    return True


def runs(pid: int, argument: Path) -> bool:
    """Whether process `pid` was started with `argument`: the number of a dead server may be another program's."""
    wanted = os.fsencode(argument)
    # Not /proc/<pid>/cwd: root in a container may not read it.
    if sys.platform == "linux":
        with suppress(OSError):
            return wanted in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return False
    shown = subprocess.run(["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)
    return b" " + wanted + b" " in shown.stdout


def end(pid: int, seconds: float) -> None:
    """Ask a server to stop now, disconnecting whoever is there; insist after `seconds`."""
    for asked in (signal.SIGINT, signal.SIGQUIT):
        with suppress(ProcessLookupError):
            os.kill(pid, asked)
        if within(seconds, lambda: not alive(pid)):
            return
    raise ServerError(f"postgresql (process {pid}) does not stop", hint="its storage may hang; see dmesg")


def within(seconds: float, happens: Callable[[], bool]) -> bool:
    """Wait until it happens; False where it did not in time."""
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True
