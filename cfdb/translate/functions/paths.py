"""JSON paths: a plain one is a list of steps here, one with wildcards a path of PostgreSQL's own kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from json import dumps

from cfdb.translate import literals
from cfdb.translate.casts import as_small, as_text
from cfdb.translate.scopes import Context
from cfdb.translate.values import CAST, IS, OTHER, Kind, Untranslatable, Value, cast

STEP = re.compile(
    r'\s*(?:\.\s*(?P<name>[A-Za-z_$][\w$]*)|\.\s*"(?P<quoted>(?:[^"\\\0]|\\.)*)"|\[\s*(?P<index>\d+)\s*\]'
    r"|\[\s*last\s*(?:-\s*(?P<back>\d+)\s*)?\]"
    r'|\[\s*\0(?P<place>\d+)\0\s*\]|\.\s*"\0(?P<key>\d+)\0"|\.\s*\0(?P<bare>\d+)\0'
    r"|(?P<every>\.\s*\*|\[\s*\*\s*\]|\[\s*\d+\s+to\s+\d+\s*\]|\*\*))"
)


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A step that means several places, as a jsonpath has it."""

    sql: str


Step = str | int | Value | Wildcard
Steps = list[Step]


def steps(context: Context, path: Value) -> Steps:
    """Keys and places, without wildcards, for what is changed there. Raises Untranslatable."""
    found, _ = _parsed(context, path, bare=True)
    if any(isinstance(step, Wildcard) for step in found):
        raise Untranslatable(f"json path {path.sql}")
    return found


def _parsed(context: Context, path: Value, *, bare: bool) -> tuple[Steps, list[Value]]:
    """The steps of a constant, or of a CONCAT with whole steps in it; `bare` ones may do without quotes."""
    text, holes = _template(path)
    if text is None:
        raise Untranslatable("a json path that is computed")
    text = text.strip()
    if not text.startswith("$"):
        raise Untranslatable(f"json path {path.sql}")
    found: Steps = []
    at = 1
    while at < len(text):
        step = STEP.match(text, at)
        if not step or (step["bare"] and not bare):
            raise Untranslatable(f"json path {path.sql}")
        found.append(_step(context, step, holes))
        at = step.end()
    return found, holes


def _template(path: Value) -> tuple[str | None, list[Value]]:
    """The text with a mark for everything in it that is no constant."""
    if path.kind is not Kind.TEXT:
        return None, []
    if path.literal is not None:
        return path.literal, []
    sql, parts = path.parts
    if sql != path.sql:
        return None, []
    holes = [part for part in parts if part.literal is None]
    marks = {id(hole): f"\0{number}\0" for number, hole in enumerate(holes)}
    return "".join(marks.get(id(part)) or part.literal or "" for part in parts), holes


def _step(context: Context, found: re.Match[str], holes: Sequence[Value]) -> Step:
    if found["every"]:
        shown = re.sub(r"\s+", " ", found["every"])
        return Wildcard(".**" if shown == "**" else shown)
    if found["place"]:
        return as_small(context, holes[int(found["place"])])
    if found["key"] or found["bare"]:
        if found["bare"]:
            context.note("a key of a json path that is computed is taken for one key, whatever is in it")
        return as_text(context, holes[int(found["key"] or found["bare"])])
    if found["name"] is not None:
        return found["name"]
    if found["quoted"] is not None:
        return found["quoted"].replace('\\"', '"')
    if found["index"]:
        return int(found["index"])
    return -1 - int(found["back"] or 0)


def array_of(path: Steps) -> str:
    """The path for jsonb_set() and #-."""
    return f"ARRAY[{', '.join(_element(step) for step in path)}]"


def _element(step: Step) -> str:
    if isinstance(step, Value):
        return step.sql if step.kind is Kind.TEXT else cast(step, "text", Kind.TEXT).sql
    return literals.written(str(step))


def at(document: Value, path: Steps) -> Value:
    """What a document has at a place."""
    if not path:
        return document
    *ahead, last = [_written(step) for step in path]
    start = " -> ".join([document.within(OTHER), *ahead])
    return Value(f"{start} -> {last}", Kind.JSON, OTHER, plain=f"{start} ->> {last}")


def _written(step: Step) -> str:
    if isinstance(step, Value):
        return step.within(OTHER + 1)
    return str(step) if isinstance(step, int) else literals.written(str(step))


def lookup(context: Context, document: Value, path: Value) -> Value:
    """What a document has where a path leads: with wildcards, an array of all that is there."""
    if path.kind is Kind.NULL:
        return Value("NULL::jsonb", Kind.JSON, CAST)
    try:
        found, _ = _parsed(context, path, bare=False)
    except Untranslatable:
        if path.literal is not None or path.kind is not Kind.TEXT:
            raise
        return _computed(context, document, path)
    if any(isinstance(step, Wildcard) for step in found):
        return Value(f"NULLIF({matches(document, found).sql}, '[]')", Kind.JSON)
    return at(document, found)


def all_at(context: Context, document: Value, path: Value) -> Value:
    """The same, always in an array, and an empty one of nothing."""
    found, _ = _parsed(context, path, bare=False)
    if any(isinstance(step, Wildcard) for step in found):
        return matches(document, found)
    one = at(document, found).within(IS + 1)
    shown = f"CASE WHEN {one} IS NOT NULL THEN jsonb_build_array({one}) ELSE '[]' END"
    return Value(f"({shown})", Kind.JSON)


def _computed(context: Context, document: Value, path: Value) -> Value:
    context.note("a json path that is computed leads to one value: one with wildcards to the first of them")
    shown = f"('strict ' || {path.within(OTHER + 1)})::jsonpath"
    return Value(f"jsonb_path_query_first({document.sql}, {shown}, '{{}}', TRUE)", Kind.JSON)


def query_of(context: Context, document: Value, path: Value) -> str:
    """The call that has a row for everything where the path leads."""
    found, _ = _parsed(context, path, bare=False)
    place = next((number for number, step in enumerate(found) if isinstance(step, Wildcard)), len(found))
    return f"jsonb_path_query({at(document, found[:place]).sql}, {_strict(found[place:])})"


def _strict(path: Steps) -> str:
    """Strict, as MySQL looks into no array by itself; what a step does not fit is passed over."""
    shown = "strict $"
    for step in path:
        one = _jsonpath(step)
        shown += one if one == ".**" else f" ? (exists (@{one})){one}"
    return literals.written(shown)


def matches(document: Value, path: Steps) -> Value:
    """All that is where wildcards lead, in an array."""
    place = next(number for number, step in enumerate(path) if isinstance(step, Wildcard))
    query = f"jsonb_path_query_array({at(document, path[:place]).sql}, {_strict(path[place:])})"
    return Value(query, Kind.JSON, nullable=True)


def _jsonpath(step: Step) -> str:
    match step:
        case Wildcard():
            return step.sql
        case int():
            return f"[{step}]" if step >= 0 else f"[last{f' - {-1 - step}' if step < -1 else ''}]"
        case str():
            return f".{dumps(step, ensure_ascii=False)}"
    raise Untranslatable("a json path with wildcards that is computed")
