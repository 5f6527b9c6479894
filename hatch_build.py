"""Compiles the converter of MySQL's rows when cfdb is installed, where there is a compiler.

Without one, and wherever it fails, cfdb is installed all the same: it then lets MySQL render the rows.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("cfdb/dialects/mysql")
LIBRARY = "libconverter.so"
FLAGS = ["-O2", "-std=c99", "-shared", "-fPIC", "-fvisibility=hidden"]


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """One library for every Python of a platform: it has nothing of Python's in it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the library into a wheel, or, for an editable install, beside its source."""
        if self.target_name != "wheel":
            return
        folder = Path(self.root, FOLDER)
        made = Path(tempfile.mkdtemp(prefix="cfdb-build-")) / LIBRARY
        compiled = os.environ.get("CFDB_PURE_PYTHON") != "1" and _compile(folder / "converter.c", made)
        if version == "editable":
            # What another version has left there is not ours.
            (folder / LIBRARY).unlink(missing_ok=True)
            if compiled:
                shutil.copy(made, folder / LIBRARY)
        elif compiled:
            platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{platform}"
            build_data["force_include"][str(made)] = str(FOLDER / LIBRARY)
        if not compiled:
            self.app.display_warning("the converter is not compiled: data moves at the speed of pure Python")


def _compile(source: Path, library: Path) -> bool:
    command = [*shlex.split(os.environ.get("CC") or "cc"), *FLAGS, "-o", str(library), str(source)]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0 and library.is_file()
