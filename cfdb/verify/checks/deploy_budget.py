"""The change was applied within the time that phase.toml gives it (`deploy_budget = "30s"`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cfdb.model.checklist import Evidence, Outcome
from cfdb.verify.check import Check, Section


def check(_: Section, evidence: Evidence, path: Path) -> Iterator[Outcome]:
    if evidence.deploy_budget is None or evidence.duration is None:
        return
    passed = evidence.duration <= evidence.deploy_budget
    yield Outcome(
        check="budget",
        subject="time to deploy",
        expected=f"at most {evidence.deploy_budget:g} s",
        found=f"{evidence.duration:.2f} s",
        passed=passed,
        warning=not passed,
        path=path,
        duration=evidence.duration,
    )


CHECK = Check(section="", check=check)
