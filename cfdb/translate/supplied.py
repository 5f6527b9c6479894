"""Functions of MySQL that PostgreSQL has no counterpart of: written into the result where something calls them.

They are called `mysql_…`, so that nobody takes them for the schema's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

TEMPORARY = "pg_temp"


@dataclass(frozen=True, slots=True)
class Supplied:
    """`signature` is what DROP FUNCTION takes, `rest` what CREATE FUNCTION has behind it."""

    name: str
    signature: str
    rest: str

    def create(self, *, again: bool = False) -> str:
        return f"CREATE {'OR REPLACE ' if again else ''}FUNCTION {self.signature} {self.rest}"

    @property
    def drop(self) -> str:
        return f"DROP FUNCTION {self.signature}"

    @property
    def call(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w.$\"]){self.name}\(")

    def for_a_moment(self, sql: str) -> list[str]:
        """The statements around and with `sql`: the function is there while it runs, and nobody else sees it."""
        own = f"{TEMPORARY}.{self.name}("
        return [
            f"CREATE FUNCTION {TEMPORARY}.{self.signature} {self.rest}",
            self.call.sub(own, sql),
            f"DROP FUNCTION {TEMPORARY}.{self.signature}",
        ]


JSON_VALID = Supplied(
    "mysql_json_valid",
    "mysql_json_valid(document text)",
    # IS JSON is there from PostgreSQL 16 on. Only PL/pgSQL can take an error of a cast for an answer.
    """RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $cfdb$
BEGIN
    PERFORM document::json;
    RETURN true;
EXCEPTION WHEN data_exception THEN
    RETURN false;
END
$cfdb$""",
)

ALL = (JSON_VALID,)


def called(*statements: str) -> list[Supplied]:
    """Those that the statements call."""
    return [one for one in ALL if any(one.call.search(statement) for statement in statements)]


def for_a_moment(statements: Iterable[str]) -> Iterator[str]:
    """The statements, each with what it calls made before it and dropped behind it."""
    for statement in statements:
        whole = [statement]
        for function in called(statement):
            at = next(number for number, one in enumerate(whole) if function.call.search(one))
            whole[at : at + 1] = function.for_a_moment(whole[at])
        yield from whole
