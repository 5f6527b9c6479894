"""Every schema of the corpus: loaded, translated, applied, judged."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import psycopg
import pymysql
import pymysql.cursors

from cfdb.model.finding import Finding
from cfdb.model.policies import Policies
from cfdb.run.translate import read
from cfdb.servers import embedded, mariadb
from cfdb.translate.translation import translate

from . import download, loading, mariadb_catalog, postgresql_catalog
from .catalog import Catalog
from .judge import Judge, Verdict
from .manifest import Wanted

FAST = ("--innodb-flush-method=nosync",)
"""Two thousand tables are made and thrown away."""


@dataclass
class Result:
    """`refused` by PostgreSQL; `problems` are what MariaDB does not take of a schema itself."""

    name: str
    tables: int = 0
    problems: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    findings: Sequence[Finding] = ()
    verdicts: list[Verdict] = field(default_factory=list)
    crash: str = ""
    seconds: float = 0.0


def results(wanted: Sequence[Wanted]) -> Iterator[Result]:
    with ExitStack() as stack:
        theirs = stack.enter_context(mariadb.throwaway(*FAST))
        ours = stack.enter_context(embedded.throwaway())
        for schema in wanted:
            yield _result(schema, theirs, ours)


def _result(wanted: Wanted, theirs: mariadb.Running, ours: embedded.Running) -> Result:
    result = Result(wanted.name)
    try:
        scripts = download.ready(wanted)
    except (OSError, KeyError) as error:
        result.crash = f"not to be had: {error}"
        return result
    result.problems = loading.into_mariadb(theirs, wanted.name, scripts)
    original = _mariadb(theirs, wanted.name)
    result.tables = len(original.tables)
    began = perf_counter()
    try:
        translation = translate(read(scripts), Policies())
        statements = list(translation.script())
        result.findings = translation.findings
    except Exception:  # a crash of the translation is a result, too
        result.crash = traceback.format_exc()
        statements = []
    result.seconds = perf_counter() - began
    (download.ROOM / "translated").mkdir(exist_ok=True)
    (download.ROOM / "translated" / f"{wanted.name}.sql").write_bytes(b"".join(statements))
    translated = _postgresql(ours, wanted.name, statements, result)
    result.verdicts = list(Judge(original, translated, result.findings, result.refused).verdicts())
    return result


def _mariadb(server: mariadb.Running, database: str) -> Catalog:
    with pymysql.connect(
        unix_socket=str(server.socket), user="root", database=database, charset="utf8mb4", autocommit=True,
        cursorclass=pymysql.cursors.DictCursor,
    ) as connection:  # fmt: skip
        return mariadb_catalog.read(connection, database)


def _postgresql(server: embedded.Running, database: str, statements: list[bytes], result: Result) -> Catalog:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}"'.encode())
    settings: dict[str, Any] = {"options": "-c synchronous_commit=off"}
    with psycopg.connect(server.url(database), autocommit=True, **settings) as connection:
        result.refused = loading.into_postgresql(connection, statements)
        return postgresql_catalog.read(connection)
