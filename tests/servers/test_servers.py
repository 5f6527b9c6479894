"""What is decided about servers before one is started."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from cfdb.errors import EmbeddedUnavailable, ServerError
from cfdb.servers import accounts, cluster, embedded, mariadb, process, sockets
from cfdb.servers.accounts import Account
from cfdb.servers.cluster import Cluster

ME = Account(os.geteuid(), os.getegid())


def test_a_socket_folder_follows_from_the_data_directory_and_its_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """A URL stays good when the server is started anew."""
    monkeypatch.setattr(tempfile, "tempdir", "/tmp")
    found = sockets.candidates(Path("/a"), ME)
    assert found == sockets.candidates(Path("/a/../a"), ME)
    others = (sockets.candidates(Path("/b"), ME), sockets.candidates(Path("/a"), Account(ME.uid + 1, 0)))
    assert found not in others
    assert len(found) == 1
    assert found[0].parent == Path("/tmp")


@pytest.mark.parametrize(
    ("temp", "used"),
    [
        ("/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T", True),
        ("/" + "t" * 100, False),
        ("/a,b", False),
        ("/grün", False),
        ('/a"b', False),
    ],
)
def test_a_temporary_directory_that_no_url_can_name_is_passed_over(
    temp: str, used: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", temp)
    folders = [str(folder.parent) for folder in sockets.candidates(Path("/a"), ME)]
    assert folders == ([temp, "/tmp"] if used else ["/tmp"])
    assert all(len(str(folder / sockets.FILE)) <= 103 for folder in sockets.candidates(Path("/a"), ME))


def test_only_folders_of_ours_are_removed(tmp_path: Path) -> None:
    for name in ("cfdb-1", "other"):
        (tmp_path / name).mkdir(mode=0o700)
        sockets.remove(tmp_path / name, ME)
    (tmp_path / "cfdb-2").mkdir(mode=0o700)
    (tmp_path / "cfdb-2" / "precious").touch()
    sockets.remove(tmp_path / "cfdb-2", ME)
    sockets.remove(tmp_path / "cfdb-3", ME)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["cfdb-2", "other"]


def test_who_listens() -> None:
    """A full queue has somebody who owns it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name, socket.socket(socket.AF_UNIX) as busy:
        assert sockets.listener(Path(name)) is None
        busy.bind(f"{name}/{sockets.FILE}")
        assert sockets.listener(Path(name)) is None
        busy.listen(0)
        assert sockets.listener(Path(name)) == os.getpid()
        waiting = [socket.socket(socket.AF_UNIX) for _ in range(3)]
        for entry in waiting:
            entry.setblocking(False)
            with suppress(BlockingIOError):
                entry.connect(f"{name}/{sockets.FILE}")
        assert sockets.listener(Path(name)) == (0 if sys.platform == "linux" else None)
        for entry in waiting:
            entry.close()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\n",
        "12",
        "12\n/d\n1\n5432",
        "0\n/d\n1\n5432\n/s\n",
        "-1\na\nb\nc\nd\n",
        "²\na\nb\nc\nd\n",
        "x\x00\n\n\n\n\n",
    ],
)
def test_a_spoilt_postmaster_pid_names_nobody(tmp_path: Path, content: str) -> None:
    (tmp_path / "postmaster.pid").write_text(content, encoding="utf-8")
    server = Cluster(Path(), tmp_path, tmp_path / "log")
    assert cluster.running(server) is None
    assert not cluster.stop(server)
    with pytest.raises(ServerError, match="is not running"):
        cluster.url(server)


@pytest.mark.parametrize("number", [1 << 22, 1 << 40, 1 << 80])
def test_a_number_that_no_process_has(tmp_path: Path, number: int) -> None:
    (tmp_path / "postmaster.pid").write_text(f"{number}\n{tmp_path}\n1\n5432\n/s\n\n\nready\n", encoding="utf-8")
    server = Cluster(Path(), tmp_path, tmp_path / "log")
    assert cluster.running(server) is None
    assert not cluster.stop(server)


def test_a_url_is_encoded(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text("1\n/d\n1\n5432\n/tmp/c%f\n", encoding="utf-8")
    found = cluster.url(Cluster(Path(), tmp_path, tmp_path / "log"), "a b/ü?&")
    assert found == "postgresql://postgres@/a%20b%2F%C3%BC%3F%26?port=5432&host=/tmp/c%25f"


@pytest.mark.parametrize("name", ["/".join(["x" * 200] * 5), "two\nlines"])
def test_a_path_that_postgresql_cannot_take_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ServerError, match="too long, or has a line break"):
        cluster.init(Cluster(tmp_path, tmp_path / name, tmp_path / "log"))


def test_half_a_data_directory_is_none(tmp_path: Path) -> None:
    server = Cluster(Path(), tmp_path, tmp_path / "log")
    (tmp_path / "PG_VERSION").touch()
    assert not cluster.exists(server)
    (tmp_path / "global").mkdir()
    (tmp_path / "global" / "pg_control").touch()
    assert cluster.exists(server)


def test_a_zombie_is_dead() -> None:
    with subprocess.Popen(["sleep", "60"]) as child:
        assert process.alive(child.pid)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert not process.alive(child.pid) or sys.platform == "darwin"


def test_a_process_is_known_by_an_argument_of_its_own() -> None:
    with subprocess.Popen(["/bin/sh", "-c", "sleep 60; :", "sh", "/a/b c", "end"]) as child:
        assert process.within(5, lambda: process.runs(child.pid, Path("/a/b c")))
        assert not process.runs(child.pid, Path("/a/b"))
        child.kill()
    assert not process.runs(child.pid, Path("/a/b c"))


def test_a_server_learns_nothing_from_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "PGPASSWORD", "PGDATA", "LANG", "LC_CTYPE", "TZ"):
        monkeypatch.setenv(name, "ours")
    monkeypatch.delenv("PATH")
    known = accounts.environment()
    assert "ours" not in known.values()
    assert known["PATH"]


def test_a_program_that_is_not_there_is_an_error_of_ours() -> None:
    with pytest.raises(ServerError, match="cannot be run as"):
        accounts.run(ME, ["/nowhere/postgres"])
    assert not accounts.runs(ME, Path("/nowhere/postgres"))


def test_without_the_wheel_the_next_step_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PACKAGE", "cfdb_no_such_package")
    with pytest.raises(EmbeddedUnavailable, match="no wheel for") as caught:
        embedded.ensure(tmp_path / ".cfdb")
    assert "--url" in caught.value.hint
    assert "DATABASE_URL" in caught.value.hint
    assert not (tmp_path / ".cfdb").exists()


def test_where_there_is_no_server_there_is_nothing_to_do(tmp_path: Path) -> None:
    home = tmp_path / ".cfdb"
    assert embedded.running(home) is None
    assert not embedded.exists(home)
    assert not embedded.stop(home)
    assert not embedded.destroy(home)
    assert not home.exists()


def test_a_home_that_cannot_be_made_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ServerError, match=r"file/\.cfdb: not a directory"):
        embedded.ensure(tmp_path / "file" / ".cfdb")


def test_server_that_accepts_and_stays_silent_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A knock that lasts for ever would defeat the time that a start may take."""
    monkeypatch.setattr(mariadb, "START_TIMEOUT", 0.5)
    monkeypatch.setattr(mariadb, "KNOCK_TIMEOUT", 0.2)
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind("sock")
        silent.listen()
        (tmp_path / "log").write_text("up to something\n")
        with subprocess.Popen(["/bin/sleep", "60"]) as server:
            begun = time.monotonic()
            try:
                with pytest.raises(ServerError, match="up to something"):
                    mariadb._wait_until_ready(server, Path())
            finally:
                server.kill()
    assert time.monotonic() - begun < 10
