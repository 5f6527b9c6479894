"""Into bytea."""

from __future__ import annotations

from cfdb.copying.wires.pair import Draft, Pair, too_large

FIELD = "CONCAT('" + "\\" * 4 + "x', HEX({}))"
"""A field's \\x needs a backslash before it."""


def form(pair: Pair) -> Draft:
    """Of a text, its bytes in its own character set: as MySQL has it in a VARBINARY."""
    match pair.family:
        case "bytes":
            return Draft(FIELD, "MD5({})", "md5({})", "{}", "bytea", too_large(pair.type))
        case "text" if pair.type.name in ("char", "varchar", "tinytext", "text", "mediumtext", "longtext"):
            value = "CAST({} AS BINARY)"
            return Draft(FIELD.replace("{}", value), f"MD5({value})", "md5({})", value, "bytea", too_large(pair.type))
        case "geometry":
            raise pair.none("ST_AsBinary() in the mapping gives bytes")
        case _:
            raise pair.none("CAST(… AS CHAR) or UNHEX() in the mapping says which bytes")
