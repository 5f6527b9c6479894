"""Where the URL of the target comes from, seen by where cfdb knocks: a port on which nobody listens."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from cfdb.cli.app import run
from cfdb.servers import embedded

CONFIG = """\
[databases.main]
url = {{ env = "MAIN_URL" }}

[environments.variable]
url = {{ env = "THE_URL" }}

[environments.file]
url = {{ file = "secret/url" }}

[environments.command]
url = {{ command = "echo postgresql://command:hunter2@127.0.0.1:{port}/x; echo more" }}

[environments.failing]
url = {{ command = "echo hunter2 >&2; exit 3" }}

[environments.literal]
url = "postgresql://literal:hunter2@127.0.0.1:{port}/x"

[environments.each.urls]
main = "postgresql://each:hunter2@127.0.0.1:{port}/x"

[environments.pattern]
url = "postgresql://pattern:hunter2@127.0.0.1:{port}/{{database}}_1"
"""


@pytest.fixture
def port() -> Iterator[int]:
    """Taken, and closed to everybody."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield int(taken.getsockname()[1])


@pytest.fixture
def project(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "cfdb.toml").write_text(CONFIG.format(port=port), encoding="utf-8")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "url").write_text(f"postgresql://file:hunter2@127.0.0.1:{port}/x\nmore\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("CFDB_URL", "DATABASE_URL", "MAIN_URL", "THE_URL", "PGPASSWORD", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int) -> str:
    assert run(["status", *words]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert "hunter2" not in err
    return err


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", ["variable", "file", "command", "literal", "each", "pattern"])
def test_environments(
    name: str, port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THE_URL", f"postgresql://variable:hunter2@127.0.0.1:{port}/x")
    monkeypatch.setenv("DATABASE_URL", "postgresql://not-this-one/x")
    database = "main_1" if name == "pattern" else "x"
    found = said(capsys, "--env", name, code=2)
    assert f"postgresql://{name}:***@127.0.0.1:{port}/{database} cannot be reached" in found


@pytest.mark.usefixtures("project")
def test_the_nearest_url_wins(port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def url(user: str) -> str:
        return f"postgresql://{user}:hunter2@127.0.0.1:{port}/x"

    monkeypatch.setenv("MAIN_URL", url("config"))
    assert "//config:" in said(capsys, code=2)
    monkeypatch.setenv("DATABASE_URL", url("general"))
    assert "//general:" in said(capsys, code=2)
    monkeypatch.setenv("CFDB_URL", url("ours"))
    assert "//ours:" in said(capsys, code=2)
    assert "//literal:" in said(capsys, "--env", "literal", code=2)
    assert "//given:" in said(capsys, "--env", "literal", "--url", url("given"), code=2)


def test_a_secret_that_is_not_there_names_where_it_should_be(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "secret" / "url").unlink()
    assert "environment variable THE_URL" in said(capsys, "--env", "variable", code=64)
    assert "secret/url" in said(capsys, "--env", "file", code=64)
    assert "its command ended with 3" in said(capsys, "--env", "failing", code=64)
    assert "environment variable MAIN_URL" in said(capsys, code=64)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hunter2@127.0.0.1:{port}/x?sslmode=nonsense",
        "postgresql://me:hunter2@127.0.0.1:{port}/x?no_such_option=1",
        "postgresql://me:hunter2@127.0.0.1:{port}/x?connect_timeout=soon",
        "postgresql://127.0.0.1:{port}/x?password=hunter2",
    ],
)
def test_no_error_shows_the_password(url: str, port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "--url", url.format(port=port)]) in (2, 64)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert "hint: " in err
    assert "hunter2" not in err
    assert "internal" not in err


@pytest.mark.parametrize(
    "words", [["test", "phase", "9"], ["plan", "phase", "9"], ["verify", "phase", "9"]], ids=" ".join
)
def test_no_server_is_started_for_a_typing_error(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def start(*_: object) -> None:
        raise AssertionError("a server was started")

    monkeypatch.setattr(embedded, "ensure", start)
    monkeypatch.setattr(embedded, "throwaway", start)
    for name in ("CFDB_URL", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    assert run(["init", str(tmp_path)]) == 0
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()
    assert run(words) == 64
    assert "phase 9 does not exist" in capsys.readouterr().err


def test_an_environment_of_a_project_without_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cfdb.toml").write_text("[databases.main]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["plan", "--env", "staging"]) == 64
    assert 'hint: add [environments.staging] with url = { env = "…" } to cfdb.toml' in capsys.readouterr().err


@pytest.mark.parametrize("name", ["CFDB_URL", "DATABASE_URL"])
def test_a_url_of_the_wrong_kind_says_where_it_came_from(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cfdb.toml").write_text("[databases.main]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, "mysql://me:hunter2@127.0.0.1/x")
    assert run(["status"]) == 64
    assert f"hint: it comes from {name}: unset that, or give --url" in capsys.readouterr().err
    assert run(["status", "--url", "mysql://you@127.0.0.1/x"]) == 64
    assert "hint: give the URL of a server of that kind" in capsys.readouterr().err
