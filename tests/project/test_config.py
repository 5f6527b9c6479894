"""Finding cfdb.toml, and what makes a TOML file or one of its values unfit."""

from pathlib import Path

import pytest

from cfdb.errors import ProjectError
from cfdb.model.project import Secret
from cfdb.project import config, toml


def test_the_project_is_found_from_below(tmp_path: Path) -> None:
    (tmp_path / "cfdb.toml").write_text("[databases.main]\n", encoding="utf-8")
    below = tmp_path / "phases" / "main"
    below.mkdir(parents=True)
    assert config.find_root(below) == tmp_path
    assert config.find_root(tmp_path) == tmp_path


def test_a_project_in_pyproject_is_found_from_below(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.cfdb.databases.main]\n", encoding="utf-8")
    below = tmp_path / "package"
    below.mkdir()
    (below / "pyproject.toml").write_text("# not [tool.cfdb]\n[project]\nname = 'x'\n", encoding="utf-8")
    assert config.find_root(below) == tmp_path


def test_where_there_is_no_project_init_is_offered(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"cfdb\.toml not found in .* or above it") as caught:
        config.find_root(tmp_path)
    assert "cfdb init" in caught.value.hint


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_toml_that_is_not_utf_8_names_the_byte(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "cfdb.toml"
    lead = mark + b"[databases.main]\r\nphases = '"
    path.write_bytes(lead + b"\xe4'\r\n")
    with pytest.raises(ProjectError, match=f"is not UTF-8 at byte {len(lead)}$"):
        toml.read(path)


def test_toml_with_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "cfdb.toml"
    path.write_bytes("\ufeff[databases.main]\r\nphases = 'ä'\r\n".encode())
    assert toml.read(path) == {"databases": {"main": {"phases": "ä"}}}


def test_toml_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be read: Is a directory"):
        toml.read(tmp_path)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("10ms", 0.01), ("3s", 3), ("1.5 s", 1.5), ("2m", 120), ("2min", 120), ("1h", 3600), (" 0s ", 0)],
)
def test_durations(text: str, seconds: float) -> None:
    assert toml.duration(text, Path("a.toml"), "key") == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "3", "s", "-3s", "3 sec", "3s3s", "1e3s", "inf"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ProjectError, match=r"a\.toml: key: expected a duration") as caught:
        toml.duration(text, Path("a.toml"), "key")
    assert "30s" in caught.value.hint


def test_a_literal_url_is_kept_from_sight() -> None:
    secret = config.secret("postgresql://me:hunter2@localhost/shop", Path("cfdb.toml"), "url")
    assert secret == Secret(literal="postgresql://me:hunter2@localhost/shop")
    assert "hunter2" not in repr(secret)
