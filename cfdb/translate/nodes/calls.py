"""Functions, aggregates and windows, and what else is written with a word and parentheses."""

from __future__ import annotations

from sqlglot import exp

from cfdb.model.schema import IndexKind
from cfdb.translate import casts, comparing, literals
from cfdb.translate.functions import aggregates, bases, control, conversions, fulltext, intervals, json, texts
from cfdb.translate.functions.registry import called
from cfdb.translate.nodes.place import Place, Reader, word
from cfdb.translate.scopes import Context
from cfdb.translate.values import Kind, Untranslatable, Value


def _case(read: Place, node: exp.Expression) -> Value:
    subject = node.args.get("this")
    branches: list[tuple[Value, Value]] = []
    for branch in node.args["ifs"]:
        when, result = read.each(branch.this, branch.args["true"])
        if subject is not None:
            when = comparing.compared(read.context, "=", read(subject), when)
        branches.append((when, result))
    default = node.args.get("default")
    return control.choice(read.context, branches, read(default) if default else None)


def _if(read: Place, node: exp.Expression) -> Value:
    otherwise = node.args.get("false")
    if otherwise is None:
        raise Untranslatable("if() with 2 arguments")
    return control.if_(read.context, read.each(node.this, node.args["true"], otherwise))


def _cast(read: Place, node: exp.Expression) -> Value:
    return conversions.converted(read.context, read(node.this), node.args["to"])


def _extract(read: Place, node: exp.Expression) -> Value:
    return intervals.extracted(read.context, word(node.this), read(node.expression))


def _trim(read: Place, node: exp.Expression) -> Value:
    what = node.args.get("expression")
    side = str(node.args.get("position") or "BOTH").upper()
    return texts.trimmed(read.context, read(node.this), side, read(what) if what else None)


def _substring(read: Place, node: exp.Expression) -> Value:
    given = [node.this, node.args.get("start"), node.args.get("length")]
    return called(read.context, "SUBSTRING", read.each(*(one for one in given if one is not None)))


def _position(read: Place, node: exp.Expression) -> Value:
    return called(read.context, "LOCATE", read.each(node.args["substr"], node.this))


def _concat(read: Place, node: exp.Expression) -> Value:
    values = read.each(*node.expressions)
    if all(value.literal is not None for value in values):
        return literals.text("".join(value.literal or "" for value in values))
    return casts.joined(read.context, values)


def _chr(read: Place, node: exp.Expression) -> Value:
    charset = node.args.get("charset")
    given = read.each(*node.expressions)
    return bases.char_using(read.context, given, word(charset)) if charset else bases.char(read.context, given)


def _json(read: Place, node: exp.Expression) -> Value:
    found = json.extract(read.context, read.each(node.this, node.expression))
    return json.unquoted(read.context, [found]) if isinstance(node, exp.JSONExtractScalar) else found


def _member(read: Place, node: exp.Expression) -> Value:
    return json.member_of(read.context, *read.each(node.this, node.expression))


def _match(read: Place, node: exp.Expression) -> Value:
    """In the order in which an index has the columns."""
    names = [column.name.lower() for column in node.expressions]
    columns = dict(zip(names, read.each(*node.expressions), strict=True))
    for table in read.context.schema.tables.values():
        for index in table.indexes:
            order = [part.column.lower() for part in index.parts]
            if index.kind is IndexKind.FULLTEXT and sorted(order) == sorted(columns):
                names = order
    given = [columns[name] for name in names]
    return fulltext.matched(read.context, given, read(node.this), str(node.args.get("modifier") or ""))


def _call(read: Place, node: exp.Expression) -> Value:
    name = node.name.upper()
    if name in aggregates.NAMES:
        return _aggregate(read, node, name)
    arguments = list(node.expressions)
    if name in UNITS and arguments:
        unit, *others = arguments
        return intervals.CALLS[name](read.context, word(unit), read.each(*others))
    if name in MOVES and len(arguments) == 2 and isinstance(arguments[1], exp.Interval):
        start, interval = arguments
        amount = read(interval.this)
        unit = word(interval.args.get("unit") or "")
        return intervals.moved(read.context, read(start), amount, unit, back=name in BACK)
    if name == "VALUES" and len(arguments) == 1:
        return read.scope.column(word(arguments[0]), "excluded")[0]
    return called(read.context, node.name, read.each(*arguments))


UNITS = frozenset(intervals.CALLS)
MOVES = frozenset({"DATE_ADD", "DATE_SUB", "ADDDATE", "SUBDATE"})
BACK = frozenset({"DATE_SUB", "SUBDATE"})


def _place(read: Place, node: exp.Expression) -> Value:
    """INTERVAL(n, a, b …): how many of the numbers n has reached."""
    if not isinstance(node.this, exp.Tuple):
        raise Untranslatable("interval by itself")
    value, *bounds = (casts.as_number(read.context, one) for one in read.each(*node.this.expressions))
    branches = " ".join(f"WHEN {value.within(5)} < {bound.within(5)} THEN {n}" for n, bound in enumerate(bounds))
    shown = f"CASE WHEN {value.within(4)} IS NULL THEN -1 {branches} ELSE {len(bounds)} END"
    return Value(shown, Kind.INTEGER, nullable=False, scale=0)


def _dot(read: Place, node: exp.Expression) -> Value:
    """A function with the name of its database in front."""
    return read(node.expression)


def _aggregate(read: Place, node: exp.Expression, name: str) -> Value:
    inner = read.ungrouped()
    arguments, distinct, order = list(node.expressions), False, []
    if arguments and isinstance(arguments[0], exp.Order):
        order = _order(inner, arguments[0])
        arguments = [arguments[0].this]
    if arguments and isinstance(arguments[0], exp.Distinct):
        distinct, arguments = True, list(arguments[0].expressions)
    if arguments and isinstance(arguments[0], exp.Star):
        return aggregates.counted_rows()
    return aggregates.aggregated(read.context, name, inner.each(*arguments), order, distinct=distinct)


def _group_concat(read: Place, node: exp.Expression) -> Value:
    inner, subject, order, distinct = read.ungrouped(), node.this, [], False
    if isinstance(subject, exp.Limit):
        raise Untranslatable("group_concat() with limit")
    if isinstance(subject, exp.Order):
        order, subject = _order(inner, subject), subject.this
    if isinstance(subject, exp.Distinct):
        distinct, subject = True, subject.expressions[0]
    separator = node.args.get("separator")
    between = inner(separator) if separator else literals.text(",")
    return aggregates.listed(read.context, inner(subject), between, order, distinct=distinct)


def _order(read: Place, node: exp.Expression) -> list[tuple[Value, bool]]:
    """What is ordered by, and whether downwards."""
    return [(_sortable(read.context, read(one.this)), bool(one.args.get("desc"))) for one in node.expressions]


def _sortable(context: Context, value: Value) -> Value:
    """An ENUM has the order of its members; one that is a text here has not."""
    if value.kind is Kind.SET:
        context.note("a set is ordered by its members, in MySQL by the bits that they are")
    return casts.as_number(context, value) if value.kind is Kind.ENUM and not value.type else value


def _window(read: Place, node: exp.Expression) -> Value:
    """The window is of the groups, and so is what its function is about."""
    function = node.this
    if not isinstance(function, exp.Anonymous):
        raise Untranslatable(f"{function.key} over a window")
    inner = read.each(*(one for one in function.expressions if not isinstance(one, exp.Star)))
    value = aggregates.over(read.context, function.name.upper(), inner)
    name = node.args.get("alias")
    if name is not None and not any(node.args.get(clause) for clause in ("partition_by", "order", "spec")):
        return aggregates.windowed(value, aggregates.window_name(word(name)))
    return aggregates.windowed(value, window(read, node))


def window(read: Place, node: exp.Expression) -> str:
    """What stands between the parentheses of OVER, or of a named window."""
    order, name = node.args.get("order"), node.args.get("alias")
    parts, sorted_by = read.each(*(node.args.get("partition_by") or [])), _order(read, order) if order else []
    if any(comparing.is_caseless(read.context, value) for value in (*parts, *(value for value, _ in sorted_by))):
        read.context.note(comparing.TOLD_APART)
    return aggregates.window(
        aggregates.window_name(word(name)) if name else "",
        parts,
        sorted_by,
        node.args.get("spec"),
    )


READERS: dict[type[exp.Expression], Reader] = {
    exp.Case: _case,
    exp.If: _if,
    exp.Interval: _place,
    exp.Cast: _cast,
    exp.Extract: _extract,
    exp.Trim: _trim,
    exp.Substring: _substring,
    exp.StrPosition: _position,
    exp.Concat: _concat,
    exp.Chr: _chr,
    exp.JSONExtract: _json,
    exp.JSONExtractScalar: _json,
    exp.JSONArrayContains: _member,
    exp.MatchAgainst: _match,
    exp.Anonymous: _call,
    exp.Dot: _dot,
    exp.GroupConcat: _group_concat,
    exp.Window: _window,
}
