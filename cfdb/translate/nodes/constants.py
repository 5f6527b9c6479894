"""Names and constants."""

from __future__ import annotations

from sqlglot import exp

from cfdb.translate import literals
from cfdb.translate.functions import aggregates, session
from cfdb.translate.functions.registry import called
from cfdb.translate.nodes.place import Place, Reader, word
from cfdb.translate.scopes import Scope, Source
from cfdb.translate.values import NULL, Kind, Untranslatable, Value


def _column(read: Place, node: exp.Expression) -> Value:
    if isinstance(node.this, exp.Star):
        raise Untranslatable("* within an expression")
    name, table = node.name, word(node.args.get("table") or "")
    if not table and name.lower() in read.context.variables:
        return read.context.variables[name.lower()]
    try:
        value, source, owner = read.scope.column(name, table)
    except Untranslatable:
        if not table and name.upper() in NILADIC and not node.this.args.get("quoted"):
            return called(read.context, name, [])
        raise
    grouped = owner.grouped
    if grouped is None or value.sql in grouped:
        return value
    if source and source.key and all(_is_grouped(owner, source, key) for key in source.key):
        return value
    return aggregates.any_of(value)


def _is_grouped(scope: Scope, source: Source, column: str) -> bool:
    value = scope.column(column, source.alias)[0]
    return value.sql in (scope.grouped or ())


NILADIC = {
    "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_USER", "LOCALTIME", "LOCALTIMESTAMP",
    "UTC_DATE", "UTC_TIME", "UTC_TIMESTAMP", "CURRENT_ROLE",
}  # fmt: skip


def _identifier(read: Place, node: exp.Expression) -> Value:
    return _column(read, exp.column(node.copy()))


def _literal(_read: Place, node: exp.Expression) -> Value:
    return literals.text(node.name) if node.args["is_string"] else literals.number(node.name)


def _boolean(_read: Place, node: exp.Expression) -> Value:
    return Value("TRUE" if node.this else "FALSE", Kind.CONDITION, nullable=False)


def _hex(_read: Place, node: exp.Expression) -> Value:
    digits = node.name
    return literals.bytes_of(bytes.fromhex(digits.zfill(len(digits) + len(digits) % 2)))


def _bit(_read: Place, node: exp.Expression) -> Value:
    digits = node.name or "0"
    return literals.bytes_of(int(digits, 2).to_bytes((len(digits) + 7) // 8, "big"))


def _introduced(read: Place, node: exp.Expression) -> Value:
    """A text with the name of its character set."""
    inner = read(node.expression)
    if node.name.lower() != "_binary":
        if inner.kind is Kind.BYTES and inner.literal is not None:
            return literals.text(inner.literal)
        return inner
    return literals.bytes_of((inner.literal or "").encode()) if inner.kind is Kind.TEXT else inner


def _parameter(read: Place, node: exp.Expression) -> Value:
    name = f"@{word(node.this)}".lower()
    if name in read.context.variables:
        return read.context.variables[name]
    raise Untranslatable("user variable")


def _system(read: Place, node: exp.Expression) -> Value:
    return session.system_variable(read.context, word(node.this))


READERS: dict[type[exp.Expression], Reader] = {
    exp.Column: _column,
    exp.Identifier: _identifier,
    exp.Literal: _literal,
    exp.Boolean: _boolean,
    exp.Null: lambda _read, _node: NULL,
    exp.HexString: _hex,
    exp.BitString: _bit,
    exp.National: lambda _read, node: literals.text(node.name),
    exp.Introducer: _introduced,
    exp.Parameter: _parameter,
    exp.SessionParameter: _system,
}
