"""All functions that are known, by their names in upper case."""

from __future__ import annotations

from collections.abc import Mapping

from cfdb.model.schema import Table
from cfdb.translate import assigning, kinds
from cfdb.translate.functions import addresses, bases, control, crypt, dates, json, numbers, session, texts
from cfdb.translate.functions.function import Function
from cfdb.translate.names import quoted
from cfdb.translate.scopes import Context
from cfdb.translate.values import Untranslatable, Value, call

FUNCTIONS: Mapping[str, Function] = {
    **addresses.FUNCTIONS,
    **bases.FUNCTIONS,
    **control.FUNCTIONS,
    **crypt.FUNCTIONS,
    **dates.FUNCTIONS,
    **json.FUNCTIONS,
    **numbers.FUNCTIONS,
    **session.FUNCTIONS,
    **texts.FUNCTIONS,
}


def called(context: Context, name: str, arguments: list[Value]) -> Value:
    """A call of one of MySQL's functions, or of one of the schema's own. Raises Untranslatable."""
    found = FUNCTIONS.get(name.upper())
    if found is not None:
        return found(context, name, arguments)
    functions = (one for one in context.schema.routines.values() if one.returns is not None)
    own = next((one for one in functions if one.name.lower() == name.lower()), None)
    if own is None or own.returns is None:
        raise Untranslatable(f"{name.lower()}()")
    if len(arguments) != len(own.parameters):
        raise Untranslatable(f"{name.lower()}() with {len(arguments)} arguments")
    context.stable("a function of the schema")
    nowhere = Table("", ())
    wanted = [kinds.of_type("", parameter.type, context.policies, table=nowhere) for parameter in own.parameters]
    given = [assigning.argument(context, one, like) for one, like in zip(arguments, wanted, strict=True)]
    result = kinds.of_type("", own.returns, context.policies, table=nowhere)
    return result.named(call(quoted(context.names.program("function", own.name)), result.kind, *given).sql)
