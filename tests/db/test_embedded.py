"""The embedded server: made anywhere, shared by everybody, brought back from anything, and gone when told so."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import cfdb
from cfdb.cli.app import run as cfdb_run
from cfdb.errors import EmbeddedUnavailable, ServerError
from cfdb.servers import cluster, embedded, sockets
from cfdb.servers.embedded import SHARED, Running

ROOT = os.geteuid() == 0


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account can enter, as projects outside of /root are."""
    folder = Path(tempfile.mkdtemp(prefix="cfdb test ", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    embedded.destroy(folder / ".cfdb")
    shutil.rmtree(folder)


@pytest.fixture
def closed_folder(tmp_path: Path) -> Iterator[Path]:
    """pytest's own folders are for their owner only: as root, the server's account cannot get there."""
    yield tmp_path
    embedded.destroy(tmp_path / ".cfdb")


@pytest.fixture
def home(open_folder: Path) -> Path:
    return open_folder / ".cfdb"


def works(up: Running) -> bool:
    with psycopg.connect(up.url("postgres")) as connection:
        return connection.execute("SELECT 6 * 7").fetchone() == (42,)


def pid(up: Running) -> int:
    found = cluster.running(up.cluster)
    assert found is not None
    return found


def test_it_is_made_and_started_once(home: Path) -> None:
    first = embedded.ensure(home)
    second = embedded.ensure(home)
    assert first.started_now
    assert not second.started_now
    assert pid(first) == pid(second)
    assert works(second)
    assert first.version.startswith("18.")
    assert (home / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    "name",
    ["with space", "quo'te \"s", "$HOME `id` ;#", "päth ☃", "/".join(["long" * 12] * 4)],
    ids=["space", "quotes", "shell", "unicode", "long"],
)
def test_any_path_will_do(open_folder: Path, name: str) -> None:
    """The shell, libpq's URL and the 107 bytes of a unix socket's address are not the user's problem."""
    home = open_folder / name / ".cfdb"
    try:
        assert works(embedded.ensure(home))
    finally:
        assert embedded.destroy(home)


def test_a_folder_that_the_servers_account_cannot_enter(closed_folder: Path) -> None:
    """As root the data goes to a place where it can; `.cfdb` has a link to it, and destroy takes both."""
    home = closed_folder / ".cfdb"
    up = embedded.ensure(home)
    assert works(up)
    assert (home / "postgresql").is_symlink() == ROOT
    assert embedded.destroy(home)
    assert not up.cluster.data.exists()
    assert not os.path.lexists(home / "postgresql")
    if ROOT:
        assert up.cluster.data.parent.parent == SHARED
        assert not up.cluster.data.parent.exists()


def test_ten_at_once_share_one_server(home: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from cfdb.servers import cluster, embedded;"
        "up = embedded.ensure(Path(sys.argv[1])); print(cluster.running(up.cluster), up.started_now)"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(home)], stdout=subprocess.PIPE, text=True) for _ in range(10)
    ]
    said = [run.communicate(timeout=60)[0].split() for run in runs]
    assert all(run.returncode == 0 for run in runs)
    assert len({pid for pid, _ in said}) == 1
    assert sum(started == "True" for _, started in said) == 1


def test_it_comes_back_after_a_kill(home: Path) -> None:
    up = embedded.ensure(home)
    os.kill(pid(up), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while embedded.running(home) and time.monotonic() < deadline:
        time.sleep(0.02)
    again = embedded.ensure(home)
    assert again.started_now
    assert works(again)


def test_a_stale_pid_file_of_another_program_is_no_obstacle(home: Path) -> None:
    """After a reboot the number in postmaster.pid may be anybody's: here it is our own."""
    up = embedded.ensure(home)
    file = up.cluster.data / "postmaster.pid"
    lines = file.read_text().splitlines()
    embedded.stop(home)
    file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert embedded.running(home) is None
    assert works(embedded.ensure(home))


def test_a_half_made_data_directory_is_started_over(home: Path) -> None:
    half = home / "postgresql.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert works(embedded.ensure(home))
    assert not half.exists()


def test_a_socket_folder_that_is_gone_is_made_again(home: Path) -> None:
    up = embedded.ensure(home)
    embedded.stop(home)
    for folder in sockets.candidates(up.cluster.data, up.cluster.account):
        shutil.rmtree(folder, ignore_errors=True)
    assert works(embedded.ensure(home))


def test_a_planted_socket_folder_is_refused(home: Path) -> None:
    """Who could enter the folder could be the superuser: it is for its owner only, or it is not used."""
    up = embedded.ensure(home)
    embedded.stop(home)
    folder = sockets.candidates(up.cluster.data, up.cluster.account)[0]
    folder.mkdir(mode=0o700)
    folder.chmod(0o777)
    try:
        with pytest.raises(ServerError, match="open to other users"):
            embedded.ensure(home)
    finally:
        folder.rmdir()
    assert works(embedded.ensure(home))


def test_only_the_owner_can_enter_the_socket_folder(home: Path) -> None:
    up = embedded.ensure(home)
    folder = Path(up.url("postgres").partition("host=")[2])
    assert folder.stat().st_mode & 0o777 == 0o700


def test_it_outlives_the_processes_that_started_it(home: Path) -> None:
    """A Ctrl-C, or the end of a CI step, goes to the process group; the server is in none of theirs."""
    code = (
        "import sys, time; from pathlib import Path; from cfdb.servers import embedded;"
        "embedded.ensure(Path(sys.argv[1])); print('up', flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", code, str(home)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert starter.stdout is not None
    assert starter.stdout.readline() == "up\n"
    os.killpg(starter.pid, signal.SIGKILL)
    starter.wait()
    starter.stdout.close()
    up = embedded.running(home)
    assert up is not None
    assert works(up)


def test_a_pipe_to_the_starter_is_not_held_open(home: Path) -> None:
    """`cfdb apply | tee log` ends when cfdb does, not when the server does."""
    code = "import sys; from pathlib import Path; from cfdb.servers import embedded; embedded.ensure(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(home)], capture_output=True, timeout=30, check=True)
    assert embedded.running(home) is not None


def test_stop_and_destroy_leave_nothing(home: Path) -> None:
    up = embedded.ensure(home)
    folder = Path(up.url("postgres").partition("host=")[2])
    assert embedded.stop(home)
    assert not embedded.stop(home)
    assert not folder.exists()
    assert embedded.destroy(home)
    assert not embedded.destroy(home)
    assert sorted(path.name for path in home.iterdir()) == [".gitignore", "postgresql.lock"]


def test_data_of_another_major_version_says_what_to_do(home: Path) -> None:
    data = home / "postgresql"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("13\n")
    with pytest.raises(ServerError, match="made by PostgreSQL 13") as caught:
        embedded.ensure(home)
    assert "cfdb server destroy" in caught.value.hint


def test_without_the_wheel_the_message_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(embedded, "PACKAGE", "no_such_wheel")
        with pytest.raises(EmbeddedUnavailable) as caught:
            embedded.ensure(home)
    assert "--url" in caught.value.hint


def test_a_start_that_fails_shows_the_servers_own_words(home: Path) -> None:
    up = embedded.ensure(home)
    embedded.stop(home)
    with (up.cluster.data / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = on\n")
    with pytest.raises(ServerError, match="no_such_setting"):
        embedded.ensure(home)


def test_throwaway_is_gone_afterwards() -> None:
    with embedded.throwaway() as up:
        assert works(up)
        data = up.cluster.data
        folder = Path(up.url("postgres").partition("host=")[2])
    assert not data.parent.exists()
    assert not folder.exists()


@pytest.mark.skipif(not ROOT, reason="the other tests run as an ordinary user already")
def test_an_ordinary_user_needs_no_root(open_folder: Path) -> None:
    """The same as `nobody`, with an interpreter that nobody can reach; HOME is not there."""
    python = f"/usr/bin/python3.{sys.version_info.minor}"
    if not Path(python).exists():
        pytest.skip(f"no {python} for an ordinary user on this machine")
    spec = embedded.binaries().parents[2]
    source = Path(cfdb.__file__).parent.parent
    if any(not path.stat().st_mode & 0o001 for start in (spec, source) for path in (start, *start.parents)):
        pytest.skip("this checkout is for root only")
    home = open_folder / "of nobody"
    home.mkdir()
    shutil.chown(home, "nobody")
    code = (
        f"import sys; sys.path[:0] = [{str(source)!r}, {str(spec)!r}]; from pathlib import Path;"
        "from cfdb.servers import cluster, embedded; home = Path(sys.argv[1]) / '.cfdb';"
        "up = embedded.ensure(home); print(up.started_now, up.cluster.data.is_symlink());"
        "print(embedded.ensure(home).started_now, embedded.destroy(home))"
    )
    done = subprocess.run(
        [python, "-c", code, str(home)],
        user="nobody",
        group=home.stat().st_gid,
        extra_groups=[],
        env={"PATH": os.defpath, "HOME": "/nonexistent"},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == ["True", "False", "False", "True"], done.stderr


def test_the_commands(open_folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(open_folder)
    assert cfdb_run(["init"]) == 0
    assert cfdb_run(["server", "url"]) == 64
    assert "cfdb server start" in capfd.readouterr().err
    assert cfdb_run(["server", "start"]) == 0
    assert cfdb_run(["apply"]) == 0
    capfd.readouterr()
    assert cfdb_run(["server", "url"]) == 0
    with psycopg.connect(capfd.readouterr().out.strip()) as connection:
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (0,)
    assert cfdb_run(["server", "stop"]) == 0
    assert cfdb_run(["status"]) == 0, "the first command that needs the server starts it, and the data is still there"
    assert cfdb_run(["server", "destroy"]) == 1, "nobody is there to say yes"
    assert cfdb_run(["server", "destroy", "--yes"]) == 0
