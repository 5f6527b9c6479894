"""Cases are files of a folder, such as tests/cases/<family>: an input, and its outcome beside it, as `.expected`.

CFDB_REWRITE_CASES=1 writes the expectations anew; what was rewritten is skipped, and never passes.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


def found_in(family: str | Path, pattern: str) -> list[Path]:
    """The inputs of a family, or of a folder elsewhere, in order."""
    return sorted(path for path in (CASES / family).glob(pattern) if not path.name.startswith("."))


def each(inputs: Collection[Path]) -> pytest.MarkDecorator:
    """Run a test for each `case`."""
    return pytest.mark.parametrize("case", inputs, ids=lambda case: case.stem)


def assert_as_expected(case: Path, found: str) -> None:
    """What was found is what is written beside the case."""
    expected = case.with_suffix(".expected")
    if os.environ.get("CFDB_REWRITE_CASES") == "1":
        expected.write_bytes(found.encode())
        pytest.skip("expectation rewritten")
    # To the byte: an end of a line may be what a case is about.
    assert found == expected.read_bytes().decode()


def assert_no_orphans(inputs: Collection[Path], *besides: Path) -> None:
    """Every input has an expectation, and every expectation an input; nothing else is there but what is `besides`."""
    (folder,) = {case.parent for case in inputs}
    files = {path for path in folder.iterdir() if not path.name.startswith(".")}
    assert files == {*inputs, *(case.with_suffix(".expected") for case in inputs), *besides}
