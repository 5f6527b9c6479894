"""How information_schema writes types, defaults, expressions and queries, as the pieces of a schema's model."""

from __future__ import annotations

import re
from dataclasses import replace

from cfdb.model.schema import Default, Partitioning, Type
from cfdb.syntax.tokens import Kind, Token, tokens
from cfdb.translate.reading import columns, tables
from cfdb.translate.reading.types import type_of
from cfdb.translate.reading.words import Words
from cfdb.translate.types import BYTES

ESCAPE = re.compile(r"\\(.)", re.DOTALL)
ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a"}

ON_UPDATE = re.compile(r"\bon update (\w+(?:\(\d*\))?)", re.IGNORECASE)
MOMENT = re.compile(r"(?:current_timestamp|now)\b", re.IGNORECASE)

TABLE_FOLLOWS = {"FROM", "JOIN", "STRAIGHT_JOIN"}


def written(text: str, vendor: str) -> str:
    r"""The text of an expression as DDL has it. MySQL escapes it once more: `_utf8mb4\'it\\\'s\'`."""
    if vendor == "mysql":
        text = ESCAPE.sub(lambda found: ESCAPES.get(found[1], found[1]), text)
    return plain(text)


def plain(text: str) -> str:
    """The text without comments."""
    return Words(text).rest()


def type(text: str, charset: str, collation: str, *, usual: str, srid: str = "") -> Type:
    """A type; of its character set only what differs from the `usual` collation, that of its table or database."""
    found = type_of(Words(text))
    if collation and collation != usual:
        found = replace(found, charset=charset, collation=collation)
    return replace(found, srid=srid) if srid else found


def charset_of(collation: str) -> str:
    """The character set that a collation is of; its name begins with it."""
    return collation.partition("_")[0]


def default(text: str | None, extra: str, vendor: str, type: Type, *, nullable: bool) -> Default | None:
    """What a column gets when nothing is said, of a column that is not generated."""
    if vendor == "mariadb":
        # What is no UTF-8 has become a question mark: a wrong default is worse than none, and left_out tells of it.
        lost = type.name in BYTES and "?" in (text or "")
        return None if text is None or lost else _default_of_mariadb(text)
    if text is None:
        # Whether DEFAULT NULL was written is not known, and makes no difference.
        return Default(None) if nullable else None
    if "DEFAULT_GENERATED" in extra or (type.name in ("timestamp", "datetime") and MOMENT.match(text)):
        return Default(expression=written(text, vendor))
    if type.name == "bit" or (type.name in ("binary", "varbinary") and text.startswith("0x")):
        return Default(expression=text)
    return Default(text, quoted=True)


def _default_of_mariadb(text: str) -> Default:
    """MariaDB writes it as it stands in DDL: texts in quotes, NULL as a word."""
    words = Words(text)
    found = columns.default(words)
    return found if words.done else Default(expression=plain(text))


def on_update(extra: str) -> str:
    found = ON_UPDATE.search(extra)
    return found[1] if found else ""


def partitioning(statement: str) -> Partitioning:
    """PARTITION BY of what SHOW CREATE TABLE says."""
    words = Words(statement)
    words.expect("CREATE", "TABLE")
    words.name()
    words.expect("(")
    words.skip_to_closing()
    words.until("PARTITION")
    return tables.partitioning(words)


def unqualified(query: str, database: str) -> str:
    """A view's query without the name of its own database, which the server puts before tables and functions.

    `database`.`x` is a column where a table, or its alias, is called like the database: only where a table can stand,
    before a parenthesis, or with three names, is it the database.
    """
    found = list(tokens(query))
    cuts = [(found[at].start, found[at + 2].start) for at in range(len(found) - 2) if _qualifies(found, at, database)]
    kept, place = [], 0
    for start, end in cuts:
        kept.append(query[place:start])
        place = end
    return "".join(kept) + query[place:]


def _qualifies(found: list[Token], at: int, database: str) -> bool:
    here, dot, name = found[at : at + 3]
    if here.kind is not Kind.NAME or here.value != database or dot.value != "." or name.kind is not Kind.NAME:
        return False
    if at and found[at - 1].value == ".":
        return False
    following = found[at + 3].value if at + 3 < len(found) and found[at + 3].kind is Kind.SYMBOL else ""
    if following in (".", "("):
        return True
    before = at - 1
    while before >= 0 and found[before].kind is Kind.SYMBOL and found[before].value == "(":
        before -= 1
    return before >= 0 and found[before].upper in TABLE_FOLLOWS
