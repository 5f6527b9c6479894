"""Programs that come with a server, such as pg_dump: found, run, and ended when we are."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from cfdb.errors import ProgramError

PATIENCE = 10.0
"""Seconds that a program has to end when it is asked to."""

PIECE = 1 << 20

LAST = 8192
"""Bytes of what a program said that are looked at."""

SHOWN = 3
"""Lines of it that are shown."""

Command = list[str | Path]
"""A program and its arguments. No secret is among them: everybody may read the process list."""

COMPLAINT = re.compile(r"\b(?:error|fatal|panic|failed)\b", re.IGNORECASE)
FOREWORD = re.compile(r"^(?:(?:pg_|psql|maria|mysql)[\w-]*: )?(?:psql:<stdin>:\d+: )?(?:(?:error|ERROR|FATAL): +)*")


@dataclass(frozen=True, slots=True)
class Program:
    """A program that runs here. `banner` is what it says to --version."""

    path: Path
    banner: str


def find(name: str, folders: Iterable[Path], places: Iterable[str] = ()) -> list[Program]:
    """Every `name` that runs here: in `folders`, in `places`, which may hold `*`, and on PATH."""
    on_path = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    elsewhere = [folder for place in places for folder in sorted(Path("/").glob(place.lstrip("/")), reverse=True)]
    # PATH comes last: what Debian puts there is a script that guesses which version is meant.
    paths = dict.fromkeys(folder / name for folder in (*folders, *elsewhere, *on_path))
    # os.access, as `is_file` raises for a folder that we may not look into: after `su`, PATH may hold some of root's.
    return [Program(path, said) for path in paths if os.access(path, os.X_OK) and (said := banner(path))]


@cache
def banner(path: Path) -> str:
    """What a program says to --version; nothing where it does not run."""
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


class Running:
    """A program at work, and what it says on standard error."""

    def __init__(self, process: subprocess.Popen[bytes], said: IO[bytes], secrets: Sequence[str]) -> None:
        self.process = process
        self.name = Path(str(process.args[0])).name  # type: ignore[index]
        self._said = said
        self._secrets = secrets

    def pour(self, text: bytes, *, last: bool = False) -> None:
        """Write into its standard input. Raises BrokenPipeError where it has ended."""
        assert self.process.stdin is not None
        self.process.stdin.write(text)
        if last:
            self.process.stdin.close()

    def pieces(self) -> Iterator[bytes]:
        """What it writes to its standard output, a piece at a time."""
        assert self.process.stdout is not None
        while piece := self.process.stdout.read(PIECE):
            yield piece

    def finish(self) -> str:
        """Wait for its end: nothing, or the last words of a program that failed, without secrets."""
        if self.process.wait() == 0:
            return ""
        return self.words or f"it ended with {self.process.returncode} and gave no reason"

    @property
    def words(self) -> str:
        size = os.fstat(self._said.fileno()).st_size
        text = os.pread(self._said.fileno(), LAST, max(0, size - LAST)).decode(errors="replace")
        for secret in self._secrets:
            # Taking out every "r" would make it unreadable, and tell the password.
            text = text.replace(secret, "***") if len(secret) > 2 else text
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        first = next(
            (number for number, line in enumerate(lines) if COMPLAINT.search(line)), max(0, len(lines) - SHOWN)
        )
        return "\n".join(FOREWORD.sub("", line) for line in lines[first : first + SHOWN])


@contextmanager
def nameless(text: bytes) -> Iterator[int]:
    """An open file with `text` that has no name: a program gets at it as /dev/fd/<number>, and nobody else.

    Where we are killed, no password lies about.
    """
    with tempfile.TemporaryFile() as file:
        file.write(text)
        file.flush()
        file.seek(0)
        yield file.fileno()


@contextmanager
def running(
    command: Command,
    environment: Mapping[str, str],
    *,
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    stdout: int | IO[bytes] = subprocess.DEVNULL,
    secrets: Sequence[str] = (),
    files: Sequence[int] = (),
) -> Iterator[Running]:
    """Start a program, which gets the open `files`, too. It does not outlive the block, whatever ends that."""
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                command, stdin=stdin, stdout=stdout, stderr=said, env=dict(environment), pass_fds=files
            )
        except OSError as error:
            raise ProgramError(f"{command[0]} cannot be started: {error.strerror}") from error
        try:
            yield Running(process, said, secrets)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
    if process.poll() is None:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream:
            # What could not be written to a program that has ended is of no interest any more.
            with suppress(OSError):
                stream.close()
