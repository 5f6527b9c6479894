"""cfdb.toml, or [tool.cfdb] of pyproject.toml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

import msgspec

from cfdb.errors import Place, ProjectError
from cfdb.model.change import Kind
from cfdb.model.project import Environment, Secret
from cfdb.project import toml

FILE = "cfdb.toml"
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
"""What a database may be called: it becomes the name of folders, and of a database on the embedded server."""


class SecretShape(msgspec.Struct, forbid_unknown_fields=True):
    env: str = ""
    file: str = ""
    command: str = ""


class DatabaseShape(msgspec.Struct, forbid_unknown_fields=True):
    dialect: Literal["postgresql", "mysql"] = "postgresql"
    phases: str | None = None
    services: str | None = None
    migrations: str | None = None
    deploy: list[Kind] | None = None
    base: str | None = None
    url: str | SecretShape | None = None
    lock_timeout: str = "3s"
    variables: dict[str, Any] = {}


class EnvironmentShape(msgspec.Struct, forbid_unknown_fields=True):
    url: str | SecretShape | None = None
    urls: dict[str, str | SecretShape] = {}
    variables: dict[str, Any] = {}


class ConfigShape(msgspec.Struct, forbid_unknown_fields=True):
    databases: dict[str, DatabaseShape]
    default: str = ""
    environments: dict[str, EnvironmentShape] = {}


def find_root(start: Path) -> Path:
    """The nearest folder from `start` upwards with a cfdb.toml or a [tool.cfdb]."""
    for folder in (start, *start.parents):
        if file_of(folder) is not None:
            return folder
    raise ProjectError(
        f"{FILE} not found in {start} or above it",
        hint="run 'cfdb init' for a new project, or name the project's folder with --project",
    )


def file_of(folder: Path) -> Path | None:
    """The file in `folder` that makes it a project: cfdb.toml, or a pyproject.toml with [tool.cfdb]."""
    if (folder / FILE).is_file():
        return folder / FILE
    return folder / "pyproject.toml" if _tool_table(folder) is not None else None


def read(root: Path) -> tuple[Path, ConfigShape]:
    """The configuration of the project in `root`, and the file it came from."""
    path = root / FILE
    if path.is_file():
        return path, _checked(toml.decode(toml.read(path), ConfigShape, path), path)
    table = _tool_table(root)
    path = root / "pyproject.toml"
    if table is None:
        raise ProjectError(f"{root / FILE} not found", hint="run 'cfdb init' for a new project")
    return path, _checked(toml.decode(table, ConfigShape, path, prefix="tool.cfdb"), path)


def environments(shape: ConfigShape, path: Path) -> dict[str, Environment]:
    return {
        name: Environment(
            name=name,
            url=secret(entry.url, path, f"environments.{name}.url"),
            urls={
                database: required
                for database, value in entry.urls.items()
                if (required := secret(value, path, f"environments.{name}.urls.{database}"))
            },
            variables=entry.variables,
        )
        for name, entry in shape.environments.items()
    }


def secret(shape: str | SecretShape | None, path: Path, key: str) -> Secret | None:
    if shape is None:
        return None
    if isinstance(shape, str):
        return Secret(literal=shape)
    if sum(bool(source) for source in (shape.env, shape.file, shape.command)) != 1:
        raise ProjectError(
            f"{path}: {key}: expected exactly one of env, file, command",
            hint='for example url = { env = "STAGING_URL" }',
            place=Place(path),
        )
    return Secret(env=shape.env, file=shape.file, command=shape.command)


def _checked(shape: ConfigShape, path: Path) -> ConfigShape:
    if not shape.databases:
        raise ProjectError(
            f"{path}: databases: expected at least one, found none",
            hint="add a table such as [databases.main]",
            place=Place(path),
        )
    for name in shape.databases:
        if not NAME.fullmatch(name):
            raise ProjectError(
                f"{path}: databases: expected a name of letters, digits, _ and -, found {name!r}", place=Place(path)
            )
    for name, entry in shape.databases.items():
        if entry.base is not None and (entry.base not in shape.databases or entry.base == name):
            raise ProjectError(
                f"{path}: databases.{name}.base: expected another database of this file, found {entry.base!r}",
                place=Place(path),
            )
    if shape.default and shape.default not in shape.databases:
        raise ProjectError(
            f"{path}: default: expected one of {', '.join(shape.databases)}, found {shape.default!r}",
            place=Place(path),
        )
    return shape


def _tool_table(folder: Path) -> dict[str, Any] | None:
    path = folder / "pyproject.toml"
    if not path.is_file() or b"[tool.cfdb" not in path.read_bytes():
        return None
    table = toml.read(path).get("tool", {}).get("cfdb")
    return table if isinstance(table, dict) else None
