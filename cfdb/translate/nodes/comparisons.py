"""Comparisons, of values, of rows, and with queries."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from cfdb.translate import casts, comparing, operators
from cfdb.translate.functions import json
from cfdb.translate.nodes.place import Place, Reader, word
from cfdb.translate.values import IS, LIKE, NULL, Kind, Untranslatable, Value

COMPARING = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.NullSafeEQ)


def _comparison(sign: str) -> Reader:
    def read(read: Place, node: exp.Expression) -> Value:
        left, right = node.this, node.expression
        if isinstance(right, (*COMPARING, exp.Is)):
            raise Untranslatable("comparisons in a row without parentheses")
        if isinstance(right, exp.Any | exp.All):
            return _quantified(read, sign, left, right)
        if _is_row(left) or _is_row(right):
            return _rows(read, sign, left, right)
        return comparing.compared(read.context, sign, *read.each(left, right))

    return read


def _is_row(node: exp.Expression) -> bool:
    return isinstance(node, exp.Tuple) or (isinstance(node, exp.Anonymous) and node.name.upper() == "ROW")


def _row(read: Place, node: exp.Expression) -> list[Value]:
    if not _is_row(node):
        raise Untranslatable("a row compared with something else")
    return read.each(*node.expressions)


def _rows(read: Place, sign: str, left: exp.Expression, right: exp.Expression) -> Value:
    pairs = list(zip(_row(read, left), _row(read, right), strict=True))
    if sign in {"=", "IS NOT DISTINCT FROM"}:
        return operators.both(read.context, [comparing.compared(read.context, sign, *pair) for pair in pairs])
    if sign == "<>":
        return operators.either(read.context, [comparing.compared(read.context, sign, *pair) for pair in pairs])
    raise Untranslatable("an order of rows")


def _quantified(read: Place, sign: str, left: exp.Expression, right: exp.Expression) -> Value:
    quantifier = "ANY" if isinstance(right, exp.Any) else "ALL"
    query = read.context.subquery(read.context, read.scope, right.this.unnest())
    if len(query.columns) != 1 or sign.startswith("IS"):
        raise Untranslatable(f"{sign} {quantifier.lower()} of several columns")
    value, inner = read(left), query.columns[0][1]
    one, other = comparing.comparable(read.context, value, replace(inner, sql="q.v", literal=None))
    shown = query.sql if other.sql == "q.v" else f"SELECT {other.sql} FROM ({query.sql}) AS q(v)"
    return Value(f"{one.within(LIKE)} {sign} {quantifier} ({shown})", Kind.CONDITION, 4)


def _in(read: Place, node: exp.Expression) -> Value:
    query = node.args.get("query")
    if query is not None:
        return _in_query(read, node.this, query)
    if _is_row(node.this):
        alike = [_rows(read, "=", node.this, other) for other in node.expressions]
        return operators.either(read.context, alike) if len(alike) > 1 else alike[0]
    return comparing.among(read.context, read(node.this), read.each(*node.expressions))


def _in_query(read: Place, left: exp.Expression, right: exp.Expression) -> Value:
    query = read.context.subquery(read.context, read.scope, right.unnest())
    values = _row(read, left) if _is_row(left) else [read(left)]
    if len(values) != len(query.columns):
        raise Untranslatable("a row compared with one of another length")
    names = [f"v{number}" for number in range(1, len(values) + 1)]
    pairs = [
        comparing.comparable(read.context, value, replace(column, sql=f"q.{name}", literal=None, binding=NULL.binding))
        for value, (_, column), name in zip(values, query.columns, names, strict=True)
    ]
    shown = query.sql
    if any(pair[1].sql != f"q.{name}" for pair, name in zip(pairs, names, strict=True)):
        listed = ", ".join(pair[1].sql for pair in pairs)
        shown = f"SELECT {listed} FROM ({query.sql}) AS q({', '.join(names)})"
    subject = pairs[0][0].within(LIKE + 1) if len(pairs) == 1 else f"({', '.join(pair[0].sql for pair in pairs)})"
    return Value(f"{subject} IN ({shown})", Kind.CONDITION, LIKE)


def _exists(read: Place, node: exp.Expression) -> Value:
    query = read.context.subquery(read.context, read.scope, node.this.unnest())
    return Value(f"EXISTS ({query.sql})", Kind.CONDITION, nullable=False)


def _subquery(read: Place, node: exp.Expression) -> Value:
    query = read.context.subquery(read.context, read.scope, node.unnest())
    if len(query.columns) != 1:
        raise Untranslatable("a query of several columns as a value")
    value = query.columns[0][1]
    return replace(value, sql=f"({query.sql})", binding=NULL.binding, nullable=True, literal=None, plain="")


def _between(read: Place, node: exp.Expression) -> Value:
    return comparing.between(read.context, *read.each(node.this, node.args["low"], node.args["high"]))


def _like(read: Place, node: exp.Expression, escape: str | None = None) -> Value:
    value, pattern = read.each(node.this, node.expression)
    found = comparing.like(read.context, value, pattern, escape)
    return operators.opposed(read.context, found) if node.args.get("negate") else found


def _escape(read: Place, node: exp.Expression) -> Value:
    character = read(node.expression)
    if character.literal is None or not isinstance(node.this, exp.Like):
        raise Untranslatable("escape that is no constant")
    return _like(read, node.this, character.literal)


def _is(read: Place, node: exp.Expression) -> Value:
    if isinstance(node.expression, exp.Null) and node.this.name.upper() == "JSON_SEARCH":
        found = json.sought(read.context, read.each(*node.this.expressions))
        return Value(f"{found.sql} IS NOT TRUE", Kind.CONDITION, IS, nullable=False)
    value = read(node.this)
    if isinstance(node.expression, exp.Null):
        return operators.is_null(value)
    if isinstance(node.expression, exp.Boolean):
        return operators.is_truth(read.context, value, wanted=bool(node.expression.this))
    raise Untranslatable("is")


def _collate(read: Place, node: exp.Expression) -> Value:
    """What a collation says here is whether case matters."""
    value = casts.as_text(read.context, read(node.this))
    name = word(node.expression).lower()
    if name == "binary" or name.endswith(("_bin", "_cs")):
        return replace(comparing.told_apart(read.context, value), collation="cs")
    if read.context.policies.collation == "nondeterministic" and value.collation == "cs":
        read.context.note(f"{value.sql} is compared with its case, though COLLATE says otherwise")
    return replace(value, collation="ci")


def _matches(read: Place, node: exp.Expression) -> Value:
    return comparing.matches(read.context, *read.each(node.this, node.expression))


READERS: dict[type[exp.Expression], Reader] = {
    exp.EQ: _comparison("="),
    exp.NEQ: _comparison("<>"),
    exp.LT: _comparison("<"),
    exp.LTE: _comparison("<="),
    exp.GT: _comparison(">"),
    exp.GTE: _comparison(">="),
    exp.NullSafeEQ: _comparison("IS NOT DISTINCT FROM"),
    exp.In: _in,
    exp.Exists: _exists,
    exp.Subquery: _subquery,
    exp.Between: _between,
    exp.Like: _like,
    exp.Escape: _escape,
    exp.RegexpLike: _matches,
    exp.Is: _is,
    exp.Collate: _collate,
}
