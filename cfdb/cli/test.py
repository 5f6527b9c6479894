from __future__ import annotations

import typer

from cfdb import dialect
from cfdb.cli import say
from cfdb.cli.options import DatabaseName, OutputReport, ProjectDir, ReportFormat, Variables, Words
from cfdb.cli.verify import print_verdicts
from cfdb.cli.work import open_work
from cfdb.dialect import Settings
from cfdb.run.prove import prove
from cfdb.servers import embedded

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def test(
    words: Words = None,
    project: ProjectDir = None,
    database: DatabaseName = None,
    var: Variables = None,
    format: OutputReport = ReportFormat.TEXT,
) -> None:
    """Prove apply, verify and rollback on a throw-away server.

    Every change is applied, held against its checklist and probes, and rolled back; the catalog has to be what it was
    before. Then all is applied once more. The server is made for this run and removed after it.
    """
    work = open_work(project, database, variables=var, connects=False)
    selected = work.select(words)
    with embedded.throwaway() as server:
        url, _ = dialect.for_url(server.url(work.database.name))
        work.dialect.create_database(url)
        with work.dialect.connect(url, Settings(purpose="cfdb test", tell=say.note)) as session:
            say.note(f"proving {work.database.name} on a throw-away {session.server}")
            proof = prove(
                session,
                work.dialect,
                work.database,
                selected,
                work.variables,
                on_step=say.note,
            )
    print_verdicts("test", proof.verdicts, work.database.name, format)
    for reason in proof.irreversible:
        say.warn(f"no rollback was tried: {reason}")
    if not proof.passed:
        raise typer.Exit(1)
