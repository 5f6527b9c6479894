"""Backups by PostgreSQL's own programs: pg_dump writes an archive, pg_restore and psql bring it back."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from cfdb.dialects import programs
from cfdb.dialects.postgresql.queries import query
from cfdb.dialects.programs import Command, Program
from cfdb.errors import ProgramError

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/*postgresql@*/bin",
    "/usr/local/opt/*postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
"""Where packages for Debian, Red Hat and macOS put each version's programs, off everybody's PATH."""

LOCK_PATIENCE = 60
"""Seconds that pg_dump waits for a table's lock. While it waits it is in nobody's way."""

UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"
"""Written by every pg_restore since 17, and an error on a server before that."""

HINTS = {
    "permission denied": "back up as the owner of all that is in the database, or as a member of pg_read_all_data",
    "row-level security": "back up as a role with BYPASSRLS: others would leave rows out in silence",
    "statement timeout": "another session holds a lock on a table: try again when it has let go",
    "lock timeout": "another session works on what is there: end it, or raise --lock-timeout",
    'role "': "create the role first, or leave out owners and grants with --no-owner",
    "must be able to SET ROLE": "restore as a superuser, or leave out owners and grants with --no-owner",
    "must be member of role": "restore as a superuser, or leave out owners and grants with --no-owner",
    "must be owner": "restore as the owner of what is there, or into a new database",
    "already exists": "the backup brings it, too: restore into a new database",
    "is not available": "install the extension on the server first",
    "No space left": "make room, or choose another place",
    "out of shared memory": "raise max_locks_per_transaction: all is restored in one transaction",
}
"""What to do, by what the programs say."""


@dataclass(frozen=True, slots=True)
class Login:
    """How a program reaches the database of a session: what may be seen by all, and what goes past the process list."""

    conninfo: str
    environment: dict[str, str] = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    files: tuple[int, ...] = ()


def dump(connection: psycopg.Connection, file: Path, folders: Sequence[Path]) -> None:
    """Write an archive of the whole database, as one instant of it, into `file`."""
    program = _pg_dump(connection, folders)
    with login(connection) as access:
        command: Command = [
            program.path,
            "--format=custom",
            f"--lock-wait-timeout={LOCK_PATIENCE * 1000}",
            f"--file={file}",
        ]
        command += ["--no-password", f"--dbname={access.conninfo}"]
        with programs.running(command, access.environment, secrets=access.secrets, files=access.files) as running:
            _check("pg_dump", running.finish())


def check(file: Path, folders: Sequence[Path]) -> None:
    """Raises ProgramError where `file` is no archive, or none that a pg_restore of this machine can read."""
    _readers(file, folders, 0)


def load(
    connection: psycopg.Connection,
    file: Path,
    folders: Sequence[Path],
    *,
    clean: bool,
    owners: bool,
    lock_timeout: float,
) -> None:
    """Bring an archive back in one transaction: all of it is there at the end, or nothing has changed.

    The script goes through our hands, so that COMMIT is only said when pg_restore got to its end: psql by itself
    takes a script that was torn off for one that is complete.
    """
    server = connection.info.server_version // 10000
    folder = _readers(file, folders, server)
    leave_out = [] if owners else ["--no-owner", "--no-privileges"]
    prelude = b"BEGIN;\n"
    if clean:
        prelude += f"SET LOCAL lock_timeout = {int(lock_timeout * 1000)};\n{query('catalog/clean')}\n".encode()
    with login(connection) as access:
        psql: Command = [folder / "psql", "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"]
        psql += ["--output=/dev/null", "--file=-", f"--dbname={access.conninfo}"]
        reading: Command = [folder / "pg_restore", "--file=-", *leave_out, file]
        with (
            programs.running(
                psql, access.environment, stdin=subprocess.PIPE, secrets=access.secrets, files=access.files
            ) as writer,
            programs.running(reading, access.environment, stdout=subprocess.PIPE) as reader,
        ):
            torn = ""
            try:
                writer.pour(prelude)
                for number, piece in enumerate(reader.pieces()):
                    # The settings come first, and a piece holds more than them.
                    writer.pour(piece if number or server >= 17 else piece.replace(UNKNOWN_BEFORE_17, b"", 1))
                _check("pg_restore", reader.finish())
                writer.pour(b"\nCOMMIT;\n", last=True)
            except BrokenPipeError:
                torn = "it ended before the backup did"
            _check("psql", writer.finish() or torn)


def content(connection: psycopg.Connection) -> dict[str, int]:
    """How many objects of which kind a restore would collide with; nothing in a database that was just created."""
    return dict(connection.execute(query("catalog/content")).fetchall())


@contextmanager
def login(connection: psycopg.Connection) -> Iterator[Login]:
    """The parameters of a session, as libpq has settled them, for another program.

    Secrets go by the environment, which only this user can read, or by a service file where there is no variable.
    """
    parameters: dict[str, str] = {}
    hidden: dict[str, str] = {}
    environment = dict(os.environ)
    for option in connection.pgconn.info:
        name = option.keyword.decode()
        # What is not said here is to be as it was settled, not as the environment has it.
        environment.pop((option.envvar or b"").decode(), None)
        if not option.val or option.val in (option.compiled, DEFAULTS.get(name)) or name in LEFT_OUT:
            continue
        secret = option.dispchar == b"*" or name.startswith("scram_")
        (hidden if secret else parameters)[name] = os.fsdecode(option.val)
    if password := connection.info.password or hidden.get("password", ""):
        environment["PGPASSWORD"] = password
    secrets = tuple({password, *hidden.values()} - {""})
    hidden.pop("password", None)
    if not hidden:
        yield Login(psycopg.conninfo.make_conninfo(**parameters), environment, secrets)
        return
    service = "\n".join(["[cfdb]", *(f"{name}={value}" for name, value in hidden.items()), ""])
    with programs.nameless(os.fsencode(service)) as file:
        environment["PGSERVICEFILE"] = f"/dev/fd/{file}"
        yield Login(psycopg.conninfo.make_conninfo(**parameters, service="cfdb"), environment, secrets, (file,))


DEFAULTS = {"sslcertmode": b"allow"}
"""That libpq settles at run time; an older program would not know the option."""

LEFT_OUT = frozenset(("service", "servicefile", "passfile", "client_encoding", "fallback_application_name"))
"""Settled already; and pg_dump is to write the database's own encoding, not ours."""


def _pg_dump(connection: psycopg.Connection, folders: Sequence[Path]) -> Program:
    """The oldest that is not older than the server: any such works, and more can read what it writes."""
    server = connection.info.server_version // 10000
    found = programs.find("pg_dump", folders, PLACES)
    fit = [program for program in found if _major(program) >= server]
    if fit:
        return min(fit, key=_major)
    versions = ", ".join(f"{_major(program)} ({program.path})" for program in found)
    raise ProgramError(
        f"pg_dump of PostgreSQL {server} is needed: "
        + (f"an older one refuses this server, and there is only {versions}" if found else "none was found"),
        hint=f"install it, for example: apt-get install postgresql-client-{server}, or put its folder on PATH",
    )


def _readers(file: Path, folders: Sequence[Path], server: int) -> Path:
    """The folder with a pg_restore that can read `file`, and a psql: the nearest to the server's version.

    What a newer pg_dump wrote, an older pg_restore cannot read.
    """
    if not _is_archive(file):
        raise ProgramError(
            f"{file} is no backup that 'cfdb backup' or pg_dump -Fc made",
            hint="load a script of SQL with: psql --single-transaction --file",
        )
    found = [
        program for program in programs.find("pg_restore", folders, PLACES) if (program.path.parent / "psql").is_file()
    ]
    if not found:
        raise ProgramError(
            "pg_restore and psql are needed, and were not found",
            hint="install them, for example: apt-get install postgresql-client, or put their folder on PATH",
        )
    said = ""
    for program in sorted(found, key=lambda one: (_major(one) < server, abs(_major(one) - server))):
        command: Command = [program.path, "--list", file]
        with programs.running(command, os.environ) as running:
            problem = running.finish()
        if not problem:
            return program.path.parent
        said = said or problem
    raise ProgramError(f"{file} cannot be read: {said}", hint=_hint(said))


def _is_archive(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(5) == b"PGDMP"


def _major(program: Program) -> int:
    found = re.search(r"\) (\d+)", program.banner)
    return int(found[1]) if found else 0


def _check(name: str, problem: str) -> None:
    if problem:
        raise ProgramError(f"{name} failed: {problem}", hint=_hint(problem))


def _hint(problem: str) -> str:
    return next((hint for said, hint in HINTS.items() if said in problem), "")
