"""A program of its own that outlives a cfdb that was killed, and then removes the throw-away server that was left.

It is run as `python watchdog.py <data> <folder> …` and knows nothing of cfdb: the standard library only. Its standard
input is a pipe whose other end only cfdb has, so that it ends when cfdb does, however that happens. A word through it
says that all has been tidied up.

Whoever was started with the data directory as an argument belongs to the server: its name was made up for it, and no
number out of a file, which may be another program's by now, has to be believed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PATIENCE = {signal.SIGQUIT: 20.0, signal.SIGKILL: 10.0}
"""Seconds that servers are given. The first asks them to stop at once, yet without shared memory left behind."""

PAUSE = 0.05


def watch(data: str, folders: list[str]) -> None:
    """Wait for a word, or for the end of whoever might say it; then leave nothing."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    if os.read(sys.stdin.fileno(), 1):
        return
    for asked, seconds in PATIENCE.items():
        deadline = time.monotonic() + seconds
        while (left := list(at_work(data))) and time.monotonic() < deadline:
            for pid in left:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, asked)
            time.sleep(PAUSE)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def at_work(data: str) -> Iterator[int]:
    """The processes that were started with this data directory, or with the one that is to become it."""
    marks = {form + data + state for form in ("", "--datadir=") for state in ("", ".new")}
    for pid, words in commands():
        # Not us, who were told of it as well.
        if pid != os.getpid() and marks & words:
            yield pid


def commands() -> Iterator[tuple[int, set[str]]]:
    """Every process with the words of its command line."""
    if sys.platform == "linux":
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                yield int(entry.name), set(os.fsdecode((entry / "cmdline").read_bytes()).split("\0"))
        return
    shown = subprocess.run(["/bin/ps", "-axww", "-o", "pid=,command="], capture_output=True, check=False)
    for line in os.fsdecode(shown.stdout).splitlines():
        pid, *words = line.split()
        yield int(pid), set(words)


if __name__ == "__main__":
    watch(sys.argv[1], sys.argv[2:])
