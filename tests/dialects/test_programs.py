"""Programs are looked for in every folder of PATH, whatever it holds."""

from pathlib import Path

import pytest

from cfdb.dialects import programs


def test_folders_of_path_that_cannot_be_read_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After `su`, PATH may hold folders of root. A name that is too long fails alike, and for root, too."""
    tool = tmp_path / "bin" / "tool"
    (tmp_path / "folder" / "tool").mkdir(parents=True)
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\necho tool 1.0\n", encoding="utf-8")
    tool.chmod(0o755)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    folders = ["/" + "x" * 300, str(closed), str(tmp_path / "folder"), "/nowhere", str(tool.parent)]
    monkeypatch.setenv("PATH", ":".join(folders))
    assert programs.find("tool", []) == [programs.Program(tool, "tool 1.0")]
