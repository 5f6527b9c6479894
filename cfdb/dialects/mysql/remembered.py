"""What a script keeps in its session: user variables, temporary tables, prepared statements, the last AUTO_INCREMENT.

A run that was broken off has lost them. The next one brings back what can be brought back by saying it again, and must
not go on where the rest of the script needs something else: an unknown variable is NULL, without an error.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from cfdb.dialects.mysql.statements import CREATE, DOTTED, DROP, SHARED, inner, parts, plain
from cfdb.syntax.mysql import Statement

STRING = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"", re.DOTALL)
VARIABLE = re.compile(r"(?<![\w$@`'\"])@(?:`(?P<quoted>(?:[^`]|``)+)`|'(?P<string>[^']+)'|(?P<bare>[\w$.]+))")
ASSIGNED = re.compile(r"(?:\s*:=|\s*=(?!=))")
NAMED = re.compile(
    r"(?:PREPARE|EXECUTE|DEALLOCATE\s+PREPARE|DROP\s+PREPARE)\s+(?!IMMEDIATE\b)`?(?P<name>[\w$]+)", re.IGNORECASE
)
CALLS = re.compile(r"(?<![\w$.])([A-Za-z_]\w*)\s*\(")
SAME_AGAIN = {
    "CONCAT", "CONCAT_WS", "REPLACE", "IF", "IFNULL", "NULLIF", "COALESCE", "CAST", "CONVERT", "UPPER", "LOWER", "TRIM",
    "LEFT", "RIGHT", "SUBSTRING", "SUBSTR", "LPAD", "RPAD", "REPEAT", "HEX", "UNHEX", "MD5", "SHA1", "SHA2",
    "JSON_ARRAY", "JSON_OBJECT", "ABS", "ROUND", "FLOOR", "CEIL", "CEILING", "MOD", "GREATEST", "LEAST",
    "IN", "AND", "OR", "NOT", "DATE", "CHAR", "DECIMAL", "DATABASE", "SCHEMA", "VERSION",
}  # fmt: skip
"""Functions, and words before a parenthesis, that give the same whenever they are asked."""

NEVER_SAME = re.compile(
    r"\b(?:FROM|CURRENT_(?:TIMESTAMP|DATE|TIME)|LOCALTIME(?:STAMP)?|UTC_(?:TIMESTAMP|DATE|TIME)|(?:NEXT|PREVIOUS)\s+VALUE)\b"
    r"|@@(?:(?:SESSION|LOCAL|GLOBAL)\s*\.\s*)?(?:last_insert_id|identity|insert_id|rand_seed\d|timestamp|error_count|warning_count)\b",
    re.IGNORECASE,
)
"""What needs no parentheses, and gives something else the next time: the hour, a row, a number of a sequence."""

LAST_ID = "LAST_INSERT_ID()"
SETTING = "SET"
PREPARED = "PREPARE "
SYSTEM = re.compile(r"(?:SET|,)\s*(?:@@[\w.]+|(?:SESSION\s+|LOCAL\s+)?[A-Za-z]\w*)\s*:?=", re.IGNORECASE)
"""A SET of something else than a user variable."""
WRITES = {"INSERT", "REPLACE", "LOAD"}


@dataclass(frozen=True, slots=True)
class Memory:
    """What `statements` leave in the session: each thing, by its name in SQL, and the statement that it is from.

    Things in `kept` come back when `again` is run; those in `lost` do not.
    """

    kept: dict[str, Statement] = field(default_factory=dict)
    lost: dict[str, Statement] = field(default_factory=dict)
    again: list[Statement] = field(default_factory=list)


def memory(text: bytes, statements: Sequence[Statement]) -> Memory:
    """What the session holds after these statements."""
    held = Memory()
    for outer in statements:
        statement = inner(text, outer)
        if statement.first in WRITES and not _looked_into(text, statement, held):
            _put(held, LAST_ID, outer, kept=False)
            continue
        words = _words(text, statement)
        if statement.first == "SET":
            if not SHARED.match(words):
                _set(held, statement, words)
            continue
        for thing in _dropped(words, statement):
            held.kept.pop(thing, None)
            held.lost.pop(thing, None)
        for thing in _made(words, statement):
            _put(held, thing, statement, kept=_comes_back(held, statement, words))
        # Rows, columns and indexes that a temporary table got later are not there when it is only created again.
        for thing in _mentioned(held.kept, words):
            if not thing.startswith(("@", PREPARED)) and held.kept[thing] is not statement:
                _put(held, thing, statement, kept=False)
    return held


def missing(text: bytes, held: Memory, left: Sequence[Statement]) -> tuple[str, Statement] | None:
    """The first thing that is lost although one of the statements that are `left` needs it, with that statement."""
    lost = set(held.lost)
    if SETTING in lost and left:
        return SETTING, left[0]
    for statement in map(partial(inner, text), left):
        if not lost:
            return None
        words = _words(text, statement)
        made = set(_made(words, statement)) | set(_assigned(words))
        for thing in _mentioned(lost, words):
            if thing not in made or _reads(thing, words):
                return thing, statement
        lost -= made | set(_dropped(words, statement))
    return None


def needed(text: bytes, held: Memory, left: Sequence[Statement]) -> list[Statement]:
    """The statements to run again, in order, before those that are `left`: settings always, others where asked for."""
    if not held.again:
        return []
    things = {thing for thing in held.kept if not thing.startswith("@")}
    used = {thing for statement in left for thing in _mentioned(things, _words(text, statement))}
    wanted = {id(held.kept[thing]) for thing in used}
    return [statement for statement in held.again if statement.first == "SET" or id(statement) in wanted]


def words_for(thing: str) -> str:
    """A thing as a message names it."""
    return {SETTING: "a setting of the session", LAST_ID: "the value of LAST_INSERT_ID()"}.get(
        thing,
        f"the variable {thing}" if thing.startswith("@")
        else f"the prepared statement {thing.removeprefix(PREPARED)}" if thing.startswith(PREPARED)
        else f"the temporary table {thing}",
    )  # fmt: skip


def temporary_tables(text: bytes, statements: Sequence[Statement]) -> list[str]:
    """The temporary tables, as SQL names them, that these statements create."""
    made = (CREATE.match(_words(text, statement)) for statement in statements if statement.first == "CREATE")
    return [found["name"] for found in made if found and found["temporary"]]


def same_twice(text: bytes, row: Sequence[Statement]) -> bool:
    """Whether a transaction of these statements can be taken back and run again: the session is not taken back."""
    after = memory(text, row)
    everything = Memory(lost={**after.kept, **after.lost})
    created: set[str] = set()
    for statement in row:
        words = _words(text, statement)
        if any(thing not in created for thing in _dropped(words, statement)):
            return False
        created.update(_made(words, statement))
    return missing(text, everything, row) is None


def _words(text: bytes, statement: Statement) -> str:
    return plain(text[statement.start : statement.end])


def _looked_into(text: bytes, statement: Statement, held: Memory) -> bool:
    """Whether more is to be found in an INSERT than that it is one: a dump has very many of them."""
    return bool(held.kept) or text.find(b"@", statement.start, statement.end) >= 0


def _set(held: Memory, statement: Statement, words: str) -> None:
    assigned = list(_assigned(words))
    code = STRING.sub("''", words)
    reads = [thing for thing in _variables(words) if thing in held.lost and _reads(thing, words)]
    same = not any(found[1].upper() not in SAME_AGAIN for found in CALLS.finditer(code))
    same = same and not reads and not NEVER_SAME.search(code)
    for thing in assigned:
        _put(held, thing, statement, kept=same)
    if same or not (assigned or reads):
        held.again.append(statement)
    elif SYSTEM.search(code):
        held.lost[SETTING] = statement


def _put(held: Memory, thing: str, statement: Statement, *, kept: bool) -> None:
    held.kept.pop(thing, None)
    held.lost.pop(thing, None)
    (held.kept if kept else held.lost)[thing] = statement
    if kept and statement not in held.again and statement.first != "SET":
        held.again.append(statement)


def _comes_back(held: Memory, statement: Statement, words: str) -> bool:
    """Whether running it again would make the same as before."""
    if statement.first == "PREPARE":
        return not any(thing in held.lost for thing in _variables(words))
    if statement.first == "CREATE":
        return not re.search(r"\b(?:SELECT|LIKE|VALUES)\b", words, re.IGNORECASE)
    return False


def _made(words: str, statement: Statement) -> Iterator[str]:
    """What a statement other than SET puts into the session."""
    if statement.first == "CREATE" and (found := CREATE.match(words)) and found["temporary"]:
        yield parts(found["name"])[1].lower()
    elif statement.first == "PREPARE" and (found := NAMED.match(words)):
        yield f"{PREPARED}{found['name'].lower()}"
    elif statement.first in WRITES:
        yield LAST_ID
        yield from _assigned(words)
    elif statement.first == "CALL":
        # Any of them may be an OUT parameter.
        yield from _variables(words)
    elif statement.first != "SET":
        yield from _assigned(words)


def _dropped(words: str, statement: Statement) -> Iterator[str]:
    if statement.first == "DROP" and (found := DROP.match(words)) and found["kind"].upper() == "TABLE":
        yield from (parts(name)[1].lower() for name in re.findall(DOTTED, found["names"]))
    elif statement.first in ("DEALLOCATE", "DROP") and (found := NAMED.match(words)):
        yield f"{PREPARED}{found['name'].lower()}"


def _assigned(words: str) -> Iterator[str]:
    """User variables that get a value: by SET, by := and by INTO."""
    setting = words[:4].upper().startswith("SET")
    code = STRING.sub("''", words) if "@'" not in words else words
    for found in VARIABLE.finditer(code):
        behind = ASSIGNED.match(code, found.end())
        if behind and (setting or ":" in behind[0]):
            yield _variable(found)
    for into in re.finditer(r"\bINTO\s+(@[^;]*?)(?:\bFROM\b|\bFOR\b|\bLINES\b|$)", code, re.IGNORECASE | re.DOTALL):
        for found in VARIABLE.finditer(into[1]):
            yield _variable(found)


def _reads(thing: str, words: str) -> bool:
    """Whether a statement that gives a variable a value asks for its old one, too."""
    if not thing.startswith("@"):
        return thing == LAST_ID and "LAST_INSERT_ID" in words.upper()
    return list(_variables(words)).count(thing) > list(_assigned(words)).count(thing)


def _mentioned(things: Collection[str], words: str) -> Iterator[str]:
    if not things:
        return
    variables = set(_variables(words)) if any(thing.startswith("@") for thing in things) else set()
    code = STRING.sub("''", words)
    for thing in sorted(things):
        if thing == LAST_ID:
            if re.search(
                r"\bLAST_INSERT_ID\s*\(\s*\)|@@(?:session\.)?(?:last_insert_id|identity)\b", code, re.IGNORECASE
            ):
                yield thing
        elif thing.startswith("@"):
            if thing in variables:
                yield thing
        elif thing.startswith(PREPARED):
            found = NAMED.match(words)
            if found and found["name"].lower() == thing.removeprefix(PREPARED):
                yield thing
        elif re.search(rf"(?<![\w$]){re.escape(thing)}(?![\w$])", code, re.IGNORECASE):
            yield thing


def _variables(words: str) -> Iterator[str]:
    code = STRING.sub("''", words) if "@'" not in words else words
    return map(_variable, VARIABLE.finditer(code))


def _variable(found: re.Match[str]) -> str:
    return "@" + (found["quoted"] or found["string"] or found["bare"]).lower()
