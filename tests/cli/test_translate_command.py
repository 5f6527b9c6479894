"""`cfdb translate` and `cfdb assess` before they ask a server: what is read and written, and what is said of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from stage import Run

SHOP = b"CREATE TABLE item (id int NOT NULL PRIMARY KEY, flag tinyint(1));\nINSERT INTO item VALUES (1, 5), (2, 0);\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mysql").mkdir()
    (tmp_path / "mysql/shop.sql").write_bytes(SHOP)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def process(*words: str, stdin: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "cfdb", *words], input=stdin, capture_output=True, timeout=60, check=False
    )


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_standard_input_is_read_to_its_end(name: str, cfdb: Run) -> None:
    """A pipe has no size."""
    found = process("translate", name, stdin=SHOP)
    assert (found.returncode, found.stderr) == (0, b"4 objects (1 table): all carried over\n")
    assert found.stdout.decode() == cfdb("translate", "mysql").expect(0).out


def test_place_in_standard_input_has_a_name() -> None:
    found = process("assess", "-", stdin=b"CREATE TABLE t (id int);\nCREATE TABLE odd (g geometry);\n")
    assert found.returncode == 1
    assert b"--> standard input:2\n" in found.stdout


def test_nothing_at_all_is_an_error(folder: Path, cfdb: Run) -> None:
    """As after a dump that failed."""
    assert b"there is nothing in standard input\n" in process("translate", "-", stdin=b"").stderr
    (folder / "empty.sql").touch()
    for command in ("translate", "assess"):
        assert "there is nothing in empty.sql\n" in cfdb(command, "empty.sql").expect(2).err
    cfdb("translate", "empty.sql", "mysql").expect(0)


def test_script_without_a_schema(folder: Path, cfdb: Run) -> None:
    (folder / "remark.sql").write_text("-- later\n")
    assert cfdb("translate", "remark.sql").expect(0).err == "there is no table, view or stored program to translate\n"
    assert cfdb("assess", "remark.sql").expect(0).out == "there is no table, view or stored program to translate\n"


def test_file_that_is_named_twice_is_read_once(cfdb: Run) -> None:
    once = cfdb("translate", "mysql/shop.sql").expect(0).out
    assert cfdb("translate", "mysql", "mysql/../mysql/shop.sql", "mysql").expect(0).out == once


@pytest.mark.parametrize("option", ["--output", "--report"])
def test_what_is_read_is_not_written_to(option: str, folder: Path, cfdb: Run) -> None:
    (folder / "mysql/shop.sql").rename(folder / "mysql/shop.json")
    (folder / "link.json").symlink_to(folder / "mysql/shop.json")
    found = cfdb("translate", "mysql/shop.json", option, "link.json").expect(64)
    assert "link.json: this is a file to translate" in found.err
    assert (folder / "mysql/shop.json").read_bytes() == SHOP


def test_output_and_report_are_two_files(cfdb: Run) -> None:
    found = cfdb("translate", "mysql", "--output", "a.json", "--report", "./a.json").expect(64)
    assert "both name a.json" in found.err


def test_output_is_there_as_a_whole(folder: Path, cfdb: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A translation that breaks off leaves what was there before."""
    target = folder / "shop.sql"
    target.write_text("what was there\n")
    target.chmod(0o640)

    def broken(_: object, out: object) -> None:
        out.write(b"half of it")  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("cfdb.run.translate.write", broken)
        assert cfdb("translate", "mysql", "-o", "shop.sql").expect(2).err == "error: interrupted\n"
    assert target.read_text() == "what was there\n"
    assert sorted(path.name for path in folder.iterdir()) == ["mysql", "shop.sql"]
    cfdb("translate", "mysql", "-o", "shop.sql").expect(0)
    assert target.read_text().startswith("CREATE TABLE item")
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("option", ["--output", "--report"])
def test_place_that_is_not_there(option: str, cfdb: Run) -> None:
    found = cfdb("translate", "mysql", option, "no/such.json").expect(2)
    assert "no/such.json cannot be written: no such file or directory\n  hint: name a file in a folder" in found.err


def test_decision_about_a_column_that_is_not_there(folder: Path, cfdb: Run) -> None:
    """It would be ignored in silence, and the column become a boolean."""
    (folder / "translate.toml").write_text('tinyint1 = "boolean"\nnumbers = ["item.flog", "Item.flag", "item.id"]\n')
    for command in ("translate", "assess"):
        found = cfdb(command, "mysql").expect(0)
        said = found.out + found.err
        for name in ("item.flog", "item.id"):
            assert f"warning[decision] {name}: numbers names it, and there is no tinyint of that name\n" in said
        assert "item.flag: numbers" not in said
        assert "hint: it is spelt as table.column in translate.toml" in said


def test_output_that_is_no_file(cfdb: Run) -> None:
    cfdb("translate", "mysql", "-o", "/dev/null").expect(0)
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may do anything")
def test_without_rights(folder: Path, cfdb: Run) -> None:
    (folder / "mysql/locked").mkdir(mode=0)
    try:
        for command in ("translate", "assess"):
            assert "mysql/locked cannot be read: Permission denied\n" in cfdb(command, "mysql").expect(2).err
    finally:
        (folder / "mysql/locked").chmod(0o700)
    (folder / "mysql").chmod(0o500)
    try:
        assert "mysql/x.sql cannot be written" in cfdb("translate", "mysql", "-o", "mysql/x.sql").expect(2).err
        words = ("assess", "mysql", "--write", "--decisions", "mysql/translate.toml")
        assert "mysql/translate.toml cannot be written" in cfdb(*words).expect(2).err
    finally:
        (folder / "mysql").chmod(0o700)


def test_nobody_reads_on(folder: Path) -> None:
    """More than a pipe holds."""
    rows = b"INSERT INTO item VALUES " + b",".join(b"(%d, 1)" % number for number in range(3, 60_000)) + b";\n"
    (folder / "mysql/shop.sql").write_bytes(SHOP + rows)
    script = f"set -o pipefail; '{sys.executable}' -m cfdb translate mysql | head -1"
    found = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (found.returncode, found.stdout, found.stderr) == (0, "CREATE TABLE item (\n", "")
