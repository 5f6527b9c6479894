"""`make demo`, the first command of the README, ends well."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from stage import Run

REPOSITORY = Path(__file__).parents[2]


def test_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cfdb: Run) -> None:
    shutil.copy(REPOSITORY / "cfdb.toml", tmp_path)
    shutil.copytree(REPOSITORY / "phases", tmp_path / "phases")
    monkeypatch.chdir(tmp_path)
    command = ["make", f"--file={REPOSITORY / 'Makefile'}", "--assume-old=.venv/installed", "demo"]
    try:
        done = subprocess.run(
            [*command, f"BIN={Path(sys.executable).parent}"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "streamvibe: 4 applied in" in done.stdout
        assert "streamvibe: nothing to do, 4 changes in place" in done.stdout
        assert "streamvibe: 4 applied, 4 pending" in done.stdout
    finally:
        cfdb("server", "destroy", "--yes")
