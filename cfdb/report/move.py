"""What became of the rows of a data migration, as a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from cfdb import __version__
from cfdb.model.comparison import Verdict
from cfdb.model.move import CopyState, Move
from cfdb.model.reject import Reject

PAGE = Path(__file__).with_name("move.html.j2")

WIDEST = 200
"""Characters of a value that are shown."""


def page(
    title: str,
    *,
    move: Move | None = None,
    copies: Sequence[CopyState] = (),
    rejects: Sequence[Reject] = (),
    verdicts: Sequence[Verdict] | None = None,
    size: Callable[[float], str],
    duration: Callable[[float], str],
) -> str:
    """One HTML file that needs nothing beside it. `size` and `duration` put bytes and seconds into words."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True, trim_blocks=True)
    return environment.from_string(PAGE.read_text(encoding="utf-8")).render(
        title=title,
        move=move,
        copies=copies,
        rejects=rejects,
        verdicts=verdicts,
        size=size,
        duration=duration,
        shown=shown,
        version=__version__,
    )


def shown(value: str | None) -> Markup:
    if value is None:
        return Markup('<span class="none">NULL</span>')
    return Markup("<code>{}</code>").format(escape(value if len(value) <= WIDEST else value[: WIDEST - 1] + "…"))
