"""What PostgreSQL's own grammar says of a script: libpg_query (PostgreSQL 18), through postgast.

Costs 70 ms to import, so `engine` loads it only for what needs it: validate, services and rollbacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import postgast

from cfdb.dialects.postgresql import scanner
from cfdb.errors import Place, ProjectError, ScriptError
from cfdb.model.script import Loss, Relations, Script
from cfdb.model.text import line_column

DROPS_DATA = re.compile(
    rb"\bDROP\s+(?:TABLE|SCHEMA|COLUMN|OWNED|TYPE|DOMAIN|EXTENSION)\b|\bTRUNCATE\b|\bDELETE\s+FROM\b", re.IGNORECASE
)
HIDES = re.compile(rb"\bEXECUTE\b|\bCALL\b", re.IGNORECASE)
"""What a DO block does through these cannot be read from its text."""

MIGHT_DROP = re.compile(rb"\b(?:DROP|TRUNCATE|DELETE|CALL|EXECUTE|MERGE)\b", re.IGNORECASE)
CASCADE_REACHES_COLUMNS = {"OBJECT_TYPE", "OBJECT_DOMAIN", "OBJECT_COLLATION"}


def syntax_errors(script: Script) -> list[ScriptError]:
    """Every statement that is no PostgreSQL, each with its place."""
    return [error for _, result in _statements(script.text) for error in _error(script, result)]


def relations(text: bytes, path: Path) -> Relations:
    """What a file creates, and which tables, views, types and functions it needs from elsewhere."""
    creates: set[str] = set()
    needs: set[str] = set()
    for _, result in _statements(text):
        if isinstance(result, ScriptProblem):
            line, column = line_column(text, result.offset)
            raise ProjectError(
                f"{path}:{line}: {result.message}",
                hint="the order of services comes from their SQL, so it has to be right first",
                place=Place(path, line, column),
            )
        for statement in result.stmts:
            kind = statement.stmt.WhichOneof("node")
            node = getattr(statement.stmt, kind)
            creates |= _created(kind, node)
            needs |= _needed(node)
    return Relations(frozenset(creates), frozenset(needs - creates))


def losses(script: Script) -> list[Loss]:
    """Tables, columns and schemas that a script drops or empties; code that could is `unseen`."""
    text = script.text
    if not MIGHT_DROP.search(text):
        return []
    found: list[Loss] = []
    for statement, result in _statements(text):
        line = line_column(text, statement.start)[0]
        if isinstance(result, ScriptProblem):
            found.append(Loss("unseen", "", line=line))
            continue
        for raw in result.stmts:
            kind = raw.stmt.WhichOneof("node")
            found += _losses(kind, getattr(raw.stmt, kind), text[statement.start : statement.end], line)
    return found


class ScriptProblem(Exception):
    """A statement that the grammar refuses, by byte offset in the script."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def _statements(text: bytes) -> Iterator[tuple[scanner.Statement, Any]]:
    """Each statement with its parse tree, or with what is wrong with it: one bad statement hides no other.

    What the scanner cannot get through is the last one.
    """
    for statement in _split(text):
        if isinstance(statement, ScriptProblem):
            yield scanner.Statement(statement.offset, len(text)), statement
            return
        sql = text[statement.start : statement.end]
        try:
            yield statement, postgast.parse(sql.decode())
        except postgast.PgQueryError as error:
            at = scanner.char_offset_to_byte(sql, max(error.cursorpos - 1, 0))
            yield statement, ScriptProblem(str(error), statement.start + at)


def _split(text: bytes) -> Iterator[scanner.Statement | ScriptProblem]:
    try:
        yield from scanner.split(text)
    except scanner.ScanError as error:
        yield ScriptProblem(error.problem.message, error.problem.offset)


def _error(script: Script, result: Any) -> Iterator[ScriptError]:
    if isinstance(result, ScriptProblem):
        yield ScriptError(
            result.message,
            hint="this is what PostgreSQL 18 would say",
            place=script.place(result.offset),
        )


def _created(kind: str, node: Any) -> set[str]:
    match kind:
        case "create_stmt":
            return _range(node.relation)
        case "view_stmt":
            return _range(node.view)
        case "create_table_as_stmt":
            return _range(node.into.rel)
        case "create_seq_stmt":
            return _range(node.sequence)
        case "create_enum_stmt" | "composite_type_stmt":
            return _names(node.type_name) if kind == "create_enum_stmt" else _range(node.typevar)
        case "create_domain_stmt":
            return _names(node.domainname)
        case "create_function_stmt":
            return _names(node.funcname)
        case _:
            return set()


def _needed(node: Any) -> set[str]:
    needed: set[str] = set()
    own: set[str] = set()
    for _, found in postgast.walk(node):
        match type(found).__name__:
            case "CommonTableExpr":
                own |= _spellings("", found.ctename)
            case "RangeVar":
                needed |= _range(found)
            case "TypeName":
                needed |= _names(found.names)
            case "FuncCall":
                needed |= _names(found.funcname)
            case "CreateTrigStmt":
                needed |= _names(found.funcname)
    return needed - own


def _range(node: Any) -> set[str]:
    return _spellings(node.schemaname, node.relname)


def _names(names: Any) -> set[str]:
    parts = [part.string.sval for part in names]
    return _spellings(parts[-2] if len(parts) > 1 else "", parts[-1]) if parts else set()


def _spellings(schema: str, name: str) -> set[str]:
    """A name without a schema is one of public, as far as anybody can tell without the search path."""
    if schema in ("", "public"):
        return {name, f"public.{name}"}
    return {f"{schema}.{name}"}


def _losses(kind: str, node: Any, text: bytes, line: int) -> Iterator[Loss]:
    match kind:
        case "drop_stmt":
            yield from _dropped(node, line)
        case "truncate_stmt":
            cascades = _enum(node, "behavior") == "DROP_CASCADE"
            for relation in node.relations:
                yield Loss("rows", _table(relation.range_var), line=line, cascades=cascades)
        case "alter_table_stmt":
            yield from _dropped_columns(node, line)
        case "drop_owned_stmt" | "dropdb_stmt":
            yield Loss("unseen", "", line=line)
        case "do_stmt" if DROPS_DATA.search(text) or HIDES.search(text):
            yield Loss("unseen", "", line=line)
        case "call_stmt":
            yield Loss("unseen", "", line=line)
        case _:
            yield from _deleted(node, line)


def _deleted(node: Any, line: int) -> Iterator[Loss]:
    """DELETE and MERGE … DELETE, at the top or within a WITH."""
    for found in (node, *(inner for _, inner in postgast.walk(node))):
        name = type(found).__name__
        deletes = name == "MergeStmt" and any(
            _enum(when.merge_when_clause, "command_type") == "CMD_DELETE" for when in found.merge_when_clauses
        )
        if name == "DeleteStmt" or deletes:
            yield Loss("rows", _table(found.relation), line=line)


def _dropped_columns(node: Any, line: int) -> Iterator[Loss]:
    for command in (entry.alter_table_cmd for entry in node.cmds):
        if _enum(command, "subtype") == "AT_DropColumn":
            yield Loss("column", _table(node.relation), command.name, line)


def _dropped(node: Any, line: int) -> Iterator[Loss]:
    what = _enum(node, "remove_type")
    cascade = _enum(node, "behavior") == "DROP_CASCADE"
    for entry in node.objects:
        if what == "OBJECT_TABLE":
            parts = [item.string.sval for item in entry.list.items]
            yield Loss("table", _quoted(*parts), line=line)
        elif what == "OBJECT_SCHEMA" and cascade:
            yield Loss("schema", entry.string.sval, line=line)
        elif what == "OBJECT_EXTENSION" or (cascade and what in CASCADE_REACHES_COLUMNS):
            yield Loss("unseen", "", line=line)


def _enum(node: Any, field: str) -> str:
    """The name of an enum field's value: its numbers differ between versions of the grammar."""
    descriptor = node.DESCRIPTOR.fields_by_name[field].enum_type
    return str(descriptor.values_by_number[getattr(node, field)].name)


def _table(relation: Any) -> str:
    return _quoted(relation.schemaname, relation.relname)


def _quoted(*parts: str) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts if part)
