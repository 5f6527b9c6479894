"""The cases of tests/cases/translate on real servers: MariaDB takes what goes in, PostgreSQL what comes out.

The oldest PostgreSQL has both sets of policies, as it knows least; the newest has the usual ones.
"""

from pathlib import Path

import pytest
from stage import VERSIONS, Database, MySQLDatabase, Servers

from cfdb.model.policies import Policies
from cfdb.model.script import Source
from cfdb.run import translate as run
from cfdb.syntax.mysql import split
from cfdb.translate.translation import translate

CASES = sorted((Path(__file__).parents[1] / "cases" / "translate").glob("*.sql"))
NOT_MARIADB = {
    "broken", "functional_index", "name_of_the_database", "several_statements_at_once", "database_named_by_its_tables",
    "database_not_named", "rows_that_mean_something_else", "what_needs_a_lost_column",
    "views_of_lost_views",
}  # fmt: skip
"""What no server takes, MySQL 8 alone, a database of another name, or a client that sends several at once."""

OTHERS = Policies(tinyint1="boolean", enum="check", unsigned="same", collation="lower", zero_dates="epoch")


@pytest.mark.parametrize("case", [case for case in CASES if case.stem not in NOT_MARIADB], ids=lambda case: case.stem)
def test_case_is_mysql(case: Path, mysql: MySQLDatabase) -> None:
    text = case.read_bytes()
    with mysql.session() as session:
        session.attempt(b"SET foreign_key_checks = 0")
        refused = [
            message for statement in split(text) if (message := session.attempt(text[statement.start : statement.end]))
        ]
    assert refused == []


@pytest.mark.parametrize(
    ("version", "policies"),
    [(VERSIONS[0], Policies()), (VERSIONS[-1], Policies()), (VERSIONS[-1], OTHERS)],
    ids=["newest", "oldest", "oldest, other policies"],
)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case_is_taken(case: Path, version: str, policies: Policies, servers: Servers) -> None:
    """No statement is refused, and nothing is missing that is not said to be."""
    translation = translate([Source(Path(case.name), case.read_bytes())], policies)
    with servers.get(version).database() as url, Database(url).session() as session:
        found = run.check(translation, session)
    assert [finding.message for finding in found] == []
