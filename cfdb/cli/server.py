from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cfdb.cli import say
from cfdb.cli.options import DatabaseName, ProjectDir
from cfdb.cli.running import confirm
from cfdb.cli.work import EMBEDDED, choose_database, open_project
from cfdb.errors import UsageError
from cfdb.servers import embedded

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class Verb(StrEnum):
    START = "start"
    STOP = "stop"
    URL = "url"
    DESTROY = "destroy"


@app.command()
def server(
    verb: Annotated[Verb, typer.Argument(help="What to do with it.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before the data is destroyed.")] = False,
    project: ProjectDir = None,
    database: DatabaseName = None,
) -> None:
    """Start, stop or find the embedded PostgreSQL.

    It is started by the first command that needs it and stays up. `url` prints what psql and other tools connect to,
    `destroy` stops it and deletes its data.
    """
    found = open_project(project)
    home = found.root / EMBEDDED
    match verb:
        case Verb.START:
            running = embedded.ensure(home)
            state = "started" if running.started_now else "is running already:"
            print(f"{state} PostgreSQL {running.version}, data in {home}")
        case Verb.STOP:
            print("stopped" if embedded.stop(home) else "was not running")
        case Verb.URL:
            up = embedded.running(home)
            if up is None:
                raise UsageError("the embedded server is not running", hint="start it with 'cfdb server start'")
            print(up.url(choose_database(found, database)))
        case Verb.DESTROY:
            if embedded.exists(home):
                say.warn(f"all data of the embedded server in {home}")
                confirm("Destroy it?", yes=yes, flag="--yes")
            print("destroyed" if embedded.destroy(home) else "there was none")
