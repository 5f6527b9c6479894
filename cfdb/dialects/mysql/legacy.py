"""A MySQL or MariaDB database that is to be a PostgreSQL one: its schema, and what its rows say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cfdb.dialects.mysql import data_questions, schema
from cfdb.dialects.mysql.connection import Link
from cfdb.model.assessment import Answer
from cfdb.model.schema import Origin, Schema


class MySQLLegacy:
    """See `cfdb.legacy.Legacy`."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def schema(self, report: Callable[[str, str, Origin], None]) -> Schema:
        return schema.read(self._link, report=report)

    def answers(self, schema: Schema) -> Iterator[Answer]:
        return data_questions.ask(self._link, schema)
