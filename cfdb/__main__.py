"""The entry point: what can be answered without loading the command line is answered first."""

from __future__ import annotations

import gc
import os
import re
import signal
import sys
from contextlib import suppress

from cfdb import __version__
from cfdb.cli import PRIVATE_FROM, PRIVATE_URL

URL_OPTION = re.compile(r"(?P<option>--url(?==|$)=?|--from(?==|$)=?|-[A-Za-z]*?u)(?P<url>.*)", re.DOTALL)
"""`--url X`, `--url=X`, `-u X`, `-uX`, and `-yu X` among other short options; and the same with --from."""


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
    """Start again with URLs that hold a password in the environment: everybody may read the process list."""
    words, hidden = list(sys.argv), {}
    for position, word in enumerate(words):
        match = URL_OPTION.fullmatch(word)
        if not match or (not match["url"] and position + 1 == len(words)):
            continue
        at, option = (position, match["option"]) if match["url"] else (position + 1, "")
        url = match["url"] or words[at]
        rest = url.partition("://")[2]
        if ":" not in rest.rpartition("@")[0] and "password=" not in rest:
            continue
        name = PRIVATE_FROM if match["option"].startswith("--from") else PRIVATE_URL
        hidden[name] = url
        words[at] = f"{option}env:{name}"
    if hidden:
        # -P: a folder called cfdb in the current one is not us. No shell: what runs is this very interpreter.
        os.execve(  # noqa: S606
            sys.executable, [sys.executable, "-P", "-m", "cfdb", *words[1:]], os.environ | hidden
        )


if __name__ == "__main__":
    main()
