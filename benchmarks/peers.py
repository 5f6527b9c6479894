"""The tools that are compared, and the words that start each of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.workloads import Workload

REFERENCE = Path(__file__).with_name("reference.py")
Command = list[str]


@dataclass(frozen=True, slots=True)
class Tools:
    """Programs by their path. `dbmate` is None where it could not be had, and `without` says why."""

    cfdb: str
    python: str
    psql: str
    dbmate: str | None
    without: str

    def ours(self, action: str, work: Workload, url: str) -> Command:
        words = {"up": ["apply", "--no-verify"], "status": ["status"], "rollback": ["rollback", "--all", "--yes"]}
        return [self.cfdb, *words[action], "--project", str(work.project), "--url", url]

    def reference(self, action: str, work: Workload, url: str, *, synchronous: bool = True) -> Command:
        flags = [] if synchronous else ["--async"]
        return [self.python, str(REFERENCE), action, str(work.bare), url, *flags]

    def go(self, action: str, work: Workload, url: str) -> Command:
        assert self.dbmate
        # Its driver does not take a folder as host; it has a parameter of its own for that.
        url = url.replace("postgresql://", "postgres://").replace("?host=", "?sslmode=disable&socket=")
        return [self.dbmate, "--no-dump-schema", "--url", url, "--migrations-dir", str(work.dbmate), action]

    def whole(self, work: Workload, url: str) -> Command:
        """All in one transaction: no ledger, and no way back to what had run."""
        return [self.psql, "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", str(work.whole)]


def find(cfdb: str | None, psql: Path) -> Tools:
    dbmate, without = _dbmate()
    return Tools(cfdb or str(Path(sys.executable).with_name("cfdb")), sys.executable, str(psql), dbmate, without)


def version(program: str) -> str:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or Path(program).name


def _dbmate() -> tuple[str | None, str]:
    """dbmate's own binary, without the Node.js script that the package puts before it."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cfdb-benchmarks"
    if found := _binary(cache):
        return found, ""
    npm = shutil.which("npm")
    if npm is None:
        return None, "no npm to install it with"
    cache.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(cache), "dbmate"]
    try:
        subprocess.run(command, check=True, timeout=120, capture_output=True)
    except (OSError, subprocess.SubprocessError) as error:
        return None, f"npm install dbmate: {type(error).__name__}"
    found = _binary(cache)
    return found, "" if found else "the npm package holds no binary for this platform"


def _binary(cache: Path) -> str | None:
    return next(
        (str(path) for path in cache.glob("node_modules/@dbmate/*/bin/dbmate") if os.access(path, os.X_OK)), None
    )
