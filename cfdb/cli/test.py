from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import typer

from cfdb import dialect
from cfdb.cli import say
from cfdb.cli.options import DatabaseName, OutputReport, ProjectDir, ReportFormat, Variables, Words
from cfdb.cli.verify import print_verdicts
from cfdb.cli.work import open_work, relations_for
from cfdb.dialect import Session, Settings
from cfdb.project import load
from cfdb.run.prove import Route, check_rollbacks, prove, routes
from cfdb.servers.throwaway import throwaway

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
    before. Then all is applied once more. Where a database has services beside its migrations, both are proven, and
    that they end in the same catalog. The server is made for this run and removed after it.
    """
    work = open_work(project, database, variables=var, connects=False)
    name = work.database.name
    ways = [Route(work.database.deploy, tuple(work.select(words)))] if words else routes(work.database)
    check_rollbacks(work.database, ways)
    base = load.database(work.project.root, work.database.base, relations_for) if work.database.base else None
    with throwaway(work.database.dialect) as server:
        numbers = count()

        @contextmanager
        def fresh() -> Iterator[Session]:
            number = next(numbers)
            url, _ = dialect.for_url(server.url(f"{name}_{number}" if number else name))
            work.dialect.create_database(url)
            with work.dialect.connect(url, Settings(purpose="cfdb test", tell=say.note)) as session:
                if not number:
                    say.note(f"proving {name} on a throw-away {session.server}")
                yield session

        proof = prove(fresh, work.dialect, work.database, base, ways, work.variables, on_step=say.note)
    print_verdicts("test", proof.verdicts, work.database.name, format)
    for reason in proof.irreversible:
        say.warn(f"no rollback was tried: {reason}")
    if not proof.passed:
        raise typer.Exit(1)
