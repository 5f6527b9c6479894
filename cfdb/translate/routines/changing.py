"""INSERT, REPLACE, UPDATE and DELETE within a body."""

from __future__ import annotations

from cfdb.translate.names import literal
from cfdb.translate.reading.words import NotUnderstood, Words
from cfdb.translate.routines import deleting, inserting, replacing, tree, updating
from cfdb.translate.routines.scope import Scope
from cfdb.translate.routines.targets import Changes, Missing
from cfdb.translate.routines.writer import Lines, Writer
from cfdb.translate.values import Untranslatable

READERS = {
    "INSERT": inserting.insert,
    "REPLACE": replacing.replace_rows,
    "UPDATE": updating.update,
    "DELETE": deleting.delete,
}


def change(writer: Writer, statement: tree.Change, scope: Scope) -> Lines:
    words = Words(statement.text)
    first = words.next().upper
    if first not in READERS:
        raise Untranslatable("a common table expression ahead of a change")
    try:
        found: Changes = READERS[first](words, scope)
    except Missing as error:
        writer.routine.find(f"it fails, as it does in mysql: {error.reason}")
        message = literal(error.reason).strip()
        return writer.protected([f"RAISE EXCEPTION USING ERRCODE = 'undefined_column', MESSAGE = {message};"])
    except NotUnderstood as error:
        raise Untranslatable(f"{first.lower()}: {error.reason}") from error
    lines = [f"{sql};" for sql in found.statements]
    if writer.routine.changed:
        if not found.counts:
            raise Untranslatable(f"row_count() behind {found.what}")
        lines.append(f"GET DIAGNOSTICS {writer.routine.changed.name} = ROW_COUNT;")
        if first == "UPDATE":
            writer.routine.find("row_count() counts rows that were found, mysql's those that are different now")
    return writer.protected(lines)
