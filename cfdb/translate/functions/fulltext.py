"""MATCH … AGAINST, as PostgreSQL's text search has it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cfdb.translate import literals
from cfdb.translate.casts import as_text
from cfdb.translate.scopes import Context
from cfdb.translate.values import Kind, Untranslatable, Value

CONFIGURATION = "'simple'"
WORD = re.compile(r"\w+(?:'\w+)?")
TOKEN = re.compile(r'\s*([-+<>~]?)("[^"]*"|[^\s"]+)')
NOTE = "words are found as PostgreSQL's configuration simple has them: short and common ones count, too"


def document(texts: Sequence[Value]) -> str:
    """As the index has it that a FULLTEXT index becomes."""
    whole = " || ' ' || ".join(f"coalesce({text.sql}, '')" for text in texts)
    return f"to_tsvector({CONFIGURATION}::regconfig, {whole})"


def matched(context: Context, texts: Sequence[Value], wanted: Value, mode: str) -> Value:
    """How well the texts match, which is whether they do where a condition stands."""
    if "EXPANSION" in mode:
        raise Untranslatable("match … against with query expansion")
    text = as_text(context, wanted)
    context.note(NOTE)
    query = _boolean(context, text) if "BOOLEAN" in mode else _natural(text)
    if query is None:
        sql = "0::double precision"
        return Value(sql, Kind.DOUBLE, 11, nullable=False, truth=(sql, "FALSE"))
    whole = document([as_text(context, one) for one in texts])
    truth = f"{whole} @@ {query}"
    sql = f"CASE WHEN {truth} THEN ts_rank({whole}, {query})::double precision ELSE 0 END"
    return Value(sql, Kind.DOUBLE, nullable=wanted.nullable, truth=(sql, truth))


def _natural(wanted: Value) -> str | None:
    """Any of the words."""
    if wanted.literal is None:
        return f"replace(plainto_tsquery({CONFIGURATION}, {wanted.sql})::text, ' & ', ' | ')::tsquery"
    words = [_word(word) for word in WORD.findall(wanted.literal)]
    return _query(" | ".join(words)) if words else None


def _query(text: str) -> str:
    return f"to_tsquery({CONFIGURATION}, {literals.written(text)})"


def _word(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _boolean(context: Context, wanted: Value) -> str | None:
    """Words that must be there, must not, or may; of those that may, one is wanted where nothing must be there."""
    if wanted.literal is None:
        context.note("in boolean mode, what is computed is read by websearch_to_tsquery(): + and * mean nothing there")
        return f"websearch_to_tsquery({CONFIGURATION}, {wanted.sql})"
    if any(sign in wanted.literal for sign in "()@"):
        raise Untranslatable("match … against in boolean mode, with parentheses or @")
    found: dict[str, list[str]] = {"+": [], "-": [], "": []}
    for sign, token in TOKEN.findall(wanted.literal):
        term = _term(token)
        if term:
            found[sign if sign in found else ""].append(term)
    asked = " & ".join(found["+"]) or " | ".join(found[""])
    if not asked:
        return None
    if found["-"]:
        asked = f"({asked})" if " | " in asked else asked
        asked += "".join(f" & !{term}" for term in found["-"])
    return _query(asked)


def _term(token: str) -> str:
    words = [_word(word) for word in WORD.findall(token)]
    if not words:
        return ""
    if token.endswith("*"):
        words[-1] += ":*"
    return words[0] if len(words) == 1 else f"({' <-> '.join(words)})"
