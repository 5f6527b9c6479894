"""The moves that PostgreSQL remembers, in the schema cfdb of the database that their rows go to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from psycopg.rows import dict_row

from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.moves.connected import Connected
from cfdb.dialects.postgresql.queries import query
from cfdb.errors import DatabaseError
from cfdb.model.move import Move, State
from cfdb.model.rebuild import Rebuild


class Transactions(Connected):
    """See `cfdb.moving.moves`."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with translated(), self._connection.transaction():
            self._connection.execute("SET LOCAL synchronous_commit = off")
            yield


class Moves(Connected):
    """See `cfdb.moving.moves`."""

    def prepare(self) -> None:
        with translated(), self._connection.transaction():
            if obstacle := self.ledger_obstacle():
                raise obstacle
            self._connection.execute("SET LOCAL client_min_messages = warning")
            # Not IF NOT EXISTS: that asks for the right, too, where somebody else has made it for us.
            if not self._one("SELECT true FROM pg_namespace WHERE nspname = 'cfdb'", {}):
                self._connection.execute("CREATE SCHEMA cfdb")
            self._connection.execute(query("moves/create"))

    def ledger_obstacle(self) -> DatabaseError | None:
        with translated():
            row = self._connection.cursor(row_factory=dict_row).execute(query("moves/rights")).fetchone()
        assert row is not None
        role = row["role"]
        if not row["may_have_schema"]:
            return DatabaseError(
                "the role has no right to make the schema cfdb, where the ledger of the move is kept",
                hint=f"CREATE SCHEMA cfdb AUTHORIZATION {role}",
            )
        if not row["may_make"]:
            return DatabaseError(
                "the role has no right to make tables in the schema cfdb, where the ledger of the move is kept",
                hint=f"GRANT USAGE, CREATE ON SCHEMA cfdb TO {role}",
            )
        if row["owner"]:
            return DatabaseError(
                f"the ledger of moves belongs to {row['owner']}, and the role is no member of that",
                hint=f"move as {row['owner']}, or GRANT {row['owner']} TO {role}",
            )
        return None

    def may_read_ledger(self) -> bool:
        with translated():
            found = self._one(
                "SELECT coalesce(has_schema_privilege(oid, 'USAGE'), false) FROM pg_namespace WHERE nspname = 'cfdb'",
                {},
            )
            return bool(found) and bool(
                self._one(
                    "SELECT bool_and(has_table_privilege(oid, 'SELECT')) FROM pg_class"
                    " WHERE relnamespace = 'cfdb'::regnamespace"
                    " AND relname IN ('move', 'move_chunk', 'move_reject')",
                    {},
                )
            )

    def moves(self, database: str | None = None, name: str | None = None) -> list[Move]:
        with translated():
            found = self._connection.execute("SELECT to_regclass('cfdb.move') IS NOT NULL").fetchone()
            if not found or not found[0]:
                return []
            rows = (
                self._connection.cursor(row_factory=dict_row)
                .execute(query("moves/moves"), {"database": database, "name": name})
                .fetchall()
            )
        return [Move(**{**row, "state": State(row["state"])}) for row in rows]

    def move(self, id: int) -> Move:
        return next(move for move in self.moves() if move.id == id)

    def start(self, database: str, name: str, mapping: str, source: str) -> int:
        values = {"database": database, "name": name, "mapping": mapping, "source": source}
        with translated():
            return int(self._one(query("moves/start"), values))

    def forget(self, id: int) -> None:
        self._run("DELETE FROM cfdb.move WHERE id = %(id)s", {"id": id})

    def state(self, id: int) -> State:
        with translated():
            found = self._one("SELECT state FROM cfdb.move WHERE id = %(id)s", {"id": id})
        if found is None:
            raise DatabaseError("the move is not in the ledger any more", hint="see 'cfdb data status'")
        return State(found)

    def set_state(self, id: int, state: State, among: Collection[State], *, durable: bool = False) -> bool:
        with translated(), self._connection.transaction():
            if durable:
                self._connection.execute("SET LOCAL synchronous_commit = on")
            values = {
                "id": id,
                "state": state.value,
                "among": [one.value for one in among],
                "done": state is State.DONE,
            }
            return self._connection.execute(query("moves/set_state"), values).rowcount == 1

    def rebuilds(self, id: int) -> Rebuild:
        with translated():
            row = self._connection.execute(
                "SELECT without_indexes, without_triggers FROM cfdb.move WHERE id = %s", [id]
            ).fetchone()
        return Rebuild(*row) if row else Rebuild()

    def will_rebuild(self, id: int, wanted: Rebuild) -> None:
        with translated():
            self._connection.execute(
                "UPDATE cfdb.move SET without_indexes = %s, without_triggers = %s WHERE id = %s",
                [wanted.indexes, wanted.triggers, id],
            )
