"""The entry point: what can be answered without loading the command line is answered first."""

from __future__ import annotations

import gc
import os
import re
import signal
import sys
from contextlib import suppress

from cfdb import __version__
from cfdb.cli import PRIVATE_URL

URL_OPTION = re.compile(r"(?P<option>--url(?==|$)=?|-[A-Za-z]*?u)(?P<url>.*)", re.DOTALL)
"""`--url X`, `--url=X`, `-u X`, `-uX`, and `-yu X` among other short options."""


def main() -> None:
    """Run the command line of this process; ends it with the command's exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        with suppress(BrokenPipeError):
            print(f"cfdb {__version__}", flush=True)
        os._exit(0)
    _keep_password_from_ps()
    # A short life full of small values, none of them in circles: collecting them costs a tenth of a run.
    gc.set_threshold(100_000, 50, 100)
    _leave_in_order()
    # After the answer that needs nothing: Typer costs 45 ms.
    from cfdb.cli.app import run  # noqa: PLC0415

    code = run(sys.argv[1:])
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    # Everything is closed and flushed: taking 900 modules apart one by one would cost another 35 ms.
    os._exit(code)


def _leave_in_order() -> None:
    """Where a CI job is cancelled or a terminal is closed, what stands in a `finally` is still done.

    A statement is ended on the server, a throw-away server is removed. Whoever says nohup means it.
    """
    signal.signal(signal.SIGTERM, _leave)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _leave)


def _leave(number: int, _: object) -> None:
    sys.exit(128 + number)


def _keep_password_from_ps() -> None:
    """Start again with the URL in the environment, if it holds a password: everybody may read the process list."""
    for position, word in enumerate(sys.argv):
        match = URL_OPTION.fullmatch(word)
        if not match or (not match["url"] and position + 1 == len(sys.argv)):
            continue
        at, option = (position, match["option"]) if match["url"] else (position + 1, "")
        url = match["url"] or sys.argv[at]
        rest = url.partition("://")[2]
        if ":" not in rest.rpartition("@")[0] and "password=" not in rest:
            continue
        words = [*sys.argv[1:at], f"{option}env:{PRIVATE_URL}", *sys.argv[at + 1 :]]
        # -P: a folder called cfdb in the current one is not us. No shell: what runs is this very interpreter.
        os.execve(  # noqa: S606
            sys.executable, [sys.executable, "-P", "-m", "cfdb", *words], os.environ | {PRIVATE_URL: url}
        )


if __name__ == "__main__":
    main()
