"""What became of each object of a translation, for a machine and as a page."""

from __future__ import annotations

import json
import re
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
    environment.filters["parts"] = parts
    found = translation.outcomes
    fates = [outcome.fate for outcome in found]
    remarkable = [outcome for outcome in found if outcome.fate is not Fate.CARRIED]
    return environment.from_string(PAGE.read_text()).render(
        version=__version__,
        counts=counted(found),
        fates=list(Fate),
        total=len(found),
        lost=fates.count(Fate.LOST),
        changed=fates.count(Fate.CHANGED),
        # What is lost is what somebody has to act upon.
        remarkable=sorted(remarkable, key=lambda outcome: outcome.fate is not Fate.LOST),
        others=[finding for finding in findings if finding.code not in CODES],
        carried=[outcome for outcome in found if outcome.fate is Fate.CARRIED],
    )


def parts(name: str) -> list[str]:
    """A name where it may be broken: behind dots and underscores."""
    return [part for part in re.split(r"(?<=[._/])", name) if part]
