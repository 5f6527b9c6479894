"""Verdicts as JUnit XML, which every CI server shows."""

from __future__ import annotations

from collections.abc import Sequence

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from cfdb.model.checklist import Outcome, Verdict


def junit(verdicts: Sequence[Verdict], database: str) -> str:
    """One suite per change, one case per outcome. A warning passes, with its text as the case's output."""
    document = JUnitXml("cfdb verify")
    for verdict in verdicts:
        suite = TestSuite(f"{database}: {verdict.change} {verdict.name}".rstrip())
        suite.add_testcases([_case(outcome, database, verdict.change) for outcome in verdict.outcomes])
        document.add_testsuite(suite)
    document.update_statistics()
    return str(document.tostring().decode())


def _case(outcome: Outcome, database: str, change: str) -> TestCase:
    case = TestCase(f"{outcome.check}: {outcome.subject}", f"{database}.{change}", outcome.duration or 0.0)
    if outcome.passed:
        return case
    text = f"expected {outcome.expected}, found {outcome.found}"
    if outcome.warning:
        case.system_out = text
        return case
    place = f"{outcome.path}{f':{outcome.line}' if outcome.line else ''}" if outcome.path else ""
    failure = Failure(text, outcome.check)
    failure.text = "\n".join(part for part in (text, outcome.hint, place) if part)
    case.result = [failure]
    return case
