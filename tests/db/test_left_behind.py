"""A throw-away server ends with whoever started it: asked, killed, or killed before the server was up.

On the newest PostgreSQL, which is the one that cfdb starts.
"""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from stage import DEBIAN_15, MakeProject, Spawn, until

pytestmark = pytest.mark.newest

KINDS = {
    "postgresql": "from cfdb.servers import embedded as kind",
    "mariadb": "from cfdb.servers import mariadb as kind",
}
PROGRAM = """
import sys, tempfile, time
tempfile.tempdir = {temp!r}
{kind}
with kind.throwaway({binaries}) as server:
    print("up", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def temp() -> Iterator[Path]:
    """A temporary directory that every account gets through to, as /tmp is."""
    with tempfile.TemporaryDirectory(prefix="t") as folder:
        Path(folder).chmod(0o1777)
        yield Path(folder)


def started(kind: str, temp: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(kind=KINDS[kind], temp=str(temp), binaries="")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def at_work(temp: Path) -> list[str]:
    """Command lines that name something in `temp`; that of the program above does so without a slash behind it."""
    shown = subprocess.run(["ps", "-axww", "-o", "command="], capture_output=True, text=True, check=True).stdout
    return [line for line in shown.splitlines() if f"{temp}/" in line]


def assert_nothing_is_left(temp: Path) -> None:
    until(lambda: not at_work(temp), seconds=40, what="the end of the server")
    until(lambda: not list(temp.iterdir()), seconds=40, what="the end of its folder")


@pytest.mark.parametrize("kind", KINDS)
def test_killed_while_the_server_is_up(kind: str, temp: Path) -> None:
    with started(kind, temp) as running:
        assert running.stdout
        assert running.stdout.readline() == "up\n"
        assert at_work(temp)
        running.kill()
    assert_nothing_is_left(temp)


@pytest.mark.parametrize("kind", KINDS)
def test_killed_while_its_data_is_made(kind: str, temp: Path) -> None:
    """What makes the data directory goes on by itself where nobody ends it."""
    with started(kind, temp) as running:
        until(lambda: [line for line in at_work(temp) if "initdb" in line or "install-db" in line], what="the start")
        running.kill()
    assert_nothing_is_left(temp)


@pytest.mark.parametrize("kind", KINDS)
def test_end_that_was_meant_leaves_nobody(kind: str, temp: Path) -> None:
    """Neither a server nor who watched over it."""
    with started(kind, temp) as running:
        assert running.stdout
        assert running.stdout.readline() == "up\n"
        running.communicate("\n", timeout=60)
    assert at_work(temp) == []
    assert list(temp.iterdir()) == []


def test_watchdog_that_was_killed_is_no_obstacle(temp: Path) -> None:
    with started("postgresql", temp) as running:
        assert running.stdout
        assert running.stdout.readline() == "up\n"
        (dog,) = subprocess.run(
            ["pgrep", "-P", str(running.pid), "-f", "watchdog"], capture_output=True, text=True, check=True
        ).stdout.split()
        os.kill(int(dog), signal.SIGKILL)
        running.communicate("\n", timeout=60)
        assert running.returncode == 0
    assert at_work(temp) == []
    assert list(temp.iterdir()) == []


ORDINARY = {
    "mariadb": (KINDS["mariadb"], ""),
    "postgresql": (
        "from pathlib import Path; from cfdb.servers import cluster as kind",
        f"Path({str(DEBIAN_15)!r})",
    ),
}


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests are those of an ordinary user")
@pytest.mark.parametrize("kind", ORDINARY)
def test_killed_as_an_ordinary_user(kind: str, temp: Path) -> None:
    """Server and watchdog run as the one who started them."""
    importing, binaries = ORDINARY[kind]
    program = PROGRAM.format(kind=importing, temp=str(temp), binaries=binaries)
    nobody = pwd.getpwnam("nobody")
    options: Any = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}
    python = next(
        (
            path
            for path in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3")
            if runs(path, importing, options)
        ),
        None,
    )
    if python is None or (kind == "postgresql" and not DEBIAN_15.is_dir()):
        pytest.skip("the account nobody has no Python, or no server, that it could run")
    with subprocess.Popen(
        [python, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == "up\n"
        running.kill()
    assert_nothing_is_left(temp)


def runs(python: str, code: str, options: Any) -> bool:
    try:
        return subprocess.run([python, "-c", code], capture_output=True, check=False, **options).returncode == 0
    except OSError:
        return False


def test_killed_test_command(
    make_project: MakeProject, temp: Path, spawn: Spawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The throw-away server of `cfdb test`, in the middle of its work."""
    project = make_project()
    monkeypatch.chdir(project.root)
    project.migration("001", "slow", "SELECT pg_sleep(60);", "SELECT 1;")
    running = spawn("test", environment={"TMPDIR": str(temp)})
    assert running.process.stderr
    assert any("apply migration 001" in line for line in running.process.stderr)
    assert at_work(temp)
    running.kill()
    assert_nothing_is_left(temp)
