"""What the shell offers, asked as the shell asks."""

import os
from pathlib import Path

import pytest

from cfdb.cli.app import run

CONFIG = """\
default = "shop"

[databases.shop]
[databases.stats]
migrations = "elsewhere"

[environments.staging]
[environments.production]
"""
FILES = {
    "phases/shop/phase_1_users/schema.sql": "SELECT 1;",
    "phases/shop/phase_02_billing/schema.sql": "SELECT 2;",
    "phases/shop/phase_10_more/schema.sql": "SELECT 10;",
    "phases/shop/checklist.toml": "",
    "schema/shop/auth/a.sql": "not even SQL",
    "schema/shop/orders/a.sql": "",
    "migrations/shop/001_names.sql": "SELECT 1;",
    "migrations/shop/rollback_001.sql": "SELECT 1;",
    "elsewhere/007_bond.sql": "SELECT 7;",
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"cfdb.toml": CONFIG, **FILES}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def offered(line: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> list[str]:
    """What bash is given when Tab is pressed at the end of `line`; nothing is ever said beside it."""
    monkeypatch.setenv("_CFDB_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
    with pytest.raises(SystemExit) as ended:
        run([])
    out, err = capfd.readouterr()
    assert (ended.value.code, err) == (0, "")
    return out.split()


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cfdb ro", ["rollback"]),
        ("cfdb re", ["repair", "restore"]),
        ("cfdb apply ", ["phase", "service", "migration"]),
        ("cfdb apply p", ["phase"]),
        ("cfdb apply phase ", ["2", "10", "1"]),
        ("cfdb apply phase 1", ["10", "1"]),
        ("cfdb apply phase 1 ", ["phase", "service", "migration"]),
        ("cfdb rollback service ", ["auth", "orders"]),
        ("cfdb verify service o", ["orders"]),
        ("cfdb plan migration ", ["001"]),
        ("cfdb plan --database stats migration ", ["007"]),
        ("cfdb plan -d stats migration ", ["007"]),
        ("cfdb plan -d nowhere migration ", []),
        ("cfdb plan -d stats phase ", []),
        ("cfdb apply --database ", ["shop", "stats"]),
        ("cfdb apply -d st", ["stats"]),
        ("cfdb apply --env ", ["staging", "production"]),
        ("cfdb status --env p", ["production"]),
        ("cfdb status --format ", ["text", "json"]),
        ("cfdb new ", ["phase", "service", "migration"]),
        ("cfdb server st", ["start", "stop"]),
        ("cfdb apply --allow", ["--allow-out-of-order"]),
    ],
)
def test_offers(
    line: str, expected: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert set(offered(line, monkeypatch, capfd)) == set(expected)


def test_offers_of_the_project_that_the_line_names(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(shop.parent)
    assert offered(f"cfdb apply --project {shop} service ", monkeypatch, capfd) == ["auth", "orders"]


def test_offers_from_a_folder_below(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(shop / "phases" / "shop")
    assert offered("cfdb apply service a", monkeypatch, capfd) == ["auth"]


LINES = ["cfdb apply phase ", "cfdb apply --database ", "cfdb apply --env ", "cfdb apply -d shop phase "]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("config", ["[databases", "nothing = 1\n", "[databases]\n", None])
def test_a_broken_project_offers_nothing_and_says_nothing(
    line: str, config: str | None, shop: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (shop / "cfdb.toml").unlink()
    if config is not None:
        (shop / "cfdb.toml").write_text(config, encoding="utf-8")
    assert offered(line, monkeypatch, capfd) == []


@pytest.mark.parametrize("line", LINES)
def test_a_project_that_is_not_utf_8_offers_nothing(
    line: str, shop: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (shop / "cfdb.toml").write_bytes(b"\xff\xfe[")
    assert offered(line, monkeypatch, capfd) == []


def test_a_folder_that_is_gone_offers_nothing(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    gone = shop / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    try:
        assert offered("cfdb apply --database ", monkeypatch, capfd) == []
    finally:
        os.chdir(shop)
