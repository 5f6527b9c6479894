"""Verdicts as JUnit XML, which every CI server shows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from cfdb.model.checklist import Outcome, Verdict

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped (https://www.w3.org/TR/xml/#charsets)."""


def junit(verdicts: Sequence[Verdict], database: str) -> str:
    """One suite per change, one case per outcome. A warning passes, with its text as the case's output."""
    document = JUnitXml("cfdb verify")
    for verdict in verdicts:
        suite = TestSuite(_xml(f"{database}: {verdict.change} {verdict.name}".rstrip()))
        suite.add_testcases([_case(outcome, database, verdict.change) for outcome in verdict.outcomes])
        document.add_testsuite(suite)
    document.update_statistics()
    return str(document.tostring().decode())


def _case(outcome: Outcome, database: str, change: str) -> TestCase:
    case = TestCase(_xml(f"{outcome.check}: {outcome.subject}"), _xml(f"{database}.{change}"), outcome.duration or 0.0)
    if outcome.passed:
        return case
    text = _xml(f"expected {outcome.expected}, found {outcome.found}")
    if outcome.warning:
        case.system_out = text
        return case
    place = f"{outcome.path}{f':{outcome.line}' if outcome.line else ''}" if outcome.path else ""
    failure = Failure(text, outcome.check)
    failure.text = _xml("\n".join(part for part in (text, outcome.hint, place) if part))
    case.result = [failure]
    return case


def _xml(text: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
