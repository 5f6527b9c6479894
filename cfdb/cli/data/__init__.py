"""`cfdb data`: the commands that move rows."""

from __future__ import annotations

import typer

from cfdb.cli.lazy import group

COMMANDS = {
    "plan": "Say what a move would do and what stands in its way; moves nothing.",
    "migrate": "Move the rows; run again, it goes on where it stopped.",
    "verify": "Compare the rows on both sides, by counts and checksums.",
    "status": "Show how far a move is.",
    "pause": "Let a running move finish its chunks and stop.",
    "abort": "Break off a running move; what its chunks loaded stays.",
    "truncate": "Empty the tables of a move and forget it.",
    "replay": "Load rows that were rejected, mended by hand.",
}
"""What `cfdb data --help` says, without importing the commands; a test holds it to their docstrings."""

app = typer.Typer(
    cls=group("cfdb.cli.data", COMMANDS), rich_markup_mode=None, no_args_is_help=True, add_completion=False
)


@app.callback(
    epilog="Which rows go where is SQL: the INSERT INTO new (…) SELECT … FROM legacy … statements of a migration, or "
    "--tables for tables of like names."
)
def data() -> None:
    """Move rows from a legacy MySQL database into PostgreSQL."""
