"""Variables in SQL: Jinja2, where a file asks for it with `-- cfdb: template`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import jinja2

from cfdb.errors import Place, ScriptError

# What comes out is SQL, not HTML.
ENVIRONMENT = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701


def render(text: bytes, path: Path, variables: Mapping[str, object]) -> bytes:
    """`text` with its variables filled in. ScriptError where one is missing or the template is wrong."""
    try:
        return ENVIRONMENT.from_string(text.decode()).render(variables).encode()
    except jinja2.TemplateSyntaxError as error:
        raise ScriptError(
            f"{path}:{error.lineno}: template: {error.message}", place=Place(path, error.lineno)
        ) from error
    except jinja2.UndefinedError as error:
        raise ScriptError(
            f"{path}: template: {error.message}",
            hint="set it with --var name=value, or under variables in cfdb.toml",
            place=Place(path),
        ) from error
    except Exception as error:
        # A template is a small program of the user's: whatever it raises is for the user to mend.
        raise ScriptError(f"{path}: template: {type(error).__name__}: {error}", place=Place(path)) from error
