"""JUnit XML that every reader accepts."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfdb.model.checklist import Outcome, Verdict
from cfdb.report.junit import junit

words = st.text(st.characters(codec="utf-8"), max_size=12)
outcomes = st.builds(
    Outcome,
    check=st.sampled_from(["probe", "row_level_security"]),
    subject=words,
    expected=words,
    found=words,
    passed=st.booleans(),
    warning=st.booleans(),
    path=st.none() | st.just(Path("a/b.sql")),
    line=st.none() | st.integers(1, 9),
    hint=words,
    duration=st.none() | st.floats(0, 100),
)
changes = st.integers(0, 99).map("phase {}".format)
verdicts = st.lists(
    st.builds(Verdict, changes, words, st.lists(outcomes, max_size=4).map(tuple)),
    unique_by=lambda verdict: verdict.change,
    max_size=3,
)


@settings(deadline=None)
@given(found=verdicts)
def test_counts_agree(found: list[Verdict]) -> None:
    """Whatever a probe returns, control characters too, the document can be read and says how many there are."""
    root = ET.fromstring(junit(found, "main"))
    suites = root.findall("testsuite")
    assert len(suites) == len(found)
    for suite, verdict in zip(suites, found, strict=True):
        failed = sum(not (outcome.passed or outcome.warning) for outcome in verdict.outcomes)
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases) == len(verdict.outcomes)
        assert int(suite.attrib["failures"]) == failed == sum(case.find("failure") is not None for case in cases)
        assert int(suite.attrib["errors"]) == 0
    assert int(root.attrib["tests"]) == sum(len(verdict.outcomes) for verdict in found)
    assert int(root.attrib["failures"]) == sum(int(suite.attrib["failures"]) for suite in suites)


def test_a_failure_says_what_where_and_what_next() -> None:
    verdict = Verdict(
        "phase 1",
        "users",
        (
            Outcome("total", "tables", "3", "3", passed=True),
            Outcome("total", "enums", "3", "2", passed=False, path=Path("c.toml"), hint="missing: <tier>"),
            Outcome("probe", "user a", "no problem", "a & b", passed=False, path=Path("p.sql"), line=7, duration=0.25),
            Outcome("budget", "time", "at most 1 s", "2 s", passed=False, warning=True),
        ),
    )
    root = ET.fromstring(junit([verdict], "shop"))
    (suite,) = root
    assert suite.attrib["name"] == "shop: phase 1 users"
    good, enums, probe, budget = suite.findall("testcase")
    assert (good.attrib["name"], good.attrib["classname"], len(good)) == ("total: tables", "shop.phase 1", 0)
    assert enums.findtext("failure") == "expected 3, found 2\nmissing: <tier>\nc.toml"
    assert probe.findtext("failure") == "expected no problem, found a & b\np.sql:7"
    assert float(probe.attrib["time"]) == pytest.approx(0.25)
    assert budget.find("failure") is None
    assert budget.findtext("system-out") == "expected at most 1 s, found 2 s"


def test_nothing_verified_is_a_document_too() -> None:
    assert ET.fromstring(junit([], "main")).attrib["tests"] == "0"
