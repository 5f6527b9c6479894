"""TOML files into typed values, with errors that name file, key and what was expected."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from cfdb.errors import Place, ProjectError

T = TypeVar("T")

DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)")
SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}


def read(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. ProjectError where it cannot be read or is no TOML."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text)
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}", place=Place(path)) from error
    except UnicodeDecodeError as error:
        raise ProjectError(
            f"{path} is not UTF-8 at byte {error.start}", hint="save the file as UTF-8", place=Place(path)
        ) from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (len(text.splitlines()), None)
        lines = text.splitlines()
        raise ProjectError(
            f"{path} is not valid TOML: {re.sub(r' *[(]at .*', '', str(error)).lower()}",
            hint="strings need quotes, tables look like [databases.main]",
            place=Place(path, line, column, lines[line - 1] if 0 < line <= len(lines) else ""),
        ) from error


def decode(data: object, shape: type[T], path: Path, *, prefix: str = "") -> T:
    """`data` as a `shape` (a msgspec.Struct). ProjectError names the key and what was expected there."""
    try:
        return msgspec.convert(data, shape)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at ")
        key = ".".join(part for part in (prefix, where.strip("`").removeprefix("$").lstrip(".")) if part)
        raise ProjectError(
            f"{path}: {key or 'the file'}: {_sentence(message)}",
            hint=_nearest(message, shape),
            place=Place(path),
        ) from error


def duration(text: str, path: Path, key: str) -> float:
    """Seconds of `30s`, `10ms`, `2m`."""
    match = DURATION.fullmatch(text.strip())
    if not match:
        raise ProjectError(
            f"{path}: {key}: expected a duration, found {text!r}",
            hint='write it as "10ms", "30s" or "2m"',
            place=Place(path),
        )
    return float(match[1]) * SECONDS[match[2]]


def _sentence(message: str) -> str:
    return (message[:1].lower() + message[1:]).replace("`", "").replace(", got ", ", found ")


def _nearest(message: str, shape: type) -> str:
    unknown = re.search(r"unknown field `(.+?)`", message)
    if not unknown:
        return ""
    known = list(_field_names(shape))
    near = get_close_matches(unknown[1], known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"


def _field_names(shape: type) -> dict[str, None]:
    """Names of the fields of a struct and of the structs within it, in order."""
    names: dict[str, None] = {}
    pending: list[object] = [shape]
    while pending:
        current = pending.pop(0)
        if isinstance(current, type) and issubclass(current, msgspec.Struct):
            for field in msgspec.structs.fields(current):
                names[field.encode_name] = None
                pending.append(field.type)
        else:
            pending += getattr(current, "__args__", ())
    return names
