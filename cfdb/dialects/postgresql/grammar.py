"""What PostgreSQL's own grammar says of a script: libpg_query (PostgreSQL 18), through postgast.

Costs 70 ms to import, so `engine` loads it only for what needs it: validate, services and rollbacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import postgast

from cfdb.dialects.postgresql import scanner
from cfdb.dialects.postgresql.renames import Name, Renames
from cfdb.errors import Place, ProjectError, ScriptError
from cfdb.model.script import Loss, Relations, Script
from cfdb.model.text import line_column

DROPS_DATA = re.compile(
    rb"\bDROP\s+(?:TABLE|SCHEMA|COLUMN|OWNED|TYPE|DOMAIN|EXTENSION)\b|\bTRUNCATE\b|\bDELETE\s+FROM\b", re.IGNORECASE
)
HIDES = re.compile(rb"\bEXECUTE\b|\bCALL\b", re.IGNORECASE)
"""What a DO block does through these cannot be read from its text."""

MIGHT_DROP = re.compile(rb"\b(?:DROP|TRUNCATE|DELETE|CALL|EXECUTE|MERGE|RENAME|SCHEMA)\b", re.IGNORECASE)
"""Or rename what a later statement drops."""

RELATIONS = {"OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE", "OBJECT_INDEX"}
"""What ALTER … RENAME calls that which it renames; ALTER TABLE and ALTER INDEX take tables, views and others alike."""

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


def losses(scripts: Sequence[Script]) -> list[list[Loss]]:
    """Tables, columns and schemas that each script drops or empties; code that could is `unseen`.

    What is renamed first, by this script or by one that runs before it, has the name that it has before all of them.
    """
    renames = Renames()
    return [_script_losses(script.text, renames) for script in scripts]


def _script_losses(text: bytes, renames: Renames) -> list[Loss]:
    found: list[Loss] = []
    if not MIGHT_DROP.search(text):
        return found
    for statement, result in _statements(text):
        line = line_column(text, statement.start)[0]
        if isinstance(result, ScriptProblem):
            found.append(Loss("unseen", "", line=line))
            continue
        for raw in result.stmts:
            kind = raw.stmt.WhichOneof("node")
            node = getattr(raw.stmt, kind)
            found += _losses(kind, node, text[statement.start : statement.end], line, renames)
            _rename(kind, node, renames)
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


def _rename(kind: str, node: Any, renames: Renames) -> None:
    if kind == "rename_stmt" and _enum(node, "rename_type") == "OBJECT_SCHEMA":
        renames.rename_schema(node.subname, node.newname)
    elif kind == "rename_stmt" and _enum(node, "rename_type") in RELATIONS:
        renames.rename(_name(node.relation), Name(node.relation.schemaname, node.newname))
    elif kind == "alter_object_schema_stmt" and _enum(node, "object_type") in RELATIONS:
        renames.rename(_name(node.relation), Name(node.newschema, node.relation.relname))


def _losses(kind: str, node: Any, text: bytes, line: int, renames: Renames) -> Iterator[Loss]:
    match kind:
        case "drop_stmt":
            yield from _dropped(node, line, renames)
        case "truncate_stmt":
            cascades = _enum(node, "behavior") == "DROP_CASCADE"
            for relation in node.relations:
                for table in _quoted(renames.before(_name(relation.range_var))):
                    yield Loss("rows", table, line=line, cascades=cascades)
        case "alter_table_stmt":
            yield from _dropped_columns(node, line, renames)
        case "drop_owned_stmt" | "dropdb_stmt":
            yield Loss("unseen", "", line=line)
        case "do_stmt" if DROPS_DATA.search(text) or HIDES.search(text):
            yield Loss("unseen", "", line=line)
        case "call_stmt":
            yield Loss("unseen", "", line=line)
        case _:
            yield from _deleted(node, line, renames)


def _deleted(node: Any, line: int, renames: Renames) -> Iterator[Loss]:
    """DELETE and MERGE … DELETE, at the top or within a WITH."""
    for _, found in postgast.walk(node):
        name = type(found).__name__
        deletes = name == "MergeStmt" and any(
            _enum(when.merge_when_clause, "command_type") == "CMD_DELETE" for when in found.merge_when_clauses
        )
        if name == "DeleteStmt" or deletes:
            for table in _quoted(renames.before(_name(found.relation))):
                yield Loss("rows", table, line=line)


def _dropped_columns(node: Any, line: int, renames: Renames) -> Iterator[Loss]:
    for command in (entry.alter_table_cmd for entry in node.cmds):
        if _enum(command, "subtype") == "AT_DropColumn":
            for table in _quoted(renames.before(_name(node.relation))):
                yield Loss("column", table, command.name, line)


def _dropped(node: Any, line: int, renames: Renames) -> Iterator[Loss]:
    what = _enum(node, "remove_type")
    cascade = _enum(node, "behavior") == "DROP_CASCADE"
    for entry in node.objects:
        if what == "OBJECT_TABLE":
            *schemas, table = [item.string.sval for item in entry.list.items]
            name = Name(schemas[-1] if schemas else "", table)
            yield from (Loss("table", table, line=line) for table in _quoted(renames.before(name)))
        elif what == "OBJECT_SCHEMA" and cascade:
            schema = entry.string.sval
            yield Loss("schema", renames.schema_before(schema), line=line)
            yield from (Loss("table", table, line=line) for table in _quoted(renames.moved_into(schema)))
        elif what == "OBJECT_EXTENSION" or (cascade and what in CASCADE_REACHES_COLUMNS):
            yield Loss("unseen", "", line=line)


def _enum(node: Any, field: str) -> str:
    """The name of an enum field's value: its numbers differ between versions of the grammar."""
    descriptor = node.DESCRIPTOR.fields_by_name[field].enum_type
    return str(descriptor.values_by_number[getattr(node, field)].name)


def _name(relation: Any) -> Name:
    return Name(relation.schemaname, relation.relname)


def _quoted(names: Iterable[Name]) -> Iterator[str]:
    for name in sorted(names):
        yield ".".join('"' + part.replace('"', '""') + '"' for part in name if part)
