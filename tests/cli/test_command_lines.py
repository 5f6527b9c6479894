"""Command lines of tests/cases/cli, run in the project `shop` beside them: exit code, result and what is said.

None of them needs a server. CFDB_REWRITE_CASES=1 writes the expectations anew.
"""

import json
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from case_files import CASES, assert_as_expected, assert_no_orphans, each, found_in

from cfdb import __version__
from cfdb.cli.app import run

SHOP = CASES / "cli" / "shop"
COMMANDS = found_in("cli", "*.command")


@pytest.fixture
def in_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("PG") or name in ("DATABASE_URL", "CFDB_URL", "SHOP_URL", "STAGING_URL", "CFDB_TRACEBACK"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(SHOP)


@pytest.mark.usefixtures("in_shop")
@each(COMMANDS)
def test_case(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a command line does is what is written beside it; a wrong one leaves standard output alone."""
    words = shlex.split(case.read_text(encoding="utf-8"))
    code = run(words)
    out, err = capsys.readouterr()
    wants_json = "json" in words or "--format=json" in words
    if wants_json:
        assert json.loads(out)["schema_version"] == 1
    elif code == 64:
        assert out == ""
    assert "\x1b" not in out + err
    assert "Traceback" not in err
    found = f"exit code {code}\n--- standard output\n{out}--- standard error\n{err}"
    found = found.replace(str(SHOP.parent), "<cases>").replace(__version__, "<version>")
    assert_as_expected(case, found)


def test_what_is_written_is_named_on_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script can go on with the paths."""
    shutil.copytree(SHOP, tmp_path / "shop")
    monkeypatch.chdir(tmp_path / "shop")
    assert run(["new", "phase", "invoices"]) == 0
    assert "phases/shop/phase_3_invoices/schema.sql" in capsys.readouterr().out.splitlines()
    assert run(["init", "../more", "--database", "stats"]) == 0
    assert "../more/cfdb.toml" in capsys.readouterr().out.splitlines()
    assert run(["bundle", "phase", "2", "--output", "all.sql"]) == 0
    assert capsys.readouterr() == ("", "wrote all.sql\n")
    assert b"CREATE TABLE bill" in Path("all.sql").read_bytes()
    assert run(["bundle", "phase", "2", "--supabase", "--output", ".."]) == 0
    paths = capsys.readouterr().out.splitlines()
    assert [re.sub(r"\d{14}", "<time>", path) for path in paths] == [
        "../supabase/migrations/<time>_phase_1_users.sql",
        "../supabase/migrations/<time>_phase_2_billing.sql",
    ]
    assert all(Path(path).is_file() for path in paths)


def test_cases_have_no_orphans() -> None:
    """Every command line has an expectation, and every expectation a command line; nothing was left in the project."""
    assert_no_orphans(COMMANDS, SHOP)
    assert sorted(path.name for path in SHOP.iterdir()) == ["cfdb.toml", "migrations", "mysql", "phases", "schema"]
