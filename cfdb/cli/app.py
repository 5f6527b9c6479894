"""The group of commands. A command's module is imported when it is called, found by its name."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

import typer

from cfdb import __version__
from cfdb.cli.failure import as_json, as_text
from cfdb.cli.lazy import group
from cfdb.errors import CfdbError, Interrupted, UsageError

COMMANDS = {
    "init": "Make a new project that works at once.",
    "new": "Add a phase, a service or a migration to the project.",
    "plan": "Show what apply or rollback would run; runs and writes nothing.",
    "apply": "Apply changes and all that they depend on.",
    "rollback": "Undo changes, and before them all that depends on them.",
    "status": "Show every change and whether it is in place.",
    "history": "Show what was applied, rolled back and what failed.",
    "verify": "Hold the database against its checklists and probes.",
    "validate": "Check the project's files without a database.",
    "test": "Prove apply, verify and rollback on a throw-away server.",
    "translate": "Translate a MySQL schema to PostgreSQL.",
    "assess": "Say what of a MySQL schema converts, and what needs a decision.",
    "data": "Move rows from a legacy MySQL database into PostgreSQL.",
    "repair": "Make the ledger say what is true.",
    "backup": "Write all of the database into a file, ledger included.",
    "restore": "Bring a backup back.",
    "maintain": "Tidy up tables and show what takes how much room.",
    "bundle": "Write the SQL of changes as one file, or as Supabase migrations.",
    "graph": "Show how changes depend on each other.",
    "server": "Start, stop or find the embedded PostgreSQL.",
}
"""What `cfdb --help` says, without importing the commands; a test holds it to their docstrings."""


WITHOUT_TARGET = {"translate", "assess", "validate", "init", "new", "graph", "bundle"}
"""What changes no database, so that nobody has to look there when it was interrupted."""

INTERRUPTED = 130
"""What Typer makes of Ctrl-C."""

BROKEN_PIPE = 1
"""What Typer ends Python with where nobody reads on; a signal does it with 128 and more."""


app = typer.Typer(
    cls=group("cfdb.cli", COMMANDS),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    # All commands inherit it.
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"cfdb {__version__}")
        raise typer.Exit


@app.callback(epilog="A change is a phase, a service or a migration. Start with: cfdb init, cfdb plan, cfdb apply.")
def main(
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Show the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Schema-first database migrations: SQL files by phase, service and migration, applied, proven and verified."""


def run(words: Sequence[str]) -> int:
    """Run the command that `words` name and return its exit code."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no ✓ shows a question mark instead of a traceback.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = _code(words)
        sys.stdout.flush()
        return code
    except (OSError, SystemExit) as error:
        if isinstance(error, SystemExit) and error.code != BROKEN_PIPE:
            raise
        # What is still in the buffer would raise once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError | SystemExit):
            # `cfdb status | head`: nobody reads on.
            return 0
        print(as_text(CfdbError(f"standard output cannot be written: {error.strerror}")), file=sys.stderr)
        return CfdbError.exit_code


def _code(words: Sequence[str]) -> int:
    """The one place that turns errors into words and exit codes."""
    try:
        code = app(args=list(words), prog_name="cfdb", standalone_mode=False)
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        return code if isinstance(code, int) else 0
    except CfdbError as error:
        return _report(error, words)
    except KeyboardInterrupt:
        return _report(Interrupted("interrupted", hint=_hint_after(words)), words)
    except OSError as error:
        if error.errno in (errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EBADF):
            raise
        return _bug(error, words)
    except typer.Abort:
        return _report(Interrupted("nothing was answered, nothing was done"), words)
    except Exception as error:
        if not hasattr(error, "format_message"):
            return _bug(error, words)
        if type(error).__name__ == "NoArgsIsHelpError":
            error.show()  # type: ignore[attr-defined]
            return UsageError.exit_code
        return _report(UsageError(_first_lower(error.format_message()), hint=_help_hint(error)), words)


def _bug(error: Exception, words: Sequence[str]) -> int:
    """Nobody should have to read a traceback; who wants one can have it."""
    if os.environ.get("CFDB_TRACEBACK"):
        raise error
    hint = "this is a bug in cfdb: CFDB_TRACEBACK=1 shows where, and a report with that is welcome"
    return _report(CfdbError(f"internal: {type(error).__name__}: {error}", hint=hint), words)


def _report(error: CfdbError, words: Sequence[str]) -> int:
    if _wants_json(words):
        print(json.dumps(as_json(error), indent=2))
    else:
        print(as_text(error), file=sys.stderr)
    return error.exit_code


def _wants_json(words: Sequence[str]) -> bool:
    """Also where the command line itself is what is wrong."""
    return "--format=json" in words or ("--format", "json") in pairwise(words)


def _first_lower(message: str) -> str:
    words = " ".join(message.split())
    return (words[:1].lower() + words[1:]).rstrip(".")


def _help_hint(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    return f"see '{context.command_path} --help'" if context else "see 'cfdb --help'"


def _hint_after(words: Sequence[str]) -> str:
    """What somebody can do who has broken off a command."""
    match words:
        case ["data", "migrate", *_]:
            return "run it again: it goes on where it stopped"
        case ["data", *_]:
            return "see 'cfdb data status'"
        case [command, *_] if command in WITHOUT_TARGET:
            return ""
    return "see 'cfdb status' for what is in place"
