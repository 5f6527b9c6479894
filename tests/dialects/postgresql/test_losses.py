"""What a script would take away, by the names that tables have before it runs."""

from pathlib import Path

import pytest

from cfdb.dialects.postgresql.grammar import losses
from cfdb.model.script import Script, Source


def lost(*texts: str) -> list[str]:
    """`kind table`, one per loss of the last script, in order."""
    scripts = [Script((Source(Path("f.sql"), text.encode()),)) for text in texts]
    return [f"{loss.kind} {loss.table}" for loss in losses(scripts)[-1]]


LOSSES = {
    "ALTER TABLE a RENAME TO b; DROP TABLE b": ['table "a"'],
    "ALTER TABLE a RENAME TO x; ALTER TABLE b RENAME TO a; DROP TABLE x; TRUNCATE a": ['table "a"', 'rows "b"'],
    "ALTER TABLE a RENAME TO x; ALTER TABLE x RENAME TO y; ALTER TABLE y DROP COLUMN n": ['column "a"'],
    'ALTER TABLE s.a RENAME TO "B""c"; DELETE FROM s."B""c"': ['rows "s"."a"'],
    "ALTER VIEW a RENAME TO b; DELETE FROM b": ['rows "a"'],
    "ALTER INDEX a RENAME TO b; DROP TABLE b": ['table "a"'],
    "ALTER TABLE a SET SCHEMA t; DROP TABLE t.a": ['table "a"'],
    "ALTER TABLE s.a SET SCHEMA t; ALTER TABLE t.a RENAME TO b; DROP TABLE t.b": ['table "s"."a"'],
    "ALTER TABLE s.a SET SCHEMA t; DROP SCHEMA t CASCADE": ["schema t", 'table "s"."a"'],
    "ALTER SCHEMA s RENAME TO t; DROP SCHEMA t CASCADE": ["schema s"],
    "ALTER SCHEMA s RENAME TO t; ALTER SCHEMA t RENAME TO u; DROP TABLE u.a": ['table "s"."a"'],
    "ALTER TABLE s.a RENAME TO b; ALTER SCHEMA s RENAME TO t; DROP TABLE t.b": ['table "s"."a"'],
    "ALTER SCHEMA s RENAME TO t; ALTER TABLE t.a RENAME TO b; DROP SCHEMA t CASCADE": ["schema s", 'table "s"."a"'],
    "ALTER TABLE a RENAME COLUMN b TO c; DROP TABLE c": ['table "c"'],
    "ALTER TABLE a RENAME CONSTRAINT b TO c; DROP TABLE c": ['table "c"'],
    "DROP TABLE b; ALTER TABLE a RENAME TO b": ['table "b"'],
    "ALTER TABLE a RENAME TO b": [],
}


@pytest.mark.parametrize("text", LOSSES)
def test_losses(text: str) -> None:
    assert lost(text) == LOSSES[text]


@pytest.mark.parametrize(
    "text",
    ["ALTER TABLE a RENAME TO b; DROP TABLE public.b", "ALTER TABLE public.a RENAME TO b; DROP TABLE b"],
)
def test_all_that_may_be_meant_is_named(text: str) -> None:
    """Where a name without a schema leads to is not known before the script runs."""
    assert {'table "a"', 'table "public"."a"'} & set(lost(text))


def test_what_an_earlier_script_renames_has_the_name_of_before_both() -> None:
    assert lost("ALTER TABLE b RENAME TO a", "DROP TABLE a") == ['table "b"']
