"""Tables: types, columns, keys that are constraints, checks, counters, comments, ON UPDATE."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cfdb.model.schema import Check, Column, IndexKind, Table
from cfdb.translate.expressions import Untranslatable, expression
from cfdb.translate.kinds import of_column
from cfdb.translate.names import LONGEST, apart, literal, quoted, shortened
from cfdb.translate.types import NoType, enum_type, ignores_case, range_lost, sql_type, type_checks
from cfdb.translate.values import CAST, Value
from cfdb.translate.writing import partitions
from cfdb.translate.writing.defaults import EPOCH, EPOCH_MOMENT, NoDefault, default, moment
from cfdb.translate.writing.piece import Constraint, Stage, Writer, WrittenColumn, WrittenTable

IGNORING_CASE = "ignoring_case"
"""The collation for what MySQL compares without regard to case."""

TOO_LONG = "PostgreSQL's names have at most 63 bytes"


def write(writer: Writer, table: Table) -> None:
    """All of a table but its other indexes, its foreign keys and its triggers."""
    with writer.about(table):
        _write(writer, table)


def _write(writer: Writer, table: Table) -> None:
    name = writer.names.table(table.name)
    partitioned = partitions.method(writer, table)
    columns: list[WrittenColumn] = []
    # What an expression may read: what is lost is taken out as it is met, but types are looked at first.
    writer.columns[table.name] = {column.name.lower() for column in table.columns if _has_type(writer, table, column)}
    computed: dict[str, Value] = {}
    for column in table.columns:
        if (found := _column(writer, table, column, computed, identity=not partitioned)) is not None:
            columns.append(found)
        else:
            writer.columns[table.name].discard(column.name.lower())
    written = [column.declared for column in columns]
    writer.constraints[table.name] = _given(writer, table, written)
    primary = _primary_key(writer, table)
    checks = tuple(_checks(writer, table, written))
    by_name = {column.declared.name.lower(): column for column in columns}
    writer.tables[table.name] = WrittenTable(by_name, primary, checks, partitioned)
    constraints = [*([primary] if primary else []), *checks]
    body = ",\n    ".join([column.line for column in columns] + [constraint.line for constraint in constraints])
    writer.write(Stage.TABLES, f"CREATE TABLE {quoted(name)} (\n    {body}\n){partitioned}", table.origin)
    partitions.write(writer, table)
    _comments(writer, table, written)
    _on_update(writer, table, written)
    if name != table.name:
        writer.change("renamed-table", f"it is called {name}: {TOO_LONG}", table.name, table.origin)


def _has_type(writer: Writer, table: Table, column: Column) -> bool:
    try:
        sql_type(column, table, writer.names, writer.policies)
    except NoType:
        return False
    return True


def _column(
    writer: Writer, table: Table, column: Column, computed: dict[str, Value], *, identity: bool
) -> WrittenColumn | None:
    where = f"{table.name}.{column.name}"
    name = quoted(writer.names.column(table.name, column.name))
    try:
        type = _collated(writer, table, column, sql_type(column, table, writer.names, writer.policies))
    except NoType as error:
        writer.lose("type", error.reason, where, column.origin)
        return None
    if column.type.name == "enum" and writer.policies.enum == "type":
        members = ", ".join(literal(member) for member in column.type.arguments)
        own = enum_type(column, table, writer.names)
        writer.write(Stage.TYPES, f"CREATE TYPE {quoted(own)} AS ENUM ({members})", column.origin, name=own)
    _tell(writer, table, column, where)
    clause = ""
    if column.generated:
        generated = _generated(writer, table, column, where, computed)
        if generated is None:
            return None
        clause = generated
    elif column.auto_increment:
        clause = _identity(writer, table, column, identity=identity)
    else:
        clause = _default(writer, table, column, where)
    return WrittenColumn(column, name, type, clause)


def _collated(writer: Writer, table: Table, column: Column, type: str) -> str:
    if not ignores_case(column, table):
        return type
    match writer.policies.collation:
        case "citext":
            writer.once(Stage.TYPES, "CREATE EXTENSION IF NOT EXISTS citext", table.origin)
            return "citext"
        case "nondeterministic":
            # ks-level2: case does not matter, accents do (https://unicode.org/reports/tr35/tr35-collation.html).
            locale = "provider = icu, locale = 'und-u-ks-level2', deterministic = false"
            writer.once(Stage.TYPES, f"CREATE COLLATION IF NOT EXISTS {IGNORING_CASE} ({locale})", table.origin)
            return f"{type} COLLATE {IGNORING_CASE}"
    return type


def _tell(writer: Writer, table: Table, column: Column, where: str) -> None:
    """What is different about the column, whatever its value is."""
    own = writer.names.column(table.name, column.name)
    if own != column.name:
        why = TOO_LONG if len(column.name.encode()) > LONGEST else "PostgreSQL has a system column of that name"
        writer.change("renamed-column", f"it is called {own}: {why}", where, column.origin)
    if column.invisible:
        message = "SELECT * shows it: PostgreSQL has no invisible columns"
        writer.change("invisible-column", message, where, column.origin)
    if lost := range_lost(column, writer.policies):
        writer.change("type-range", lost, where, column.origin)


def _default(writer: Writer, table: Table, column: Column, where: str) -> str:
    try:
        found = default(writer, column, table)
    except NoDefault as error:
        if error.code == "zero-date-default":
            epoch = EPOCH_MOMENT if column.type.name == "timestamp" else EPOCH
            becomes = "NULL" if column.nullable else EPOCH
            writer.change(error.code, f"{error.reason}: it becomes {becomes}", where, column.origin)
            return "" if column.nullable else f"DEFAULT {epoch}"
        writer.lose(error.code, error.reason, where, column.origin)
        return ""
    return "" if found is None else f"DEFAULT {found}"


def _identity(writer: Writer, table: Table, column: Column, *, identity: bool) -> str:
    start = table.auto_increment
    own = writer.names.table(table.name)
    usual = f"{own}_{writer.names.column(table.name, column.name)}_seq"
    sequence = free(writer, usual)
    if identity:
        options = [f"SEQUENCE NAME {quoted(sequence)}"] if sequence not in (usual, shortened(usual)) else []
        options += [f"START WITH {start}"] if start and start > 1 else []
        return "GENERATED BY DEFAULT AS IDENTITY" + (f" ({' '.join(options)})" if options else "")
    # Before PostgreSQL 17 a partitioned table cannot have an identity.
    starting = f" START WITH {start}" if start else ""
    writer.write(Stage.TYPES, f"CREATE SEQUENCE {quoted(sequence)}{starting}", column.origin)
    owner = f"{quoted(own)}.{quoted(writer.names.column(table.name, column.name))}"
    writer.write(Stage.OWNERS, f"ALTER SEQUENCE {quoted(sequence)} OWNED BY {owner}", column.origin)
    return f"DEFAULT nextval({literal(quoted(sequence))})"


def _generated(writer: Writer, table: Table, column: Column, where: str, computed: dict[str, Value]) -> str | None:
    """PostgreSQL's generated columns read no others: `computed` are the expressions of those before."""
    try:
        found = expression(
            column.generated, table=writer.left_of(table), schema=writer.schema, names=writer.names,
            policies=writer.policies, immutable=True, target=column, computed=computed,
        )  # fmt: skip
    except Untranslatable as error:
        writer.lose("generated-column", error.reason, where, column.origin)
        return None
    for note in found.notes:
        writer.change("generated-column", note, where, column.origin)
    if not column.stored:
        writer.change("virtual-column", "it is stored: PostgreSQL has virtual ones from 18 on", where, column.origin)
    own = of_column(column, table, writer.names, writer.policies)
    type = sql_type(column, table, writer.names, writer.policies)
    computed[column.name.lower()] = replace(own, sql=f"({found.sql})::{type}", binding=CAST)
    return f"GENERATED ALWAYS AS ({found.sql}) STORED"


def _primary_key(writer: Writer, table: Table) -> Constraint | None:
    for index in table.indexes:
        if index.kind is IndexKind.PRIMARY:
            if not writer.has(table, *(part.column for part in index.parts)):
                writer.lose("primary-key", "it has a column that is not carried over", table.name, index.origin)
                return None
            columns = ", ".join(quoted(writer.names.column(table.name, part.column)) for part in index.parts)
            key = tuple(part.column.lower() for part in index.parts)
            name = free(writer, f"{writer.names.table(table.name)}_pkey")
            writer.constraint(table, name)
            if any(part.length for part in index.parts):
                message = "the primary key holds only the beginning of a column: here it holds all of it"
                writer.change("prefix-key", message, table.name, index.origin)
            return Constraint(name, f"PRIMARY KEY ({columns})", key)
    return None


def _checks(writer: Writer, table: Table, written: list[Column]) -> Iterator[Constraint]:
    yield from (
        Constraint("", f"CHECK ({condition})", (column.name.lower(),))
        for column in written
        for condition in type_checks(column, table, writer.names, writer.policies)
    )
    for check in table.checks:
        try:
            found = expression(
                check.expression, table=writer.left_of(table), schema=writer.schema, names=writer.names,
                policies=writer.policies, condition=True,
            )  # fmt: skip
        except Untranslatable as error:
            writer.lose("check", error.reason, f"{table.name}.{check.name or 'check'}", check.origin)
            continue
        if not check.enforced:
            message = "a CHECK that is not enforced is left out: PostgreSQL has them from 18 on"
            writer.lose("check-not-enforced", message, f"{table.name}.{check.name}", check.origin)
            continue
        for note in found.notes:
            writer.change("check", note, f"{table.name}.{check.name or 'check'}", check.origin)
        yield Constraint(_named(writer, table, check) if check.name else "", f"CHECK ({found.sql})")


def _named(writer: Writer, table: Table, constraint: Check) -> str:
    name = writer.constraint(table, constraint.name)
    if name != constraint.name:
        where = f"{table.name}.{constraint.name}"
        writer.change("check", f"it is called {name}: {renamed(constraint.name)}", where, constraint.origin)
    return name


def renamed(name: str) -> str:
    """Why a constraint is not called what it was."""
    return TOO_LONG if len(name.encode()) > LONGEST else "another constraint of the table has that name"


def _given(writer: Writer, table: Table, written: list[Column]) -> set[str]:
    """Names that PostgreSQL gives to constraints of columns."""
    own = writer.names.table(table.name)
    names = [(column, writer.names.column(table.name, column.name)) for column in written]
    checked = {
        f"{own}_{name}_check" for column, name in names if type_checks(column, table, writer.names, writer.policies)
    }
    return checked | {f"{own}_{name}_not_null" for column, name in names if not column.nullable}


def _comments(writer: Writer, table: Table, written: list[Column]) -> None:
    name = quoted(writer.names.table(table.name))
    if table.comment:
        writer.write(Stage.COMMENTS, f"COMMENT ON TABLE {name} IS {literal(table.comment)}", table.origin)
    for column in written:
        if column.comment:
            own = quoted(writer.names.column(table.name, column.name))
            text = f"COMMENT ON COLUMN {name}.{own} IS {literal(column.comment)}"
            writer.write(Stage.COMMENTS, text, column.origin)


def _on_update(writer: Writer, table: Table, written: list[Column]) -> None:
    """MySQL sets such a column when another one changes, unless the statement sets it itself."""
    columns = [column for column in written if column.on_update]
    if not columns:
        return
    name = writer.names.table(table.name)
    function = on_update_function(table, writer)
    lines: list[str] = []
    for column in columns:
        own = quoted(writer.names.column(table.name, column.name))
        now = moment(column.on_update, column)
        if now is None:
            writer.lose("on-update", f"ON UPDATE {column.on_update}", f"{table.name}.{column.name}", column.origin)
            continue
        lines.append(f"        IF NEW.{own} IS NOT DISTINCT FROM OLD.{own} THEN NEW.{own} := {now}; END IF;\n")
    if not lines:
        return
    # *<> compares the bytes of two rows, so that types without an operator = do not matter.
    body = f"BEGIN\n    IF NEW *<> OLD THEN\n{''.join(lines)}    END IF;\n    RETURN NEW;\nEND"
    head = f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS"
    writer.write(Stage.ROUTINES, f"{head} $cfdb$\n{body}\n$cfdb$", columns[0].origin)
    writer.write(
        Stage.TRIGGERS,
        f"CREATE TRIGGER {function} BEFORE UPDATE ON {quoted(name)} FOR EACH ROW EXECUTE FUNCTION {function}()",
        columns[0].origin,
    )


def on_update_function(table: Table, writer: Writer) -> str:
    """The function, and the trigger, that set what is ON UPDATE."""
    return quoted(writer.names.program("on_update", table.name))


def free(writer: Writer, wanted: str) -> str:
    """`wanted`, or that with a number, whichever is not in use; it is in use from now on."""
    return apart(wanted, writer.relations)
