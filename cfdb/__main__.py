"""The entry point: what can be answered without loading the command line is answered first."""

from __future__ import annotations

import gc
import os
import sys

from cfdb import __version__
from cfdb.cli import PRIVATE_URL


def main() -> None:
    """Run the command line of this process; ends it with the command's exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"cfdb {__version__}")
        return
    _keep_password_from_ps()
    # A short life full of small values, none of them in circles: collecting them costs a tenth of a run.
    gc.set_threshold(100_000, 50, 100)
    # After the answer that needs nothing: Typer costs 45 ms.
    from cfdb.cli.app import run  # noqa: PLC0415

    code = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Everything is closed and flushed: taking 900 modules apart one by one would cost another 35 ms.
    os._exit(code)


def _keep_password_from_ps() -> None:
    """Start again with the URL in the environment, if it holds a password: everybody may read the process list."""
    for position, word in enumerate(sys.argv):
        lead, found, rest = word.partition("://")
        if not found or (":" not in rest.rpartition("@")[0] and "password=" not in rest):
            continue
        option = next((option for option in ("--url=", "-u") if lead.startswith(option)), "")
        words = [*sys.argv[1:position], f"{option}env:{PRIVATE_URL}", *sys.argv[position + 1 :]]
        environment = os.environ | {PRIVATE_URL: word.removeprefix(option)}
        # -P: a folder called cfdb in the current one is not us. No shell: what runs is this very interpreter.
        os.execve(sys.executable, [sys.executable, "-P", "-m", "cfdb", *words], environment)  # noqa: S606


if __name__ == "__main__":
    main()
