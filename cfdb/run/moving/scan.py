"""What the rows of the source say about a move: doubts, references that lead nowhere, values that are there twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from cfdb.copying import scans
from cfdb.copying.concerns import Concern, Weight, of_doubt
from cfdb.copying.keys import qualified
from cfdb.copying.scans import Feed
from cfdb.errors import ConnectionFailed, DatabaseError
from cfdb.model.copy import Doubt
from cfdb.model.tables import ForeignKeyOf, UniqueKeyOf
from cfdb.model.text import value_text
from cfdb.moving.source import MoveSource, Row
from cfdb.run.moving.allowing import ORPHAN, UNIQUE
from cfdb.run.moving.checks import at, subject_of
from cfdb.run.moving.job import Survey
from cfdb.run.moving.planned import Column, Planned

REJECTS = "they are rejected, as many as --max-rejects allows"

OnLook = Callable[[str], None]

Question = tuple[int, Column, Doubt]


def look(source: MoveSource, survey: Survey, on_look: OnLook) -> list[Concern]:
    """Each copy is read once for its doubts, and once for each key of the target that its source does not ensure."""
    found: list[Concern] = []
    for one in survey.copies:
        on_look(f"reading what goes into {subject_of(one)}")
        found += _doubts(source, one, survey.allowed)
        for key in (*one.table.foreign_keys, *one.table.keys_away):
            found += _references(source, survey, one, key)
    for table in survey.tables:
        into = [one for one in survey.copies if one.table.name == table.name]
        for unique in table.unique_keys if into else ():
            on_look(f"comparing values of {unique.name}")
            found += _repeated(source, survey, into, unique)
    return found


def _doubts(source: MoveSource, one: Planned, allowed: frozenset[str]) -> Iterator[Concern]:
    """What is too large as COPY's text is none where rows do not become that."""
    questions = [
        (place, column, doubt)
        for place, column in enumerate(one.columns)
        for doubt in column.wire.doubts
        if doubt.rows and not (doubt.name == "too-large" and one.route.values)
    ]
    if not questions:
        return
    try:
        answers = _counted(source, one, questions)
    except ConnectionFailed:
        raise
    except DatabaseError:
        # One of them cannot be asked: the others can, each on its own.
        answers = [_alone(source, one, question) for question in questions]
    for (_, column, doubt), (rows, example) in zip(questions, answers, strict=True):
        subject = subject_of(one, column.target.name)
        if rows is None:
            yield at(one, Concern(Weight.UNKNOWN, doubt.name, subject, f"the source cannot be asked: {example}"))
        elif rows:
            yield at(one, of_doubt(doubt, subject, column.target, allowed, rows=rows, example=_named(one, example)))


def _counted(source: MoveSource, one: Planned, questions: Sequence[Question]) -> list[tuple[int | None, str]]:
    conditions = [(place, doubt.rows) for place, _, doubt in questions]
    (counts,) = source.ask(scans.counts(one.copy.select, conditions))
    concerned = [condition for condition, rows in zip(conditions, counts, strict=True) if rows]
    found: dict[scans.Condition, str] = {}
    if concerned and (key := _key(one)):
        # A second pass, for what the first one found: mostly there is none.
        (keys,) = source.ask(scans.examples(one.copy.select, concerned, key))
        found = dict(zip(concerned, map(_text, keys), strict=True))
    return [(int(str(rows)), found.get(condition, "")) for condition, rows in zip(conditions, counts, strict=True)]


def _alone(source: MoveSource, one: Planned, question: Question) -> tuple[int | None, str]:
    try:
        return _counted(source, one, [question])[0]
    except ConnectionFailed:
        raise
    except DatabaseError as error:
        return None, error.message


def _key(one: Planned) -> str:
    """An expression that names a row of the driving table: a number as it is, so that the least is the first."""
    cut = one.cut
    if cut.key is None:
        return ""
    if cut.key.is_integer:
        return qualified(cut.key.columns[0], cut.alias)
    expressions = cut.expressions
    return expressions[0] if len(expressions) == 1 else f"CONCAT_WS(', ', {', '.join(expressions)})"


def _named(one: Planned, key: str) -> str:
    return f"{', '.join(one.cut.names)} {key}" if key else ""


def _text(value: object) -> str:
    return "" if value is None else value_text(value)


def _feed(one: Planned, columns: Sequence[str]) -> Feed | None:
    """None where the copy leaves one of the columns out."""
    places = {column.target.name: place for place, column in enumerate(one.columns)}
    if not places.keys() >= set(columns):
        return None
    chosen = tuple(places[name] for name in columns)
    parts = [one.columns[place] for place in chosen]
    sources, wires = tuple(part.source for part in parts), tuple(part.wire for part in parts)
    return Feed(one.copy.select, chosen, sources, wires, _key(one))


def _asked(source: MoveSource, query: str) -> Row | str:
    try:
        (row,) = source.ask(query)
    except ConnectionFailed:
        raise
    except DatabaseError as error:
        return f"the source cannot be asked: {error.message}"
    return row


def _references(source: MoveSource, survey: Survey, one: Planned, key: ForeignKeyOf) -> Iterator[Concern]:
    subject = subject_of(one, ", ".join(key.columns))
    child = _feed(one, key.columns)
    if child is None:
        return
    if all(column.wire.text == "{}" and column.source.type.name == "null" for column in _columns(one, child)):
        return
    into = [other for other in survey.copies if other.table.name == key.references]
    parents = [feed for other in into if (feed := _feed(other, key.referenced))]
    other = key.references.removeprefix("public.")
    obstacle = scans.lookup_obstacle(parents)
    if not into:
        obstacle = f"no copy fills {other}: rows have to be there"
    elif len(parents) < len(into):
        obstacle = f"{', '.join(key.referenced)} of {other} comes of the target itself"
    elif any(table.name == key.references and table.has_rows for table in survey.tables):
        obstacle = f"there are rows in {other} already"
    found = obstacle or _asked(source, scans.lost(child, parents))
    if isinstance(found, str):
        yield at(one, Concern(Weight.UNKNOWN, ORPHAN, subject, f"{key.name} is not checked: {found}"))
        return
    rows, example = int(str(found[0] or 0)), _text(found[1])
    if rows:
        message = f"{key.name}: there is no such row of {other}"
        hint = "leave the rows out, or make the reference NULL"
        concern = Concern(Weight.REFUSED, ORPHAN, subject, message, hint, rows=rows, example=_named(one, example))
        yield at(one, _or_rejects(concern, survey, holds=key not in one.table.keys_away))


def _or_rejects(concern: Concern, survey: Survey, *, holds: bool) -> Concern:
    """Rows that a key refuses can become rejects, where the key `holds` while they come."""
    if not holds:
        return concern
    if concern.code in survey.allowed:
        return replace(concern, weight=Weight.ALLOWED, message=f"{concern.message}: {REJECTS}", hint="", allow=True)
    return replace(concern, hint=f"{concern.hint}; --allow {concern.code}: {REJECTS}", allow=True)


def _columns(one: Planned, feed: Feed) -> list[Column]:
    return [one.columns[place] for place in feed.places]


def _repeated(source: MoveSource, survey: Survey, into: Sequence[Planned], key: UniqueKeyOf) -> Iterator[Concern]:
    first = into[0]
    subject = subject_of(first, ", ".join(key.columns))
    if key.obstacle:
        message = f"whether {key.name} holds is not checked: {key.obstacle}"
        yield at(first, Concern(Weight.UNKNOWN, UNIQUE, subject_of(first), message))
        return
    feeds = [feed for one in into if (feed := _feed(one, key.columns))]
    unfed = {name for one in into for name in key.columns if name not in {c.target.name for c in one.columns}}
    if constants := [name for name in unfed if _is_constant(first, name)]:
        message = f"whether {key.name} holds is not checked: {', '.join(constants)} has a default"
        yield at(first, Concern(Weight.UNKNOWN, UNIQUE, subject, message))
        return
    folded = [name in key.folded for name in key.columns]
    names = first.cut.names if first.cut.key and first.cut.key.unique else ()
    if not feeds or scans.is_unique(feeds, names, folded):
        return
    if not all(wire.here for feed in feeds for wire in feed.wires):
        message = f"whether {key.name} holds is not checked: its values are compared by the target alone"
        yield at(first, Concern(Weight.UNKNOWN, UNIQUE, subject, message))
        return
    found = _asked(source, scans.repeated(feeds, folded, nulls_distinct=key.nulls_distinct))
    if isinstance(found, str):
        yield at(first, Concern(Weight.UNKNOWN, UNIQUE, subject, f"whether {key.name} holds is not checked: {found}"))
        return
    values, rows, example = int(str(found[0] or 0)), int(str(found[1] or 0)), _text(found[2])
    if values:
        case = ", whatever their case" if any(folded) else ""
        message = f"{key.name} takes a value once{case}; {values:,} {'is' if values == 1 else 'are'} there more often"
        hint = "leave rows out with WHERE, or tell them apart in the SELECT"
        concern = Concern(Weight.REFUSED, UNIQUE, subject, message, hint, rows=rows, example=repr(example))
        yield at(first, _or_rejects(concern, survey, holds=(first.table.name, key.name) not in survey.clearing.indexes))


def _is_constant(one: Planned, name: str) -> bool:
    """Whether a column that is left out has the same value, not NULL and not of a sequence, in each row."""
    column = one.table.column(name)
    return column is not None and column.has_default and not column.identity and name not in one.table.sequences
