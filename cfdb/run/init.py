"""`cfdb init`: a new project that works at once."""

from __future__ import annotations

from pathlib import Path

from cfdb.errors import Refused, UsageError
from cfdb.project import config, templates
from cfdb.run.files import write


def init(folder: Path, database: str, dialect: str = "postgresql") -> list[Path]:
    """Write the project's files below `folder` and return their paths. Refused where a project is there already."""
    if not config.NAME.fullmatch(database):
        raise UsageError(
            f"database name {database!r} is not usable",
            hint="letters, digits, _ and -, not beginning with a digit, for example: cfdb init --database shop",
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", hint="name a folder; it is made where it is missing")
    if (there := config.file_of(folder)) is not None:
        raise Refused(f"{there} is there already", hint="'cfdb new phase <name>' adds to it")
    words = {"<database>": database, "<dialect>": dialect, **templates.WORDS[dialect]}
    files = {name.replace("<database>", database): text for name, text in templates.PROJECT.items()}
    written: list[Path] = []
    for name, text in files.items():
        path = folder / name
        if path.exists():
            continue
        write(path, templates.filled(text, words).encode(), folders=True)
        written.append(path)
    return written
