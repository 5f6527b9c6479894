"""Views of tests/translate/views as PostgreSQL has them, with the notes on each, beside the script that declares them.

CFDB_REWRITE_CASES=1 writes the expectations anew. tests/db/test_translated_views.py asks whether they show the same.
"""

from __future__ import annotations

from pathlib import Path

from case_files import assert_as_expected, assert_no_orphans, each, found_in

from cfdb.model.policies import Policies
from cfdb.model.schema import Origin, Schema
from cfdb.model.script import Source
from cfdb.translate.agreement import agreed
from cfdb.translate.names import names_of
from cfdb.translate.reading.script import Reader
from cfdb.translate.values import Untranslatable
from cfdb.translate.views import view

SCRIPTS = found_in(Path(__file__).parent / "views", "*.sql")


def reported(code: str, message: str, origin: Origin) -> None:
    raise AssertionError(f"{origin.line}: {code} {message}")


def schema_of(script: Path, policies: Policies) -> Schema:
    reader = Reader(reported)
    reader.read(Source(script, script.read_bytes()))
    return agreed(reader.schema(), policies)


def described(script: Path) -> str:
    policies = Policies()
    schema = schema_of(script, policies)
    shown = []
    for declared in schema.views.values():
        try:
            found = view(declared, schema=schema, names=names_of(schema), policies=policies)
        except Untranslatable as error:
            shown.append(f"-- {declared.name} is lost: {error.reason}\n")
        else:
            shown.append("".join(f"-- {note}\n" for note in found.notes) + f"{found.sql};\n")
    return "\n".join(shown)


@each(SCRIPTS)
def test_case(case: Path) -> None:
    """Every view of the script."""
    assert_as_expected(case, described(case))


def test_cases_have_no_orphans() -> None:
    """Every script has an expectation, and every expectation a script."""
    assert_no_orphans(SCRIPTS)
