"""What an account may not see: information_schema hides it, and says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfdb.dialects.mysql.connection import Link
from cfdb.model.text import value_text

GRANT = re.compile(r"GRANT (?P<rights>.+?) ON (?P<kind>TABLE |PROCEDURE |FUNCTION )?(?P<place>\S+) TO ")
ALL = "ALL PRIVILEGES"

NEEDED = {
    "tables": {"SELECT"},
    "views": {"SHOW VIEW"},
    "triggers": {"TRIGGER"},
    "events": {"EVENT"},
    "procedures and functions": {
        "EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE", "SHOW_ROUTINE", "SHOW CREATE ROUTINE", "SELECT ON mysql.proc",
    },
}  # fmt: skip
"""By what is seen with them, the rights of which an account needs one on all of a database."""

ROUTINES = {"mysql": "SHOW_ROUTINE on the server", "mariadb": "SELECT on mysql.proc"}
"""What shows the bodies of routines, too, by the kind of server: EXECUTE shows their names alone."""


def lacking(link: Link, database: str) -> Iterator[tuple[str, str]]:
    """What of the database the account may not see, or not all of, and the right that it lacks for that, in words."""
    held = rights(link, database)
    for what, enough in NEEDED.items():
        if not held & (enough | {ALL}):
            yield what, f"{min(enough)} on the database" if len(enough) == 1 else ROUTINES[link.vendor]


def rights(link: Link, database: str) -> set[str]:
    """The rights that the account has on all of the database, those of its roles in use among them."""
    found: set[str] = set()
    for text in _grants(link):
        grant = GRANT.match(text)
        if grant is None or grant["kind"] in ("PROCEDURE ", "FUNCTION "):
            continue
        names = {name.strip().upper() for name in re.sub(r"\(.*?\)", "", grant["rights"]).split(",")}
        schema, _, table = grant["place"].rpartition(".")
        if table == "*" and (schema == "*" or _matches(schema.strip("`"), database)):
            found |= names
        if schema.strip("`") in ("mysql", "*") and table.strip("`") in ("proc", "*") and names & {"SELECT", ALL}:
            found.add("SELECT ON mysql.proc")
    return found


def _grants(link: Link) -> Iterator[str]:
    statement = "SHOW GRANTS"
    if link.vendor == "mysql":
        # MariaDB lists those of the role in use by itself.
        roles = str(link.ask("SELECT CURRENT_ROLE()")[0][0])
        statement += f" FOR CURRENT_USER() USING {roles}" if roles.upper() != "NONE" else ""
    for row in link.ask(statement):
        yield value_text(row[0])


def _matches(pattern: str, database: str) -> bool:
    r"""Names of databases in grants are patterns of LIKE: shop\_% is those that begin with shop_."""
    parts = re.findall(r"\\.|.", pattern.replace("``", "`"), re.DOTALL)
    shown = {"%": ".*", "_": "."}
    return bool(re.fullmatch("".join(shown.get(part) or re.escape(part[-1]) for part in parts), database, re.DOTALL))
