"""The entry point: what can be answered without loading the command line is answered first."""

from __future__ import annotations

import os
import sys

from cfdb import __version__


def main() -> None:
    """Run the command line of this process; ends it with the command's exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"cfdb {__version__}")
        return
    _keep_password_from_ps()
    from cfdb.cli.app import run  # after the answer that needs nothing: Typer costs 45 ms

    sys.exit(run(sys.argv[1:]))


def _keep_password_from_ps() -> None:
    """Start again with the URL in the environment, if it holds a password: everybody may read the process list."""
    for position, word in enumerate(sys.argv):
        option, separator, url = word.partition("=")
        if option not in ("--url", "-u"):
            continue
        at = position if separator else position + 1
        if not separator and at < len(sys.argv):
            url = sys.argv[at]
        scheme, _, rest = url.partition("://")
        if ":" not in rest.rpartition("@")[0] and "password=" not in rest:
            continue
        words = [*sys.argv[1:]]
        words[at - 1] = f"{option}=env:CFDB_PRIVATE_URL" if separator else "env:CFDB_PRIVATE_URL"
        environment = os.environ | {"CFDB_PRIVATE_URL": url}
        os.execve(sys.executable, [sys.executable, "-m", "cfdb", *words], environment)


if __name__ == "__main__":
    main()
