"""INSERT, also with IGNORE and ON DUPLICATE KEY UPDATE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlglot import exp

from cfdb.model.schema import Column, Index, IndexKind
from cfdb.translate.assigning import assigned
from cfdb.translate.expressions import source_of, translated
from cfdb.translate.grammar import parse_expression
from cfdb.translate.queries import block
from cfdb.translate.reading.words import Words
from cfdb.translate.routines import asking, expressing
from cfdb.translate.routines.scope import Scope
from cfdb.translate.routines.targets import Changes, Missing, Target, assign_all, assignments, split, target_of
from cfdb.translate.scopes import Scope as Columns
from cfdb.translate.values import EXACT, Kind, Untranslatable, Value


@dataclass(slots=True)
class Insert:
    """What an INSERT or REPLACE says: `rows` of texts, or a `query`."""

    target: Target
    columns: list[Column]
    rows: list[list[str]] = field(default_factory=list)
    query: str = ""
    alias: str = ""
    updates: list[tuple[str, str]] = field(default_factory=list)
    ignore: bool = False


def read(words: Words, scope: Scope) -> Insert:  # noqa: C901 - clause after clause
    words.accept_any("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY")
    ignore = words.accept("IGNORE")
    words.accept("INTO")
    target = target_of(words.name(), scope)
    every = [column for column in target.table.columns if not column.invisible]
    found = Insert(target, every, ignore=ignore)
    if words.sees("(") and words.peek(1).upper not in ("SELECT", "WITH") and words.peek(1).value != "(":
        names = words.parenthesised() if words.peek(1).value != ")" else _nothing(words)
        found.columns = [_column(target, split(name)[1]) for name in names.split(",")] if names else []
    if words.accept("SET"):
        given = assignments(words, "ON", "AS")
        found.columns = [_column(target, split(name)[1]) for name, _ in given]
        found.rows = [[text for _, text in given]]
    elif words.accept_any("VALUES", "VALUE"):
        found.rows.append(_row(words))
        while words.accept(","):
            found.rows.append(_row(words))
    else:
        found.query = _query(words)
    if words.accept("AS"):
        found.alias = words.name()
        if words.sees("("):
            raise Untranslatable("names for the columns of a row")
    if words.accept("ON", "DUPLICATE", "KEY", "UPDATE"):
        found.updates = assignments(words, "RETURNING")
    if not words.done:
        raise words.fail("the end of the statement")
    if found.rows and any(len(row) != len(found.columns) for row in found.rows):
        if not (all(not row for row in found.rows) and found.columns == every):
            raise Untranslatable("another number of values than columns")
        found.columns = []
    return found


def _nothing(words: Words) -> str:
    words.expect("(", ")")
    return ""


def _column(target: Target, name: str) -> Column:
    found = target.table.column(name)
    if found is None:
        raise Missing(f"unknown column {name}")
    return found


def _row(words: Words) -> list[str]:
    words.expect("(")
    found: list[str] = []
    if words.accept(")"):
        return found
    while True:
        found.append(words.until(",", ")"))
        if not words.accept(","):
            break
    words.expect(")")
    return found


def _query(words: Words) -> str:
    """Up to ON DUPLICATE; other ONs are those of joins."""
    first = words.at
    while not words.done and not words.sees("ON", "DUPLICATE"):
        words.next()
    return words.between(first, words.at)


def insert(words: Words, scope: Scope) -> Changes:
    found = read(words, scope)
    target = found.target
    lines = [f"INSERT INTO {target.sql}"]
    counter = next((column for column in target.table.columns if column.auto_increment), None)
    if found.query:
        lines += [_listed(found), selected(found)]
    else:
        lines += _values(found, counter)
    if found.updates:
        lines.append(_on_duplicate(found))
    elif found.ignore:
        scope.routine.find("insert ignore skips rows that are there already, and no others")
        lines.append("ON CONFLICT DO NOTHING")
    sql = " ".join(line for line in lines if line)
    identity = scope.routine.identity
    if identity is not None and counter is not None and _is_numbered(found, counter):
        if found.ignore:
            raise Untranslatable("last_insert_id() behind insert ignore")
        sql = _identified(found, sql, target.name(counter), identity.name)
    return Changes((sql,), counts=not found.updates, what="insert … on duplicate key update")


def _is_numbered(found: Insert, counter: Column) -> bool:
    """Whether the server gives the numbers: only those are LAST_INSERT_ID()."""
    at = next((n for n, column in enumerate(found.columns) if column.name == counter.name), None)
    if any("last_insert_id" in text.lower() for _, text in found.updates):
        return True
    if at is None:
        if found.updates:
            raise Untranslatable("last_insert_id() behind insert … on duplicate key update")
        return True
    return not found.query and all(_is_next(row[at]) for row in found.rows)


def _is_next(text: str) -> bool:
    """What a column AUTO_INCREMENT takes for the next number."""
    return text.strip().upper() in ("NULL", "DEFAULT", "0", "'0'", "''")


def _identified(found: Insert, sql: str, counter: str, variable: str) -> str:
    if len(found.rows) == 1:
        return f"{sql} RETURNING {counter} INTO {variable}"
    # LAST_INSERT_ID() is the first number of a statement.
    numbers = f"WITH numbers AS ({sql} RETURNING {counter})"
    return f"{numbers} SELECT coalesce(min({counter}), {variable}) INTO {variable} FROM numbers"


def _listed(found: Insert) -> str:
    return f"({', '.join(found.target.name(column) for column in found.columns)})"


def _values(found: Insert, counter: Column | None) -> list[str]:
    kept = list(range(len(found.columns)))
    for at, column in enumerate(found.columns):
        if column is counter and all(_is_next(row[at]) for row in found.rows):
            kept.remove(at)
        elif column.generated:
            if any(row[at].strip().upper() != "DEFAULT" for row in found.rows):
                raise Untranslatable(f"assignment to the generated column {column.name}")
            kept.remove(at)
    columns = [found.columns[at] for at in kept]
    if not columns:
        if len(found.rows) != 1:
            raise Untranslatable("several rows of defaults")
        return ["DEFAULT VALUES"]
    rows = [
        ", ".join(value_of(found.target, column, row[at]) for at, column in zip(kept, columns, strict=True))
        for row in found.rows
    ]
    names = ", ".join(found.target.name(column) for column in columns)
    return [f"({names})", f"VALUES {', '.join(f'({row})' for row in rows)}"]


def value_of(target: Target, column: Column, text: str) -> str:
    """One value of a row."""
    if text.strip().upper() == "DEFAULT" or (column.auto_increment and _is_next(text)):
        return "DEFAULT"
    scope = target.scope
    node = expressing.prepared(scope, parse_expression(text))
    return assigned(scope.context, translated(scope.context, Columns(), node), target.value(column)).sql


def selected(found: Insert) -> str:
    scope = found.target.scope
    part = block(scope.context, Columns(), asking.parsed(found.query, scope))
    if len(part.items) != len(found.columns):
        raise Untranslatable("another number of values than columns")
    context = scope.context
    for column in found.columns:
        found.target.column(column.name)
    wanted = [found.target.value(column) for column in found.columns]
    return part.text(lambda number, value: assigned(context, value, wanted[number]))


# Rows that are there already


def _on_duplicate(found: Insert) -> str:
    target = found.target
    names = target.scope.routine.names
    source = source_of(target.table, names, target.scope.routine.policies, alias=target.alias)
    excluded = replace(source, alias="excluded")
    known = selected_names(found) if found.query else {}
    updates = []
    for name, text in found.updates:
        column = _column(target, split(name)[1])
        if column.auto_increment and "last_insert_id" in text.lower():
            # The idiom that makes LAST_INSERT_ID() the number of the row that is there: RETURNING tells it anyway.
            updates.append((column, f"`{target.alias}`.`{column.name}`"))
            continue
        updates.append((target.column(column.name), _of_query(_with_alias(text, found.alias), known)))
    # A bare name is of the row that is there: `excluded` is seen by its own name alone.
    columns = Columns((source,), outer=Columns((excluded,)))
    values = assign_all(target, columns, updates, [target.alias, target.table.name])
    shown = ", ".join(f"{target.name(column)} = {value.sql}" for column, value in values)
    key = _conflict(found)
    return f"ON CONFLICT ({key}) DO UPDATE SET {shown}"


def _with_alias(text: str, alias: str) -> str:
    """The name of the new row is `excluded` in PostgreSQL."""
    if not alias:
        return text
    node: Any = parse_expression(text)

    def named(one: Any) -> Any:
        if isinstance(one, exp.Column) and one.table.lower() == alias.lower():
            return exp.column(one.this.copy(), table=exp.to_identifier("excluded"))
        return one

    return str(node.transform(named).sql(dialect="mysql"))


def selected_names(found: Insert) -> dict[tuple[str, str], Column]:
    """What the columns of a query are called, each with the column that it is put into.

    MySQL knows them by these names behind ON DUPLICATE KEY UPDATE, PostgreSQL has them in the row that was to go in.
    """
    scope = found.target.scope
    node = asking.parsed(found.query, scope)
    table = found.target.table.name.lower()
    triggers = scope.routine.schema.triggers.values()
    if any((one.table.lower(), one.timing, one.event) == (table, "BEFORE", "INSERT") for one in triggers):
        # It may have changed that row.
        return {}
    if not isinstance(node, exp.Select) or any(node.args.get(part) for part in ("joins", "group", "distinct", "with_")):
        return {}
    source = node.args["from_"].this.alias_or_name.lower() if node.args.get("from_") else ""
    items = block(scope.context, Columns(), node).items
    stars = [item.is_star for item in node.expressions]
    if stars == [True]:
        names = [name.lower() for name, _ in items]
    elif not any(stars):
        names = [item.name.lower() if isinstance(item, exp.Column) else "" for item in node.expressions]
    else:
        return {}
    return {
        (source, name): column
        for name, (_, value), column in zip(names, items, found.columns, strict=True)
        if name and _is_kept(value, found.target.value(column))
    }


def _is_kept(value: Value, wanted: Value) -> bool:
    """Whether a column has the value itself, and not one that is rounded."""
    if value.kind in EXACT and wanted.kind in EXACT and value.scale == 0 and not value.inexact:
        return True
    if value.kind is not wanted.kind:
        return False
    return value.kind in EXACTLY_KEPT or (value.scale is not None and value.scale == wanted.scale)


EXACTLY_KEPT = (Kind.TEXT, Kind.BYTES, Kind.DATE, Kind.DOUBLE, Kind.JSON)


def _of_query(text: str, names: Mapping[tuple[str, str], Column]) -> str:
    if not names:
        return text

    def named(one: Any) -> Any:
        column = names.get((one.table.lower(), one.name.lower())) if isinstance(one, exp.Column) else None
        if column is None:
            return one
        return exp.column(exp.to_identifier(column.name, quoted=True), table=exp.to_identifier("excluded"))

    return str(parse_expression(text).transform(named).sql(dialect="mysql"))


def _conflict(found: Insert) -> str:
    """The key that new rows can run into; of several, PostgreSQL looks at one."""
    keys = possible_keys(found)
    if not keys:
        raise Untranslatable("on duplicate key update without a key")
    if len(keys) > 1:
        raise Untranslatable("on duplicate key update with several keys")
    return ", ".join(found.target.name(_column(found.target, part.column)) for part in keys[0].parts)


def possible_keys(found: Insert) -> list[Index]:
    """The keys of which every column has a value in the new rows."""
    kinds = (IndexKind.PRIMARY, IndexKind.UNIQUE)
    return [index for index in found.target.table.indexes if index.kind in kinds and _is_given(found, index)]


def _is_given(found: Insert, index: Index) -> bool:
    for part in index.parts:
        if not part.column or part.length is not None:
            raise Untranslatable("a key of parts of columns")
        column = _column(found.target, part.column)
        at = next((n for n, one in enumerate(found.columns) if one.name == column.name), None)
        if at is None:
            given = column.default is not None and (column.default.literal is not None or column.default.expression)
            if column.auto_increment or not given:
                return False
            continue
        if found.rows and _never(column, [row[at] for row in found.rows]):
            return False
    return True


def _never(column: Column, texts: Sequence[str]) -> bool:
    """Whether these values meet no row: NULL does not, nor does the next number."""
    if column.auto_increment:
        return all(map(_is_next, texts))
    return all(text.strip().upper() == "NULL" for text in texts)
