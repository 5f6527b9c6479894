"""An error, for a person and for a machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import indent

from cfdb.cli.style import paint
from cfdb.errors import CfdbError, Place, SqlError

SCHEMA_VERSION = 1
MESSAGE_LINES = 3
SERVER_LINES = 5
HINT_LINES = 2
CAUSES = 20


SECRETS = (
    (re.compile(r"(://[^/\s:@]*):[^\s@]+@"), r"\1:***@"),
    (re.compile(r"(\bpassword\s*=\s*)[^\s&'\"]+", re.IGNORECASE), r"\1***"),
    (re.compile(r"(\bpassword\s*=?\s*')[^']*'", re.IGNORECASE), r"\1***'"),
)
"""What looks like a password, wherever it came from: a URL in the wrong place, a line of SQL, a session's query."""


def hide(text: str) -> str:
    for pattern, shown in SECRETS:
        text = pattern.sub(shown, text)
    return text


def as_text(error: CfdbError) -> str:
    """The error for a person, without a password."""
    return hide(_as_text(error))


def _as_text(error: CfdbError) -> str:
    """One block, at most 15 lines for a single error: what, where, the line itself, the server's words, the hint."""
    lines = [f"{paint('error', 'red')}: {line}" if first else f"  {line}" for first, line in _message(error)]
    for cause in error.causes[:CAUSES]:
        lines += [f"  {paint('•', 'red')} {line}" if first else f"    {line}" for first, line in _message(cause)]
        lines += [indent(line, "    ") for line in _where(cause)]
    if len(error.causes) > CAUSES:
        lines.append(f"  … and {len(error.causes) - CAUSES} more")
    if not error.causes:
        lines += _where(error)
    return "\n".join(lines)


def _message(error: CfdbError) -> list[tuple[bool, str]]:
    """The lines of a message, each with whether it is the first: what a RAISE says can be a page."""
    lines = error.message.splitlines() or [""]
    cut = lines[:MESSAGE_LINES] + (["…"] if len(lines) > MESSAGE_LINES else [])
    return [(number == 0, line) for number, line in enumerate(cut)]


def _where(error: CfdbError) -> Iterator[str]:
    place = error.place
    if place is not None and place.line is not None:
        yield f"  --> {place}"
        yield from _excerpt(place)
    elif place is not None and str(place.path) not in error.message:
        yield f"  --> {place}"
    if isinstance(error, SqlError):
        yield from _server_words(error)
    hint = error.hint.splitlines()[:HINT_LINES]
    yield from (
        f"  {paint('hint', 'cyan')}: {line}" if number == 0 else f"        {line}" for number, line in enumerate(hint)
    )


def _excerpt(place: Place) -> Iterator[str]:
    if not place.text.strip():
        return
    number = str(place.line)
    text = place.text.rstrip().expandtabs(4)
    column = len(place.text[: (place.column or 1) - 1].expandtabs(4))
    # A line of a dump can be megabytes long: show what is around the place.
    start = max(0, column - 60)
    shown = ("…" if start else "") + text[start : start + 120] + ("…" if len(text) > start + 120 else "")
    yield f"  {number} | {shown}"
    if place.column is not None:
        yield f"  {' ' * len(number)} | {' ' * (column - start + (1 if start else 0))}{paint('^', 'red')}"


def _server_words(error: SqlError) -> Iterator[str]:
    if error.sqlstate:
        yield f"  SQLSTATE {error.sqlstate}"
    for line in error.detail.splitlines()[:SERVER_LINES]:
        yield f"  {line[:200]}"


def as_json(error: CfdbError) -> dict[str, object]:
    """The one document that a failed command prints with --format json."""
    return {"schema_version": SCHEMA_VERSION, "ok": False, "exit_code": error.exit_code, "error": _error(error)}


def _error(error: CfdbError) -> dict[str, object]:
    place = error.place
    found: dict[str, object] = {
        "code": error.code,
        "message": hide(error.message),
        "hint": hide(error.hint),
        "file": str(place.path) if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }
    if isinstance(error, SqlError):
        found |= {
            "sqlstate": error.sqlstate,
            "detail": hide(error.detail),
            "statement": hide(error.statement[:2000]),
        }
    if error.causes:
        found["causes"] = [_error(cause) for cause in error.causes]
    return found
