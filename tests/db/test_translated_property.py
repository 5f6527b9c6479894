"""Any schema that MariaDB takes arrives in PostgreSQL, object by object, or a finding says what does not.

CFDB_EXAMPLES=500 makes a long session of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pymysql.cursors
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemas_made import Table, schemas
from stage import VERSIONS, MySQLDatabase, MySQLServer, Server, Servers, mysql_connection

from cfdb.dialect import Settings
from cfdb.dialects.mysql import schema
from cfdb.dialects.mysql.connection import connect
from cfdb.model.policies import Policies
from cfdb.model.schema import Origin
from cfdb.model.script import Source
from cfdb.model.url import parse
from cfdb.translate.translation import Translation, translate, translate_schema
from cfdb.translate.writing.piece import Reason

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus import loading, mariadb_catalog, postgresql_catalog
from corpus.catalog import Catalog
from corpus.judge import Judge, Outcome, Verdict

EXAMPLES = int(os.environ.get("CFDB_EXAMPLES", "12"))

PHASES = tuple(Phase) if "CFDB_EXAMPLES" in os.environ else (Phase.explicit, Phase.reuse, Phase.generate)
"""To make a failing schema small takes minutes: that is for whoever asks for it."""

POLICIES = [
    Policies(),
    Policies(),
    Policies(tinyint1="boolean", enum="check", zero_dates="epoch"),
]


@pytest.fixture(scope="module")
def postgresql(servers: Servers) -> Iterator[psycopg.Connection[Any]]:
    """One database for all examples: its schema is made anew for each."""
    server: Server = servers.get(VERSIONS[0])
    with server.database() as url, psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def mariadb(servers: Servers) -> MySQLServer:
    return servers.mysql()


def of_server(database: MySQLDatabase, policies: Policies) -> Translation:
    left_out: list[Reason] = []

    def report(code: str, message: str, origin: Origin) -> None:
        left_out.append(Reason(code, message, origin.place, origin, lost=True))

    with closing(connect(parse(database.url), Settings("test"))) as link:
        return translate_schema(schema.read(link, report=report), policies, left_out)


def catalog_of(database: MySQLDatabase) -> Catalog:
    with closing(mysql_connection(database.url, cursorclass=pymysql.cursors.DictCursor)) as connection:
        return mariadb_catalog.read(connection, parse(database.url).database)


def differences(theirs: Catalog, translation: Translation, postgresql: psycopg.Connection[Any]) -> list[str]:
    """What PostgreSQL refuses, and what is lost or different without a word."""
    postgresql.execute("DROP SCHEMA public CASCADE")
    postgresql.execute("CREATE SCHEMA public")
    refused = loading.into_postgresql(postgresql, translation.script())
    ours = postgresql_catalog.read(postgresql)
    told = [finding.message.partition(": ")[0] for finding in translation.findings if "renamed-" in finding.code]
    renamed = {name.partition(".")[0] for name in told}
    targets = {f"{table.name}.{key.name}": key.table for table in theirs.tables.values() for key in table.foreign_keys}

    def is_silent(verdict: Verdict) -> bool:
        # The judge looks for a key by the names that its columns had.
        is_key = verdict.kind in ("primary key", "check", "more than there was")
        table = targets.get(verdict.object, "") if verdict.kind == "foreign key" else verdict.object.partition(".")[0]
        is_key = is_key or verdict.kind == "foreign key"
        return verdict.outcome is Outcome.SILENT and not (is_key and table in renamed)

    verdicts = Judge(theirs, ours, translation.findings, refused).verdicts()
    return [
        *(f"refused: {message}: {statement}" for statement, message in refused),
        *(f"{it.kind} {it.object}: {it.reason}" for it in verdicts if is_silent(it)),
    ]


@pytest.mark.timeout(120 + 5 * EXAMPLES)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=PHASES,
    derandomize=len(PHASES) < len(Phase),
)
@given(schemas(), st.sampled_from(POLICIES))
def test_nothing_is_lost_in_silence(
    mariadb: MySQLServer, postgresql: psycopg.Connection[Any], tables: list[Table], policies: Policies
) -> None:
    """Whether the DDL is translated or the schema that the server shows of it."""
    script = "".join(f"{table};\n" for table in tables)
    with mariadb.database() as url:
        database = MySQLDatabase(url)
        database.run(*map(str, tables))
        theirs, live = catalog_of(database), of_server(database, policies)
    text = translate([Source(Path("made.sql"), script.encode())], policies)
    assert differences(theirs, text, postgresql) == []
    assert differences(theirs, live, postgresql) == []
