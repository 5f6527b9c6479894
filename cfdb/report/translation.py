"""What became of each object of a translation, for a machine and as a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2

from cfdb import __version__
from cfdb.model.finding import Finding
from cfdb.translate.codes import CODES
from cfdb.translate.outcomes import Fate, counted
from cfdb.translate.translation import Translation

PAGE = Path(__file__).with_name("translation.html.j2")


def written(translation: Translation, findings: Sequence[Finding], kind: str) -> str:
    """The report as .html or .json."""
    if kind == ".json":
        return json.dumps({"objects": objects(translation)}, indent=2, ensure_ascii=False) + "\n"
    return page(translation, findings)


def objects(translation: Translation) -> list[dict[str, Any]]:
    return [
        {
            "kind": outcome.kind,
            "name": outcome.name,
            "fate": outcome.fate.value,
            "reasons": list(outcome.reasons),
            "file": str(outcome.origin.path) if outcome.origin.line else None,
            "line": outcome.origin.line or None,
        }
        for outcome in translation.outcomes
    ]


def page(translation: Translation, findings: Sequence[Finding]) -> str:
    """One HTML file that needs nothing beside it."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True, trim_blocks=True)
    found = translation.outcomes
    return environment.from_string(PAGE.read_text()).render(
        version=__version__,
        counts=counted(found),
        fates=list(Fate),
        remarkable=[outcome for outcome in found if outcome.fate is not Fate.CARRIED],
        others=[finding for finding in findings if finding.code not in CODES],
        carried=[outcome for outcome in found if outcome.fate is Fate.CARRIED],
    )
