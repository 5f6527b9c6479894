"""CALL in a script: the procedure is called where all that it can see is there, behind everything else."""

from __future__ import annotations

from collections.abc import Iterator

from cfdb.model.schema import Routine
from cfdb.translate.assigning import argument
from cfdb.translate.names import quoted
from cfdb.translate.reading.calls import Call
from cfdb.translate.reading.words import NotUnderstood
from cfdb.translate.routines import expressing, scope, tree
from cfdb.translate.routines.parsing import parse
from cfdb.translate.routines.variables import parameter
from cfdb.translate.supplied import for_a_moment
from cfdb.translate.values import Untranslatable, bounded
from cfdb.translate.writing.piece import Writer


def carried_out(call: Call, writer: Writer, *, rows_behind: bool) -> Iterator[bytes]:
    """`rows_behind` tells that the script changes rows after it: the procedure would meet those, too."""
    try:
        if rows_behind:
            raise Untranslatable("rows are changed behind it")
        with bounded():
            for statement in for_a_moment([_statement(call.text, writer)]):
                yield statement.encode() + b";\n"
    except (Untranslatable, NotUnderstood) as error:
        message = f"the call is left out, and what it does is not done: {error.reason}"
        writer.lose("change", message, call.origin.place, call.origin)


def _statement(text: str, writer: Writer) -> str:
    statement = parse(text)
    assert isinstance(statement, tree.Call), "nothing else begins with CALL"
    procedures = (one for one in writer.schema.routines.values() if one.returns is None)
    found = next((one for one in procedures if one.name.lower() == statement.name.lower()), None)
    if found is None:
        raise Untranslatable(f"{statement.name} is no procedure that is there in the end")
    if len(found.parameters) != len(statement.arguments):
        raise Untranslatable(f"call of {statement.name} with a wrong number of arguments")
    program = writer.procedures[found.name]
    if program.stub or found.name in writer.failing:
        raise Untranslatable(f"{found.name} is not carried over")
    if program.commits:
        raise Untranslatable(f"{found.name} commits by itself")
    given = [*_arguments(found, statement, writer), *["NULL"] * program.results]
    name = quoted(writer.names.program("procedure", found.name))
    return f"{'SELECT * FROM' if program.tabular else 'CALL'} {name}({', '.join(given)})"


def _arguments(found: Routine, statement: tree.Call, writer: Writer) -> Iterator[str]:
    shared = scope.Routine("script", "procedure", writer.schema, writer.names, writer.policies, statement)
    inner = scope.Scope(shared)
    for one, text in zip(found.parameters, statement.arguments, strict=True):
        if one.mode == "OUT":
            yield "NULL"
        elif one.mode == "IN":
            wanted = parameter("", one.type, writer.policies)
            yield argument(inner.context, expressing.value(text, inner), wanted.value).sql
        else:
            raise Untranslatable(f"a variable for {one.name}")
