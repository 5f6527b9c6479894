"""What a SELECT must not ask, as the answer is another one in every session or at every time."""

from __future__ import annotations

from collections.abc import Iterator

from cfdb.copying import query as queries
from cfdb.copying.words import NotCopied, Words
from cfdb.syntax.tokens import Kind

_SESSION = "it belongs to one session: write what it stands for, or join the table that has it"
_MOMENT = "write the moment itself, such as TIMESTAMP '2026-01-31 00:00:00', or leave the column to its default"
_CHANCE = "leave the column to its default, or make the value of columns"
_SLEEPS = "delete it: it changes no value"

OF_SESSION = frozenset((
    "CONNECTION_ID", "CURRENT_ROLE", "CURRENT_USER", "DATABASE", "FOUND_ROWS", "LAST_INSERT_ID", "LASTVAL",
    "PS_CURRENT_THREAD_ID", "ROW_COUNT", "SCHEMA", "SESSION_USER", "SYSTEM_USER", "USER",
))  # fmt: skip
OF_MOMENT = frozenset((
    "CURDATE", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURTIME", "LOCALTIME", "LOCALTIMESTAMP", "NOW",
    "SYSDATE", "UTC_DATE", "UTC_TIME", "UTC_TIMESTAMP",
))  # fmt: skip
OF_CHANCE = frozenset((
    "ENCRYPT", "NEXTVAL", "RAND", "RANDOM_BYTES", "ROWNUM", "SETVAL", "SYS_GUID", "UUID", "UUID_SHORT", "UUID_V4",
    "UUID_V7", "UUIDV4", "UUIDV7",
))  # fmt: skip
OF_SERVER = frozenset((
    "BENCHMARK", "GET_LOCK", "IS_FREE_LOCK", "IS_USED_LOCK", "LOAD_FILE", "MASTER_GTID_WAIT", "MASTER_POS_WAIT",
    "RELEASE_ALL_LOCKS", "RELEASE_LOCK", "SLEEP", "SOURCE_POS_WAIT", "WAIT_FOR_EXECUTED_GTID_SET",
))  # fmt: skip

WITHOUT_PARENTHESES = frozenset((
    "CURRENT_DATE", "CURRENT_ROLE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_USER", "LOCALTIME", "LOCALTIMESTAMP",
    "UTC_DATE", "UTC_TIME", "UTC_TIMESTAMP",
))  # fmt: skip

_HINTS = {
    **dict.fromkeys(OF_SESSION, _SESSION),
    **dict.fromkeys(OF_MOMENT, _MOMENT),
    **dict.fromkeys(OF_CHANCE, _CHANCE),
    **dict.fromkeys(OF_SERVER, _SLEEPS),
}

_CLAUSES = {
    "INTO": ("INTO takes the rows away", "delete it"),
    "FOR": ("FOR UPDATE and FOR SHARE lock rows of the source", "delete it: the source is only read"),
    "LOCK": ("LOCK IN SHARE MODE locks rows of the source", "delete it: the source is only read"),
    "PROCEDURE": ("PROCEDURE does more than to read", "delete it"),
}


def problems(words: Words, start: int, stop: int) -> Iterator[NotCopied]:
    """Everything that would not be the same if it were asked again, and what does more than to read."""
    for at in range(start, stop):
        token, called = words.token(at), words.symbol(at + 1) == "("
        word = words.keyword(at)
        if token.kind is Kind.WORD and token.value.startswith("@"):
            name = token.value if words.token(at + 1).start != token.end else words.cut(at, at + 2)
            yield NotCopied(token.start, f"variable {name} has another value in every session", _SESSION)
        elif word in _HINTS and (called or word in WITHOUT_PARENTHESES):
            yield NotCopied(token.start, f"{word} is not the same in every chunk", _HINTS[word])
        elif word == "UNIX_TIMESTAMP" and called and words.closing[at + 1] == at + 2:
            yield NotCopied(token.start, f"{word}() is not the same in every chunk", _MOMENT)
        elif word in ("NEXT", "PREVIOUS") and words.keyword(at + 1) == "VALUE" and words.keyword(at + 2) == "FOR":
            yield NotCopied(token.start, f"{word} VALUE FOR is not the same in every chunk", _CHANCE)
        elif word == "SQL_CALC_FOUND_ROWS":
            yield NotCopied(token.start, f"{word} is for another statement", "delete it")
        elif clause := _CLAUSES.get(queries.clause_at(words, at)):
            yield NotCopied(token.start, *clause)
