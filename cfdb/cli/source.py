"""Where `translate` and `assess` read a MySQL schema from: files, or a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cfdb import dialect, legacy
from cfdb.cli import say
from cfdb.dialect import Settings
from cfdb.errors import UsageError
from cfdb.legacy import Legacy
from cfdb.model.policies import Policies
from cfdb.model.schema import Origin
from cfdb.project import decisions
from cfdb.run import translate as run
from cfdb.translate.translation import Translation, translate, translate_schema
from cfdb.translate.writing.piece import Reason

NOTHING = "there is no table, view or stored program to translate"


def read_translation(
    files: list[Path] | None, source: str | None, decided: Path | None, *, copy: bool = False
) -> Translation:
    """The translation of what the command line names."""
    policies = read_policies(decided)
    if source is not None:
        if files:
            raise UsageError("files and --from were named", hint="name one of them")
        with connected(source) as found:
            return read_schema(found, policies)
    if not files:
        raise UsageError(
            "nothing to translate was named",
            hint="name .sql files, - for standard input, or a server with --from mysql://…",
        )
    return translate(run.read(files), policies, copy=copy)


def read_schema(source: Legacy, policies: Policies) -> Translation:
    """The translation of all that a server has in the database."""
    left_out: list[Reason] = []

    def report(code: str, message: str, origin: Origin) -> None:
        left_out.append(Reason(code, message, "", origin, lost=True))

    return translate_schema(source.schema(report), policies, left_out)


def read_policies(decided: Path | None) -> Policies:
    if decided is not None and not decided.is_file():
        raise UsageError(f"there is no file {decided}", hint=f"'cfdb assess --write' makes a {decisions.FILE}")
    return decisions.read(decided or Path(decisions.FILE))


@contextmanager
def connected(source: str) -> Iterator[Legacy]:
    """A session on the server that --from names, which may only read."""
    url, engine = dialect.for_url(source)
    settings = Settings(purpose="cfdb translate", read_only=True, tell=say.note)
    with dialect.named(engine).connect(url, settings) as session:
        found = legacy.of(session)
        if found is None:
            raise UsageError(f"{url} is not translated from", hint="--from takes a MySQL or MariaDB: mysql://…")
        yield found
