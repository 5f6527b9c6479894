"""The SQL that cfdb itself sends, one statement per file."""

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def query(name: str, vendor: str = "") -> str:
    """The statement `name`, for example `ledger/applied`; the one for a vendor where it has its own."""
    own = HERE / f"{name}.{vendor}.sql"
    return (own if vendor and own.is_file() else HERE / f"{name}.sql").read_text(encoding="utf-8")
