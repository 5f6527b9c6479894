from __future__ import annotations

from typing import Annotated

import typer

from cfdb.cli.options import DatabaseName, ProjectDir
from cfdb.cli.work import open_work
from cfdb.model.change import Kind
from cfdb.run.new import new as run

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def new(
    kind: Annotated[Kind, typer.Argument(help="What to add.")],
    name: Annotated[str, typer.Argument(help="Its name, for example add_invoices.")],
    project: ProjectDir = None,
    database: DatabaseName = None,
) -> None:
    """Add a phase, a service or a migration to the project.

    The files hold an example that is valid as it is: schema, rollback and, but for migrations, a checklist.
    """
    work = open_work(project, database, connects=False)
    id, paths = run(work.project.root, work.database, kind, name)
    for path in paths:
        print(path)
    print(f"\nnext: edit the files, then cfdb validate, cfdb apply {id}")
