"""Compiles the converter of MySQL's rows when cfdb is installed, where there is a compiler.

Without one, and wherever it fails, cfdb is installed all the same: it then lets MySQL render the rows.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("cfdb/dialects/mysql")
FLAGS = ["-O2", "-std=c99", "-shared", "-fPIC", "-fvisibility=hidden"]


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """One library for every Python of a platform: it has nothing of Python's in it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        folder = Path(self.root, FOLDER)
        library = folder / "libconverter.so"
        # What another machine has left here is not ours.
        library.unlink(missing_ok=True)
        if self.target_name != "wheel" or os.environ.get("CFDB_PURE_PYTHON") == "1":
            return
        if not self._compile(folder / "converter.c", library):
            self.app.display_warning("no C compiler that works: data moves at the speed of pure Python")
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["artifacts"].append(f"/{FOLDER}/libconverter.so")

    def _compile(self, source: Path, library: Path) -> bool:
        compiler = shlex.split(os.environ.get("CC") or "cc")
        if not compiler or shutil.which(compiler[0]) is None:
            return False
        command = [*compiler, *FLAGS, "-o", str(library), str(source)]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=120, text=True)
        except (OSError, subprocess.SubprocessError):
            return False
        if done.returncode:
            library.unlink(missing_ok=True)
        return library.is_file()
