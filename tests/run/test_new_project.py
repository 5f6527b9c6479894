"""`cfdb init`: what it writes works, and it writes over nothing."""

from pathlib import Path

import pytest

from cfdb import dialect
from cfdb.errors import CfdbError, Refused, UsageError
from cfdb.project import load
from cfdb.project.services import ReadRelations
from cfdb.run.files import write
from cfdb.run.init import init
from cfdb.run.validate import validate


def relations_for(name: str) -> ReadRelations:
    return dialect.named(name).relations


@pytest.mark.parametrize("name", ["main", "Shop", "_x", "my-shop", "user", "a1"])
@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
def test_a_new_project_is_valid_as_it_is(tmp_path: Path, name: str, engine: str) -> None:
    written = init(tmp_path / "below" / "here", name, engine)
    assert all(path.is_file() for path in written)
    root = tmp_path / "below" / "here"
    project = load.configuration(root)
    assert (project.default, list(project.databases)) == (name, [name])
    assert validate(root, name, relations_for, dialect.named(engine), {}) == []
    assert [change.title for change in load.database(root, name, relations_for).deployed] == ["phase 1 notes"]


@pytest.mark.parametrize("name", ["", "1shop", "my shop", "shöp", "a/b", "../x", "a\n", '"', "-x", "a.b"])
def test_an_odd_name_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="is not usable") as caught:
        init(tmp_path, name)
    assert "--database" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_project_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "cfdb.toml").write_text("# mine\n", encoding="utf-8")
    with pytest.raises(Refused, match="is there already") as caught:
        init(tmp_path, "main")
    assert "cfdb new" in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["cfdb.toml"]
    assert (tmp_path / "cfdb.toml").read_text(encoding="utf-8") == "# mine\n"


def test_a_project_in_pyproject_is_not_put_in_the_shade(tmp_path: Path) -> None:
    """cfdb.toml goes before [tool.cfdb]: the project would be gone without a word."""
    (tmp_path / "pyproject.toml").write_text("[tool.cfdb.databases.shop]\n", encoding="utf-8")
    with pytest.raises(Refused, match="is there already"):
        init(tmp_path, "main")


def test_files_that_are_there_are_kept(tmp_path: Path) -> None:
    schema = tmp_path / "phases" / "main" / "phase_1_notes" / "schema.sql"
    schema.parent.mkdir(parents=True)
    schema.write_text("SELECT 'mine';", encoding="utf-8")
    assert schema not in init(tmp_path, "main")
    assert schema.read_text(encoding="utf-8") == "SELECT 'mine';"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(CfdbError, match="taken"):
        init(tmp_path / "taken", "main")


def test_where_nothing_can_be_written_that_is_said(tmp_path: Path) -> None:
    """A folder that is in the way fails for root, too."""
    (tmp_path / "cfdb.toml").mkdir()
    with pytest.raises(CfdbError, match="cannot be written: is a directory") as caught:
        write(tmp_path / "cfdb.toml", b"")
    assert caught.value.hint == "choose another place"
    with pytest.raises(CfdbError, match=r"/x/cfdb.toml cannot be written: \w+"):
        init(Path("/proc/self/x"), "main")
