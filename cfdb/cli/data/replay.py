from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cfdb.cli import document, say
from cfdb.cli.data.place import open_moving
from cfdb.cli.data.told import REJECTED
from cfdb.cli.options import (
    WAIT,
    DatabaseName,
    EnvironmentName,
    Format,
    OutputFormat,
    ProjectDir,
    TargetUrl,
    Wait,
)
from cfdb.run.moving.connections import target_of
from cfdb.run.moving.rejects import replay as run

SHOWN = 5
"""Of the rows that are refused once more."""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def replay(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of rejected rows, mended.")],
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    wait: Wait = WAIT,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Load rows that were rejected, mended by hand.

    Change the values under `row` of a line, then load the file. A row that is in leaves file and ledger, so that none
    is loaded twice; one that is refused once more stays. The exit code is 3 where any stays.
    """
    work = open_moving(project, database, url, env)
    with work.session("cfdb data replay") as session, session.lock(wait):
        target = target_of(session, str(url))
        found = [(file, run(target, file)) for file in files]
    stay = any(replayed.refused for _, replayed in found)
    if format is Format.JSON:
        document.show(
            "data replay",
            ok=not stay,
            files=[
                {
                    "file": str(file),
                    "loaded": replayed.loaded,
                    "loaded_before": replayed.known,
                    "refused": [
                        {"key": refused.key, "sqlstate": refused.error.sqlstate, "message": refused.error.message}
                        for refused in replayed.refused
                    ],
                }
                for file, replayed in found
            ],
        )
    else:
        for file, replayed in found:
            before = f", {replayed.known} were before" if replayed.known else ""
            print(f"{file}: {say.count(replayed.loaded, 'row')} loaded{before}, {len(replayed.refused)} refused")
            for refused in replayed.refused[:SHOWN]:
                state = f" ({refused.error.sqlstate})" if refused.error.sqlstate else ""
                say.warn(f"{refused.known_by}: {refused.error.message}{state}")
            if len(replayed.refused) > SHOWN:
                say.note(f"    and {len(replayed.refused) - SHOWN:,} more, which stay in the file")
    if stay:
        raise typer.Exit(REJECTED)
