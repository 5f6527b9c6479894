"""Procedures and functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cfdb.model.policies import Policies
from cfdb.model.schema import Parameter, Routine, Schema, Type
from cfdb.syntax.tokens import Kind as Token
from cfdb.syntax.tokens import tokens
from cfdb.translate.names import RESERVED, Names, literal, quoted, shortened
from cfdb.translate.reading.words import NotUnderstood
from cfdb.translate.routines import features, scope, tree, users, walking
from cfdb.translate.routines.parsing import parse
from cfdb.translate.routines.scope import Program, Reason, Scope, Variable
from cfdb.translate.routines.statements import Body
from cfdb.translate.routines.variables import parameter, plpgsql_type, variable
from cfdb.translate.routines.writer import Lines, indented
from cfdb.translate.values import Kind, Untranslatable, Value

__all__ = ["Program", "Reason", "routine"]

PATH = "SET search_path = pg_catalog, public, pg_temp"
"""What runs with its owner's rights must not find tables or functions that its caller has put in the way."""

COUNTERS = {"last_insert_id": "identity", "row_count": "changed", "found_rows": "found"}


def routine(routine: Routine, *, schema: Schema, names: Names, policies: Policies) -> Program:
    """A procedure or function; a stub that raises an error where its body cannot be carried over."""
    if routine.obstacle:
        return _stub(routine, Reason(routine.obstacle, 1), names, policies)
    try:
        body = parse(routine.body)
    except NotUnderstood as error:
        line = routine.body.count("\n", 0, error.offset) + 1
        return _stub(routine, Reason(error.reason, line), names, policies)
    kind = "procedure" if routine.returns is None else "function"
    shared = scope.Routine(routine.name, kind, schema, names, policies, body)
    try:
        return _written(routine, shared)
    except Untranslatable as error:
        return _stub(routine, Reason(error.reason, max(shared.line, 1)), names, policies)
    except RecursionError:
        return _stub(routine, Reason("nested too deeply", 1), names, policies)


@dataclass(frozen=True, slots=True)
class Head:
    """`parameters` as they are written; `loose` are the lines that give them length and scale."""

    parameters: list[str]
    types: list[str]
    variables: dict[str, Variable]
    settled: Lines


def _written(routine: Routine, shared: scope.Routine) -> Program:
    body = shared.body
    shared.taken |= aliases(routine.body)
    head = _head(routine.parameters, shared)
    if routine.returns is not None:
        shared.returns = variable("", routine.returns, shared.policies, loose=True)
    inner = prepared(shared, Scope(shared, head.variables), routine.body)
    writer = Body(shared)
    writer.sources = users.sources_of(body)
    outs = [one for one in routine.parameters if one.mode != "IN"]
    shared.commits = features.commits(body)
    writer.tabular = features.is_table(body) and not outs and not shared.commits
    volatile = features.changes(body, shared.schema)
    constant = routine.deterministic and not volatile and not features.reads(body, shared.schema)
    if constant and routine.returns is not None:
        constant = _is_immutable(shared, inner, body)
    lines = outermost(writer, body, inner)
    if shared.findings and any(reason.reason.startswith("user variable") for reason in shared.findings):
        constant = False
    volatility = "VOLATILE" if volatile else "IMMUTABLE" if constant else "STABLE"
    text = "\n".join(with_declared(shared, [*head.settled], lines))
    statements = _statements(routine, shared, writer, head, volatility, text)
    return Program(
        tuple(statements),
        tuple(shared.findings),
        stub=False,
        results=len(writer.results),
        tabular=writer.tabular,
        commits=shared.commits,
    )


def _is_immutable(shared: scope.Routine, inner: Scope, body: tree.Statement) -> bool:
    """Whether every expression can be written so that it depends on nothing but its variables."""
    trial = replace(shared, immutable=True, taken=set(shared.taken), findings=[], notes={}, declared=[])
    try:
        outermost(Body(trial), body, replace(inner, routine=trial))
    except Untranslatable:
        return False
    return True


def prepared(shared: scope.Routine, inner: Scope, text: str) -> Scope:
    """With the variables that stand for functions about earlier statements, and with user variables."""
    variables = dict(inner.variables)
    for name in sorted(features.counters(shared.body)):
        own = shared.free(name)
        found = Variable(own, "bigint", Value(own, Kind.BIGINT), settable=False)
        setattr(shared, COUNTERS[name], found)
        shared.declared.append(f"{own} bigint{' := 0' if name != 'found_rows' else ''};")
        variables[f"{name}()"] = found
        if name == "last_insert_id":
            _must_insert(shared.body)
            shared.find("last_insert_id() is of the inserts of this routine alone", 1)
    variables |= users.variables(shared, replace(inner, variables=variables), text)
    return replace(inner, variables=variables)


def _must_insert(body: tree.Statement) -> None:
    """LAST_INSERT_ID() of an insert elsewhere is not known here."""
    for one in walking.walk(body):
        if isinstance(one, tree.Change) and one.verb == "INSERT":
            return
        if any("last_insert_id" in walking.functions(text) for text in walking.texts(one)):
            raise Untranslatable("last_insert_id() of an earlier statement")


def outermost(writer: Body, body: tree.Statement, inner: Scope) -> Lines:
    if isinstance(body, tree.Block):
        return writer.block(body, inner, outermost=True)
    lines = writer.statements((body,), inner)
    return ["BEGIN", *indented(lines or ["NULL;"]), "END;"]


def with_declared(shared: scope.Routine, first: Lines, lines: Lines) -> Lines:
    """The body with variables of its own, and with lines ahead of all others."""
    if not shared.declared and not first:
        return lines
    if lines[0] == "DECLARE" and not first:
        return ["DECLARE", *indented(shared.declared), *lines[1:]]
    if lines[0] == "BEGIN" and "EXCEPTION" not in lines:
        head = ["DECLARE", *indented(shared.declared)] if shared.declared else []
        return [*head, "BEGIN", *indented(first), *lines[1:]]
    head = ["DECLARE", *indented(shared.declared)] if shared.declared else []
    return [*head, "BEGIN", *indented([*first, *lines]), "END;"]


def aliases(text: str) -> set[str]:
    """Names that the queries of a body give to columns and tables: a variable is called something else."""
    found: set[str] = set()
    before = ""
    for token in tokens(text):
        if token.kind in (Token.WORD, Token.NAME, Token.TEXT) and before == "AS":
            found.add(token.value.lower())
        before = token.upper
    return found


def _head(parameters: Sequence[Parameter], shared: scope.Routine) -> Head:
    shown: list[str] = []
    types: list[str] = []
    variables: dict[str, Variable] = {}
    settled: Lines = []
    for one in parameters:
        name = shared.free(one.name, "p_")
        found = parameter(name, one.type, shared.policies)
        variables[one.name.lower()] = found
        bare = found.type.partition("(")[0] + found.type.rpartition(")")[2] if "(" in found.type else found.type
        shown.append(f"{'' if one.mode == 'IN' else one.mode + ' '}{name} {bare}")
        types.append(bare)
        if one.mode != "OUT" and found.value.kind is Kind.NUMERIC and "(" in found.type:
            settled.append(f"{name} := {name}::{found.type};")
    return Head(shown, types, variables, settled)


def _statements(
    routine: Routine, shared: scope.Routine, writer: Body, head: Head, volatility: str, text: str
) -> list[str]:
    name = quoted(shared.names.program(shared.kind, routine.name))
    parameters = [*head.parameters, *(f"INOUT {result} refcursor" for result in writer.results)]
    is_function = routine.returns is not None or writer.tabular
    kind = "FUNCTION" if is_function else "PROCEDURE"
    words = [f"CREATE {kind} {name}({', '.join(parameters)})"]
    if routine.returns is not None:
        words.append(f"RETURNS {_bare(plpgsql_type(routine.returns, shared.policies))}")
    elif writer.tabular:
        words.append(f"RETURNS TABLE ({_table(writer)})")
        text = f"#variable_conflict use_column\n{text}"
        shared.find(f"called as SELECT * FROM {name}(…): it returns its rows as a table", 1)
    if writer.results:
        shared.find("its rows are behind cursor parameters, to be fetched in the same transaction", 1)
    words.append("LANGUAGE plpgsql")
    if is_function and volatility != "VOLATILE":
        words.append(volatility)
    # What commits can neither run with its owner's rights nor with settings of its own.
    if shared.commits:
        shared.find("commits by itself: to be called outside of a transaction, and with its caller's rights", 1)
    elif not routine.invoker:
        words += ["SECURITY DEFINER", PATH]
    statements = [f"{' '.join(words)} AS {_dollars(text)}"]
    types = ", ".join([*head.types, *("refcursor" for _ in writer.results)])
    if not shared.commits and not routine.invoker:
        # In MySQL nobody may execute it unless that was granted.
        statements.append(f"REVOKE ALL ON {kind} {name}({types}) FROM PUBLIC")
    if routine.comment:
        statements.append(f"COMMENT ON {kind} {name}({types}) IS {literal(routine.comment).strip()}")
    return statements


def _table(writer: Body) -> str:
    names: list[str] = []
    for name, _ in writer.shape:
        own, number = name, 1
        while own in names:
            number += 1
            own = f"{name}_{number}"
        names.append(own)
    return ", ".join(f"{quoted(name)} {type}" for name, (_, type) in zip(names, writer.shape, strict=True))


def _bare(type: str) -> str:
    """Without length and scale, which PostgreSQL would not look at."""
    head, parenthesis, rest = type.partition("(")
    return head + rest.partition(")")[2] if parenthesis else type


def _dollars(text: str) -> str:
    return f"$cfdb$\n{text.rstrip(';')}\n$cfdb$" if "$cfdb$" not in text else f"$cfdb_body$\n{text}\n$cfdb_body$"


# What cannot be carried over


def _stub(routine: Routine, reason: Reason, names: Names, policies: Policies) -> Program:
    """The same signature; whoever calls it is told why there is nothing behind it."""
    shown: list[str] = []
    taken: set[str] = set()
    for one in routine.parameters:
        name = one.name.lower()
        while name in taken or name in RESERVED:
            name += "_"
        taken.add(name)
        mode = "" if one.mode == "IN" else f"{one.mode} "
        shown.append(f"{mode}{quoted(shortened(name))} {_stub_type(one.type, policies)}")
    returns = f" RETURNS {_stub_type(routine.returns, policies)}" if routine.returns is not None else ""
    kind = "PROCEDURE" if routine.returns is None else "FUNCTION"
    own = quoted(names.program(kind.lower(), routine.name))
    head = f"CREATE {kind} {own}({', '.join(shown)}){returns} LANGUAGE plpgsql"
    return Program((f"{head} AS {_dollars(raising(routine.name, reason))}",), (reason,), stub=True)


def raising(name: str, reason: Reason) -> str:
    message = literal(f"{name} is not carried over from MySQL: {reason.reason}").strip()
    return f"BEGIN\n    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = {message};\nEND"


def _stub_type(type: Type, policies: Policies) -> str:
    try:
        return _bare(parameter("", type, policies).type)
    except Untranslatable:
        return "text"
