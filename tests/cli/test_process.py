"""cfdb as a process: what it imports, what it leaves in the process list, and streams of all kinds."""

import gc
import json
import os
import pty
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from cfdb import __main__ as entry
from cfdb.cli import PRIVATE_FROM, PRIVATE_URL
from cfdb.cli import app as application
from cfdb.errors import CfdbError

SECRET = "hunter2"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    files = {
        "cfdb.toml": "[databases.main]\n",
        "phases/main/phase_1_users/schema.sql": "-- cfdb: template\nSELECT '{{ hook }}', 'größer ✓';\n",
        "phases/main/phase_2_more/schema.sql": "SELECT 2;\nSELEC 3;\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "CFDB_", "DATABASE_URL"))}
    return kept | more


def cfdb(*words: str, cwd: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "cfdb", *words],
        cwd=cwd,
        env=environment(**more),
        capture_output=True,
        encoding=more.get("PYTHONIOENCODING", "utf-8"),
        timeout=60,
        check=False,
    )


def imported(*words: str) -> set[str]:
    """The packages that a command line loads."""
    found = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cfdb", *words],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in found.stderr.splitlines()}


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["--version"], {"typer", "click", "rich", "psycopg", "msgspec", "jinja2", "sqlglot", "postgast"}),
        (["--help"], {"rich", "psycopg", "msgspec", "jinja2", "sqlglot", "postgast", "junitparser"}),
        (["apply", "--help"], {"rich", "psycopg", "jinja2", "sqlglot", "postgast", "junitparser"}),
    ],
)
def test_starting_is_fast_because_little_is_loaded(words: list[str], unwanted: set[str]) -> None:
    found = imported(*words)
    assert "cfdb" in found
    assert not found & unwanted


SPELLINGS = [["--url", "{}"], ["--url={}"], ["-u", "{}"], ["-u{}"]]


@pytest.mark.parametrize(
    ("spelling", "url"),
    [
        *((spelling, "postgresql://me:{}@{}/shop") for spelling in SPELLINGS),
        (SPELLINGS[0], "postgresql://{1}/shop?password={0}"),
    ],
)
def test_a_password_is_out_of_the_process_list(spelling: list[str], url: str, shop: Path) -> None:
    """cfdb waits for a server that never answers, while we look at its command line."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        words = [word.format(url.format(SECRET, address)) for word in spelling]
        assert SECRET in "".join(words)
        running = subprocess.Popen(
            [sys.executable, "-m", "cfdb", "status", *words],
            cwd=shop,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        server.settimeout(30)
        connection, _ = server.accept()
        with connection:
            shown = command_line_of(running.pid)
        out, err = running.communicate(timeout=30)
    assert "cfdb" in shown
    assert SECRET not in shown
    assert SECRET not in out + err
    assert running.returncode == 2
    assert "cannot be reached" in err or "was lost" in err


def command_line_of(pid: int) -> str:
    entry = Path(f"/proc/{pid}/cmdline")
    if entry.exists():
        return entry.read_bytes().replace(b"\0", b" ").decode()
    return subprocess.run(
        ["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=True
    ).stdout


class Started(Exception):
    """Stands for execve, which does not come back."""


class WentOn(Exception):
    """Stands for the command line that would run in this very process."""


def started_again(words: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], str] | None:
    """The words and the URL with which the process would start again; None where it goes on as it is."""
    seen: list[tuple[list[str], str]] = []

    def execve(path: str, arguments: list[str], variables: Mapping[str, str]) -> None:
        assert path == sys.executable
        assert arguments[:4] == [sys.executable, "-P", "-m", "cfdb"]
        seen.append((arguments[4:], variables[PRIVATE_URL]))
        raise Started

    def go_on(_: Sequence[str]) -> int:
        raise WentOn

    monkeypatch.setattr(os, "execve", execve)
    monkeypatch.setattr(sys, "argv", ["cfdb", *words])
    monkeypatch.setattr(application, "run", go_on)
    monkeypatch.setattr(gc, "set_threshold", lambda *_: None)
    with pytest.raises((Started, WentOn)):
        entry.main()
    return seen[0] if seen else None


@pytest.mark.parametrize("spelling", SPELLINGS, ids=" ".join)
@pytest.mark.parametrize(
    "url",
    ["postgresql://me:hunter2@h/shop", "postgresql://me:a@b:c/d?e@h/shop", "postgresql://h/shop?password=hunter2"],
)
def test_a_url_with_a_password_goes_into_the_environment(
    spelling: list[str], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["apply", "phase", "3", *(word.format(url) for word in spelling), "--dry-run"]
    private = [word.format(f"env:{PRIVATE_URL}") for word in spelling]
    assert started_again(words, monkeypatch) == (["apply", "phase", "3", *private, "--dry-run"], url)


@pytest.mark.parametrize(
    "words",
    [
        ["apply", "--url", "postgresql://me@h/shop"],
        ["apply", "--url", "postgresql://h:5432/shop"],
        ["apply", "--url=postgresql:///shop?host=/run"],
        ["apply", "--url", f"env:{PRIVATE_URL}"],
        ["apply", "phase", "3"],
        ["bundle", "--var", "hook=https://me:pw@example/"],
        ["bundle", "--var=hook=https://example/?password=x"],
    ],
    ids=" ".join,
)
def test_what_is_no_target_with_a_password_is_left_alone(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert started_again(words, monkeypatch) is None


def test_both_urls_of_a_move_go_into_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = "mysql://me:hunter2@old/shop", "postgresql://me:hunter3@new/shop"
    seen: list[tuple[list[str], Mapping[str, str]]] = []

    def execve(_: str, arguments: list[str], variables: Mapping[str, str]) -> None:
        seen.append((arguments[4:], variables))
        raise Started

    monkeypatch.setattr(os, "execve", execve)
    monkeypatch.setattr(sys, "argv", ["cfdb", "data", "migrate", "--from", source, f"--url={target}"])
    with pytest.raises(Started):
        entry.main()
    ((words, variables),) = seen
    assert words == ["data", "migrate", "--from", f"env:{PRIVATE_FROM}", f"--url=env:{PRIVATE_URL}"]
    assert (variables[PRIVATE_FROM], variables[PRIVATE_URL]) == (source, target)


def test_short_options_may_stand_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-yuURL` is `-y -u URL` to Typer."""
    found = started_again(["rollback", "--all", "-yupostgresql://me:hunter2@h/shop"], monkeypatch)
    assert found == (["rollback", "--all", f"-yuenv:{PRIVATE_URL}"], "postgresql://me:hunter2@h/shop")


def test_a_variable_that_looks_like_a_url_is_a_variable(shop: Path) -> None:
    done = cfdb("bundle", "phase", "1", "--var", "hook=https://me:pw@example/?a=b", cwd=shop)
    assert (done.returncode, done.stderr) == (0, "")
    assert "SELECT 'https://me:pw@example/?a=b'" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        ["bundle", "phase", "2", "--var", "hook=x"],
        ["validate", "--format", "json"],
        ["apply", "phase", "9", "--format", "json"],
    ],
    ids=" ".join,
)
def test_nobody_reads_on(words: list[str], shop: Path) -> None:
    """As in `cfdb status | head -1`: no traceback, whatever is written into the closed pipe."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cfdb", *words],
            cwd=shop,
            env=environment(),
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writer)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert "Broken pipe" not in done.stderr


def test_head_takes_what_it_wants(shop: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"'{sys.executable}' -m cfdb --help | head -1"],
        cwd=shop,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("Usage: cfdb [OPTIONS] COMMAND [ARGS]...\n", "")


NARROW = [
    {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "latin1"},
]


@pytest.mark.parametrize("streams", NARROW, ids=lambda streams: " ".join(f"{k}={v}" for k, v in streams.items()))
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["graph"], 0),
        (["validate", "--format", "json"], 1),
        (["bundle", "phase", "1", "--var", "hook=é"], 0),
        (["apply", "phase", "größer", "--url", "postgresql://h/x"], 64),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_a_terminal_that_knows_few_letters(streams: dict[str, str], words: list[str], code: int, shop: Path) -> None:
    """Letters that it lacks become question marks."""
    done = subprocess.run(
        [sys.executable, "-m", "cfdb", *words],
        cwd=shop,
        env=environment(**streams),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"internal" not in done.stderr
    if "json" in words:
        assert json.loads(done.stdout.decode("latin1"))["ok"] is False


def test_without_a_terminal_there_are_no_escape_codes(shop: Path) -> None:
    for words in (["validate"], ["aply"]):
        done = cfdb(*words, cwd=shop, TERM="xterm-256color")
        assert "\x1b" not in done.stdout + done.stderr


def on_a_terminal(*words: str, cwd: Path, **more: str) -> str:
    """What a terminal gets to see."""
    ours, theirs = pty.openpty()
    try:
        running = subprocess.Popen(
            [sys.executable, "-m", "cfdb", *words],
            cwd=cwd,
            env=environment(**more),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        shown = b"".join(pieces(ours))
        running.wait(timeout=60)
    finally:
        os.close(ours)
    return shown.decode()


def pieces(terminal: int) -> Iterator[bytes]:
    """Linux ends a terminal with an error, others with nothing."""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            return
        if not piece:
            return
        yield piece


WRONG = [["validate"], ["apply", "phase", "9", "--url", "postgresql://h/x"]]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_on_a_terminal_there_is_colour(words: list[str], shop: Path) -> None:
    assert "\x1b[31m" in on_a_terminal(*words, cwd=shop, TERM="xterm-256color", NO_COLOR="")


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
@pytest.mark.parametrize("setting", [{"NO_COLOR": "1", "TERM": "xterm-256color"}, {"TERM": "dumb"}])
def test_who_wants_no_colour_gets_no_escape_codes(words: list[str], setting: dict[str, str], shop: Path) -> None:
    shown = on_a_terminal(*words, cwd=shop, **setting)
    assert "error" in shown
    assert "\x1b" not in shown


def test_both_ways_to_start_say_the_same(shop: Path) -> None:
    script = shutil.which("cfdb", path=str(Path(sys.executable).parent))
    assert script is not None
    one = subprocess.run([script, "--version"], capture_output=True, text=True, check=True, env=environment())
    assert one.stdout == cfdb("--version", cwd=shop).stdout == cfdb("-V", cwd=shop).stdout


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (KeyboardInterrupt(), 2, "error: interrupted"),
        (ZeroDivisionError("oh"), 2, "error: internal: ZeroDivisionError: oh"),
        (CfdbError("it failed"), 2, "error: it failed"),
    ],
)
def test_what_a_command_raises_becomes_words_and_an_exit_code(
    raised: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(**_: object) -> None:
        raise raised

    monkeypatch.setattr(application, "app", fail)
    monkeypatch.delenv("CFDB_TRACEBACK", raising=False)
    assert application.run(["apply"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(said)
    assert "Traceback" not in err
    assert application.run(["apply", "--format", "json"]) == code
    out, err = capsys.readouterr()
    assert (json.loads(out)["exit_code"], err) == (code, "")


def test_who_wants_a_traceback_can_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(application, "app", fail)
    monkeypatch.setenv("CFDB_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        application.run(["apply"])
