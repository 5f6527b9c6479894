"""Rights of an account, as SHOW GRANTS writes them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

GRANT = re.compile(r"GRANT (?P<rights>.+?) ON (?P<database>\*|`(?:[^`]|``)+`)\.\* TO ", re.DOTALL)
"""Of all databases, or of one, whose name can have wildcards."""

ALL = "ALL PRIVILEGES"


def allows(grants: Iterable[str], rights: Collection[str], database: str = "") -> bool:
    """Whether one of the rights is there: for all databases, or for this one."""
    for grant in grants:
        found = GRANT.match(grant)
        if (
            found
            and not {ALL, *rights}.isdisjoint(re.split(r", ?", found["rights"]))
            and _covers(found["database"], database)
        ):
            return True
    return False


def _covers(granted: str, database: str) -> bool:
    if granted == "*":
        return True
    pattern = granted[1:-1].replace("``", "`")
    wild = {"%": ".*", "_": "."}
    pieces = re.findall(r"\\.|.", pattern, re.DOTALL)
    regex = "".join(wild.get(piece) or re.escape(piece[-1]) for piece in pieces)
    return bool(database) and re.fullmatch(regex, database, re.DOTALL) is not None
