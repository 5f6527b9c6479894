"""TOML files into typed values, with errors that name file, key and what was expected."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import msgspec

from cfdb.errors import Place, ProjectError

T = TypeVar("T")

DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)")
SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}


def read(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. ProjectError where it cannot be read or is no TOML."""
    try:
        text = path.read_bytes().decode().removeprefix("\ufeff")
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
        key, message, expected = _explain(data, shape, error)
        where = ".".join(part for part in (prefix, key) if part) or "the file"
        raise ProjectError(
            f"{path}: {where}: {_sentence(message, expected)}", hint=_nearest(message, expected), place=Place(path)
        ) from error


def _explain(data: Any, shape: Any, error: msgspec.ValidationError) -> tuple[str, str, Any]:
    """Key, message and expected type of what is wrong. msgspec says `[...]` for the key of a table: we look it up."""
    message, _, where = str(error).partition(" - at ")
    path = where.strip("`").removeprefix("$").lstrip(".")
    before, found, _ = path.partition("[...]")
    if found:
        for name, value in _value_at(data, before).items():
            inner = _value_type(_type_at(shape, before))
            try:
                msgspec.convert(value, inner)
            except msgspec.ValidationError as deeper:
                key, message, expected = _explain(value, inner, deeper)
                return ".".join(part for part in (before, name, key) if part), message, expected
    return path, message, _type_at(shape, path)


def _steps(path: str) -> list[str]:
    """`deploy[1]` is two steps: a key, and an index."""
    return re.findall(r"[^.\[\]]+", path)


def _value_at(data: Any, path: str) -> Any:
    for step in _steps(path):
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


def _type_at(shape: Any, path: str) -> Any:
    for step in _steps(path):
        struct = _struct_in(shape)
        if struct is not None and not step.isdigit():
            shape = next(field.type for field in msgspec.structs.fields(struct) if field.encode_name == step)
        else:
            shape = _value_type(shape)
    return shape


def _value_type(shape: Any) -> Any:
    """The type of the values of a dict or list, also where None is allowed beside it."""
    if get_origin(shape) in (dict, list):
        return get_args(shape)[-1]
    return next((found for option in get_args(shape) if (found := _value_type(option)) is not None), None)


def _struct_in(shape: Any) -> type[msgspec.Struct] | None:
    options = [shape, *get_args(shape)]
    return next((o for o in options if isinstance(o, type) and issubclass(o, msgspec.Struct)), None)


def _words_in(shape: Any) -> list[str]:
    """The words of an enum or a Literal."""
    if isinstance(shape, type) and issubclass(shape, Enum):
        return [str(member.value) for member in shape]
    return [str(word) for word in get_args(shape) if isinstance(word, str)]


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


def _sentence(message: str, expected: Any) -> str:
    if wrong := re.match(r"Invalid enum value (.+)", message):
        return f"expected one of {', '.join(_words_in(expected))}, found {wrong[1]}"
    return (message[:1].lower() + message[1:]).replace("`", "").replace(", got ", ", found ")


def _nearest(message: str, expected: Any) -> str:
    unknown = re.search(r"unknown field `(.+?)`", message)
    struct = _struct_in(expected)
    if not unknown or struct is None:
        return ""
    known = [field.encode_name for field in msgspec.structs.fields(struct)]
    near = get_close_matches(unknown[1], known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
