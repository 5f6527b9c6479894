"""A body in PL/pgSQL, statement by statement."""

from __future__ import annotations

from cfdb.translate.routines import (
    calling,
    changing,
    cursors,
    expressing,
    flow,
    selecting,
    signals,
    tree,
)
from cfdb.translate.routines.scope import Scope
from cfdb.translate.routines.writer import Lines, Writer
from cfdb.translate.values import Untranslatable

SETTINGS = ("foreign_key_checks", "unique_checks", "sql_mode", "sql_safe_updates", "sql_log_bin")


class Body(Writer):
    """Writes every kind of statement."""

    def statement(self, statement: tree.Statement, scope: Scope) -> Lines:  # noqa: C901, PLR0912 - one case a kind
        match statement:
            case tree.Block():
                return self.block(statement, scope)
            case tree.Sequence():
                return self.statements(statement.statements, scope)
            case tree.Assign():
                return self.assign(statement, scope)
            case tree.If():
                return flow.branch(self, statement, scope)
            case tree.Case():
                return flow.case(self, statement, scope)
            case tree.Loop():
                return flow.loop(self, statement, scope)
            case tree.Count():
                return flow.count(self, statement, scope)
            case tree.Leave() | tree.Iterate():
                return flow.leave(statement, scope)
            case tree.Return():
                return flow.give_back(self, statement, scope)
            case tree.Signal():
                return signals.signal(self, statement, scope)
            case tree.Diagnostics():
                return signals.diagnostics(self, statement, scope)
            case tree.Open():
                return cursors.open_cursor(self, statement, scope)
            case tree.Fetch():
                return cursors.fetch(self, statement, scope)
            case tree.Close():
                return cursors.close(self, statement, scope)
            case tree.Query():
                return selecting.select(self, statement, scope)
            case tree.Change():
                return changing.change(self, statement, scope)
            case tree.Call():
                return calling.call(self, statement, scope)
            case tree.Evaluate():
                return self.protected([f"PERFORM {expressing.scalar(statement.value, scope)};"])
            case tree.Transaction():
                return calling.transact(self, statement, scope)
            case tree.Prepare():
                return calling.prepare(self, statement, scope)
            case tree.Execute():
                return calling.execute(self, statement, scope)
            case tree.Deallocate():
                return []
            case tree.Other():
                return calling.other(self, statement, scope)
        raise Untranslatable(f"statement {type(statement).__name__.lower()}")

    def assign(self, statement: tree.Assign, scope: Scope) -> Lines:
        name = statement.target.strip().replace("`", "").lower()
        bare = name.lstrip("@").removeprefix("session.").removeprefix("local.")
        if bare == "autocommit":
            starts = statement.value.strip().upper() in ("0", "OFF", "FALSE")
            return calling.transact(self, tree.Transaction("START" if starts else "COMMIT"), scope)
        if bare in SETTINGS:
            raise Untranslatable(f"set {name}")
        if name in self.sources:
            return []
        target = expressing.target(statement.target, scope)
        value = expressing.assigned(statement.value, scope, target)
        if not target.name:
            return self.protected([expressing.set_user(name, value)])
        if value == target.name:
            return []
        line = f"{target.name} := {value};"
        return [line] if expressing.is_plain(statement.value) else self.protected([line])
