"""Backups by the server's own programs: mariadb-dump or mysqldump writes SQL, the command line client reads it."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from cfdb.dialect import Tell
from cfdb.dialects import programs
from cfdb.dialects.mysql.connection import Link
from cfdb.dialects.mysql.queries import query
from cfdb.dialects.programs import PIECE, Command, Program
from cfdb.errors import ProgramError
from cfdb.model.url import Url

SUFFIX = ".sql.gz"

PLACES = (
    "/usr/local/mysql/bin",
    "/opt/homebrew/opt/m*sql*/bin",
    "/opt/homebrew/opt/mariadb*/bin",
    "/usr/local/opt/m*sql*/bin",
    "/usr/local/opt/mariadb*/bin",
)
"""Where packages for macOS put programs that are on nobody's PATH."""

DUMPERS = {"mariadb": ("mariadb-dump", "mysqldump"), "mysql": ("mysqldump", "mariadb-dump")}
CLIENTS = {"mariadb": ("mariadb", "mysql"), "mysql": ("mysql", "mariadb")}
"""By the vendor of the server, the best first: each vendor's programs know their own server better."""

DUMP = (
    "--single-transaction",
    "--quick",
    "--routines",
    "--triggers",
    "--events",
    "--hex-blob",
    # Rights to see the server's tablespaces are an administrator's.
    "--no-tablespaces",
)
"""One instant of all InnoDB tables, without a lock on any; no CREATE DATABASE, so that it fits into any database."""

HISTORY_SINCE = (10, 11)
"""The MariaDB whose server takes old rows from a dump, and whose mariadb-dump writes them."""

RELEASE = re.compile(r"(\d+)\.(\d+)\.\d+-MariaDB")

HEAD = (b"-- MariaDB dump", b"-- MySQL dump", b"/*!999999\\- enable the sandbox", b"/*M!999999\\- enable the sandbox")
END = b"-- Dump completed"
TAIL = 512
"""Bytes at the end of a dump that hold its last comment."""

USED = re.compile(rb"^--\n-- Current Database: (`(?:[^`]|``)*`)\n", re.MULTILINE)
"""What stands before the USE of a dump of several databases. No row looks like it: line ends are escaped there."""

SANDBOX = re.compile(rb"/\*M?!999999\\- enable the sandbox mode \*/ *")
"""For MariaDB's client alone; MySQL's takes it for an error."""

DEFINER = re.compile(rb"(?<=DEFINER=)`(?:[^`]|``)*`(?:@`(?:[^`]|``)*`)?")
OF_DATABASE = re.compile(rb"^ALTER DATABASE `(?:[^`]|``)*` ")

HINTS = {
    "Access denied": "a backup needs SELECT, SHOW VIEW, TRIGGER and EVENT on the database, a restore all rights on it",
    "SET USER": "restore with an account that may, or leave out definers with --no-owner",
    "SET_USER_ID": "restore with an account that may, or leave out definers with --no-owner",
    "SET_ANY_DEFINER": "restore with an account that may, or leave out definers with --no-owner",
    "SUPER privilege": "restore with an account that has it, or leave out definers with --no-owner",
    "log_bin_trust_function_creators": "have it set on the server: functions are part of the backup",
    "No space left": "make room, or choose another place",
    "Unknown collation": "the backup is of another version: this server is older, or of the other vendor",
    "Lost connection": "the server closed the connection: is max_allowed_packet large enough?",
}
"""What to do, by what the programs say."""


def dump(link: Link, url: Url, file: Path, folders: Sequence[Path], tell: Tell, *, name: str) -> None:
    """Write the whole database as SQL into `file`; compressed, unless it is to be called `….sql`.

    What of it cannot be written is told.
    """
    program = _program(DUMPERS[link.vendor], link.vendor, folders)
    with _login(link, url, program) as options:
        command: Command = [
            program.path,
            f"--defaults-file=/dev/fd/{options}",
            *DUMP,
            *_history(link, program, tell),
            "--default-character-set=utf8mb4",
        ]
        if not _is_mariadb(program):
            # What a foreign server does not know, or only a replica needs.
            command += ["--set-gtid-purged=OFF", "--column-statistics=0"]
        # The name of a database may begin with a dash.
        command += ["--", url.database]
        tail = b""
        with (
            programs.running(
                command, _environment(), stdout=subprocess.PIPE, secrets=(url.password,), files=(options,)
            ) as running,
            _written(file, plain=name.endswith(".sql")) as out,
        ):
            for piece in running.pieces():
                out.write(piece)
                tail = (tail + piece)[-TAIL:]
            _check(program, running.finish())
    if END not in tail:
        raise ProgramError(f"{program.path.name} ended before the dump was complete")


def check(file: Path) -> None:
    """Raises ProgramError where `file` is no dump of this kind, or one that was torn off. Reads all of it."""
    head = tail = b""
    for piece in _read(file):
        if found := USED.search(tail + piece):
            raise ProgramError(
                f"{file} would go into {found[1].decode(errors='replace')}, whatever the target is",
                hint="take the dump of one database, without --databases and --all-databases",
            )
        head = head or piece[:TAIL]
        tail = (tail + piece)[-TAIL:]
    if not head.startswith(HEAD):
        raise ProgramError(
            f"{file} is no backup that 'cfdb backup', mariadb-dump or mysqldump made",
            hint="the dump of one database is needed, as SQL or compressed with gzip",
        )
    if END not in tail:
        raise ProgramError(f"{file} is not complete: its end is missing", hint="take another backup")


def load(link: Link, url: Url, file: Path, folders: Sequence[Path], *, clean: bool, owners: bool) -> None:
    """Bring a dump back. Neither server can do that in one transaction: where it fails, a part of it is there."""
    program = _program(CLIENTS[link.vendor], link.vendor, folders)
    if clean:
        _drop_all(link)
    with _login(link, url, program) as options:
        command: Command = [
            program.path,
            f"--defaults-file=/dev/fd/{options}",
            "--default-character-set=utf8mb4",
            "--batch",
            "--binary-mode",
        ]
        command.append(f"--database={url.database}")
        with programs.running(
            command, _environment(), stdin=subprocess.PIPE, secrets=(url.password,), files=(options,)
        ) as running:
            torn = ""
            try:
                for line in _fitted(_lines(file), url.database, sandbox=_is_mariadb(program), owners=owners):
                    running.pour(line)
                running.pour(b"", last=True)
            except BrokenPipeError:
                torn = "it ended before the backup did"
            _check(program, running.finish() or torn, "; what came before is in place: restore again with --clean")


def _history(link: Link, program: Program, tell: Tell) -> list[str]:
    """The option that writes the old rows of system-versioned tables, where there are any and it can be had."""
    tables = link.records(query("catalog/versioned"))
    if not tables:
        return []
    able = _release(program.banner) >= HISTORY_SINCE and _release(tables[0]["version"]) >= HISTORY_SINCE
    if able and not any(table["by_transaction"] for table in tables):
        return ["--dump-history"]
    names = ", ".join(table["name"] for table in tables)
    tell(f"warning: the backup holds what is in {names} now, not the history: mariadb-dump cannot write that")
    return []


def _release(banner: str) -> tuple[int, int]:
    found = RELEASE.search(banner)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def content(link: Link) -> dict[str, int]:
    """How many objects of which kind are in the database, cfdb's own among them."""
    return {str(kind).lower(): int(number) for kind, number in link.ask(query("catalog/content"))}


def _drop_all(link: Link) -> None:
    dropped: dict[str, list[str]] = {}
    for kind, name in link.ask(query("catalog/droppable")):
        dropped.setdefault(str(kind), []).append("`" + str(name).replace("`", "``") + "`")
    link.ask("SET SESSION foreign_key_checks = 0")
    for kind, names in dropped.items():
        if kind in ("TABLE", "VIEW", "SEQUENCE"):
            # As one statement: it begins when it has all of its locks, so that a busy table loses nothing.
            link.ask(f"DROP {kind} IF EXISTS {', '.join(names)}")
            continue
        for name in names:
            link.ask(f"DROP {kind} IF EXISTS {name}")
    link.ask("SET SESSION foreign_key_checks = 1")


def _fitted(lines: Iterable[bytes], database: str, *, sandbox: bool, owners: bool) -> Iterator[bytes]:
    """The lines of a dump for this client and this database. Rows are left alone: they begin with INSERT."""
    ours = b"ALTER DATABASE `" + database.replace("`", "``").encode() + b"` "
    for number, line in enumerate(lines):
        if number == 0 and not sandbox:
            yield SANDBOX.sub(b"", line, count=1)
        elif line.startswith(b"ALTER DATABASE `"):
            # Around what was made under another collation; it names the database that the dump came from.
            yield OF_DATABASE.sub(lambda _: ours, line, count=1)
        elif not owners and line.startswith((b"/*!50", b"CREATE DEFINER=")):
            yield DEFINER.sub(b"CURRENT_USER", line, count=1)
        else:
            yield line


def _lines(file: Path) -> Iterator[bytes]:
    with _opened(file) as opened:
        yield from opened


def _read(file: Path) -> Iterator[bytes]:
    try:
        with _opened(file) as opened:
            while piece := opened.read(PIECE):
                yield piece
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ProgramError(f"{file} is not complete, or damaged: {error}", hint="take another backup") from error


def _opened(file: Path) -> BinaryIO:
    with file.open("rb") as opened:
        compressed = opened.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(file, "rb")) if compressed else file.open("rb")


@contextmanager
def _written(file: Path, *, plain: bool) -> Iterator[BinaryIO]:
    with file.open("wb") as raw:
        if plain:
            yield raw
        else:
            with gzip.GzipFile("", "wb", 6, raw) as packed:
                yield cast(BinaryIO, packed)


@contextmanager
def _login(link: Link, url: Url, program: Program) -> Iterator[int]:
    """The open file of options that makes a program connect as the session did.

    Nobody's own option files are read beside it.
    """
    raw = link.raw
    values: dict[str, bytes] = {"user": _bytes(raw.user), "password": _bytes(raw.password)}
    if raw.unix_socket:
        values["socket"] = _bytes(raw.unix_socket)
    else:
        # The programs take localhost for a socket, the driver does not.
        values |= {"host": _bytes(raw.host), "port": str(raw.port).encode(), "protocol": b"tcp"}
        values |= {key: value.encode() for key, value in _tls(url, mariadb=_is_mariadb(program)).items()}
    values["loose-max-allowed-packet"] = b"1073741824"
    lines = [b"[client]", *(key.encode() + b'="' + _escaped(value) + b'"' for key, value in values.items())]
    with programs.nameless(b"\n".join((*lines, b""))) as file:
        yield file


def _tls(url: Url, *, mariadb: bool) -> dict[str, str]:
    """The URL's TLS options as those of the programs. MariaDB's know no verify_ca: they verify the name, too."""
    files = {f"ssl-{key[4:]}": url.options[key] for key in ("ssl_ca", "ssl_cert", "ssl_key") if url.options.get(key)}
    mode = url.options.get("ssl_mode", "").lower()
    mode = mode or ("verify_ca" if "ssl-ca" in files else "required" if files else "preferred")
    if not mariadb:
        # Without TLS, the server's key is what a password is sent under.
        return {**files, "ssl-mode": mode.upper(), "loose-get-server-public-key": "1"}
    if mode == "disabled":
        return {"skip-ssl": "1"}
    verify = "1" if mode.startswith("verify") else "0"
    return {**files, **({} if mode == "preferred" else {"ssl": "1"}), "ssl-verify-server-cert": verify}


def _escaped(value: bytes) -> bytes:
    return value.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n").replace(b"\r", b"\\r")


def _bytes(value: str | bytes | None) -> bytes:
    return value.encode() if isinstance(value, str) else value or b""


def _environment() -> dict[str, str]:
    """Without what the programs would read a password or a server from."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("MYSQL_", "MARIADB_"))}


def _program(names: Sequence[str], vendor: str, folders: Sequence[Path]) -> Program:
    found = [program for name in names for program in programs.find(name, folders, PLACES)]
    if not found:
        raise ProgramError(
            f"{' or '.join(names)} is needed, and was not found",
            hint="install it, for example: apt-get install mariadb-client, or put its folder on PATH",
        )
    # On Debian, mysqldump is a link to MariaDB's: what a program is, only itself can tell.
    return next((program for program in found if _is_mariadb(program) == (vendor == "mariadb")), found[0])


def _is_mariadb(program: Program) -> bool:
    return "mariadb" in program.banner.lower()


def _check(program: Program, problem: str, state: str = "") -> None:
    if problem:
        hint = next((hint for said, hint in HINTS.items() if said in problem), "")
        raise ProgramError(f"{program.path.name} failed: {problem}{state}", hint=hint)
