"""Packages, by way of the sources that apt has: downloaded, unpacked, and their scripts made ready, once."""

from __future__ import annotations

import gzip
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path

from . import manifest
from .manifest import Wanted

ROOM = Path(__file__).parents[2] / ".corpus"
"""Not part of the repository: the packages have licences of their own."""


def ready(wanted: Wanted, room: Path = ROOM) -> list[Path]:
    """The scripts of a schema, in the order to load. FileNotFoundError where the package has no such file."""
    folder = room / "unpacked" / wanted.package
    target = room / "prepared" / wanted.name
    target.mkdir(parents=True, exist_ok=True)
    found: list[Path] = []
    for pattern in wanted.files:
        for name, content in _contents(folder, pattern):
            path = target / f"{len(found):02}_{name}"
            path.write_text(manifest.prepared(wanted, content), encoding="utf-8")
            found.append(path)
    return found


def fetch(packages: Iterable[str], room: Path = ROOM) -> list[str]:
    """Download and unpack what is not there yet; the names of those that apt does not know."""
    debs = room / "debs"
    debs.mkdir(parents=True, exist_ok=True)
    (room / ".gitignore").write_text("*\n", encoding="utf-8")
    missing = [name for name in sorted(set(packages)) if not (room / "unpacked" / name).is_dir()]
    if not missing:
        return []
    subprocess.run(["apt-get", "update", "--quiet=2"], check=False, capture_output=True)
    # apt's own account downloads, and has to get into the folder.
    debs.chmod(0o777)
    unknown: list[str] = []
    for name in missing:
        if not list(debs.glob(f"{name}_*.deb")):
            subprocess.run(["apt-get", "download", "--quiet=2", name], cwd=debs, check=False, capture_output=True)
        archives = sorted(debs.glob(f"{name}_*.deb"))
        if not archives:
            unknown.append(name)
            continue
        folder = room / "unpacked" / name
        subprocess.run(["dpkg-deb", "-x", archives[-1], folder], check=True, capture_output=True)
    return unknown


def _contents(folder: Path, pattern: str) -> list[tuple[str, str]]:
    """Names and texts of the files that a pattern names."""
    outer, _, inner = pattern.partition("!/" if "!/" in pattern else ".jar!")
    if inner:
        with zipfile.ZipFile(folder / f"{outer}.jar") as archive:
            return [(Path(inner).name, _text(archive.read(inner)))]
    paths = sorted(path for path in folder.glob(pattern) if path.is_file())
    if not paths:
        raise FileNotFoundError(f"{folder.name} has no {pattern}")
    return [(path.name.removesuffix(".gz"), _text(_bytes(path))) for path in paths]


def _bytes(path: Path) -> bytes:
    raw = path.read_bytes()
    return gzip.decompress(raw) if path.suffix == ".gz" else raw


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return text.replace("\r\n", "\n")
