"""Operators of numbers, bits and truth."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from cfdb.translate import operators
from cfdb.translate.functions import intervals
from cfdb.translate.nodes.place import Place, Reader, word
from cfdb.translate.scopes import Context
from cfdb.translate.values import Value


def _flat(node: exp.Expression, kind: type[exp.Expression]) -> list[exp.Expression]:
    """The operands of a chain, from left to right."""
    if not isinstance(node, kind):
        return [node]
    return [*_flat(node.this, kind), *_flat(node.expression, kind)]


def _and(read: Place, node: exp.Expression) -> Value:
    return operators.both(read.context, read.each(*_flat(node, exp.And)))


def _or(read: Place, node: exp.Expression) -> Value:
    return operators.either(read.context, read.each(*_flat(node, exp.Or)))


def _binary(
    write: Callable[[Context, Value, Value], Value],
) -> Reader:
    def read(read: Place, node: exp.Expression) -> Value:
        return write(read.context, *read.each(node.this, node.expression))

    return read


def _unary(write: Callable[[Context, Value], Value]) -> Reader:
    def read(read: Place, node: exp.Expression) -> Value:
        return write(read.context, read(node.this))

    return read


def _signed(sign: str, write: Callable[[Context, str, Value, Value], Value]) -> Reader:
    return _binary(lambda context, left, right: write(context, sign, left, right))


def _arithmetic(sign: str) -> Reader:
    """+ and -, of which one side may be an interval."""

    def read(read: Place, node: exp.Expression) -> Value:
        left, right = node.this, node.expression
        for moment, interval in ((left, right), (right, left)):
            if isinstance(interval, exp.Interval) and interval.args.get("unit"):
                amount = read(interval.this)
                start = read(moment)
                unit = word(interval.args["unit"])
                return intervals.moved(read.context, start, amount, unit, back=sign == "-")
        return operators.calculated(read.context, sign, *read.each(left, right))

    return read


def _bit_and(read: Place, node: exp.Expression) -> Value:
    for left, right in ((node.this, node.expression), (node.expression, node.this)):
        bare = right.unnest()
        if isinstance(bare, exp.BitwiseNot):
            return operators.without(read.context, *read.each(left, bare.this))
    return operators.bits(read.context, "&", *read.each(node.this, node.expression))


def _paren(read: Place, node: exp.Expression) -> Value:
    # Parentheses are written where they are needed.
    return read(node.this)


def _not(read: Place, node: exp.Expression) -> Value:
    return operators.opposed(read.context, read(node.this))


READERS: dict[type[exp.Expression], Reader] = {
    exp.Paren: _paren,
    exp.And: _and,
    exp.Or: _or,
    exp.Xor: _binary(operators.one_of_two),
    exp.Not: _not,
    exp.Add: _arithmetic("+"),
    exp.Sub: _arithmetic("-"),
    exp.Mul: _signed("*", operators.calculated),
    exp.Div: _binary(operators.divided),
    exp.IntDiv: _binary(operators.whole),
    exp.Mod: _binary(operators.remainder),
    exp.Neg: _unary(operators.opposite),
    exp.BitwiseAnd: _bit_and,
    exp.BitwiseOr: _signed("|", operators.bits),
    exp.BitwiseXor: _signed("#", operators.bits),
    exp.BitwiseLeftShift: _signed("<<", operators.shifted),
    exp.BitwiseRightShift: _signed(">>", operators.shifted),
}
