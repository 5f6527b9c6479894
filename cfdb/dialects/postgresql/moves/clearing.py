"""Indexes, keys and triggers that can go for a load, and how each comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.queries import query
from cfdb.model.rebuild import Clearing, Kept, Rebuild, Stage, Step

Entry = Mapping[str, Any]

KINDS = {"u": "unique constraint", "x": "exclusion constraint", "p": "primary key"}

UNTRIED = "whether the names that it has on partitions would come back is tried when the move begins"

TOGETHER = "foreign keys"
"""The track of foreign keys: each locks two tables, so that two of them could wait for each other."""


def clearing(connection: psycopg.Connection, tables: Sequence[str], wanted: Rebuild) -> Clearing:
    """What of the tables can be taken away, as they are now."""
    if not wanted or not tables:
        return Clearing()
    with translated(), connection.transaction():
        # Definitions name everything with its schema when nothing is on the path.
        connection.execute("SET LOCAL search_path = ''")
        found = Found(connection, tables)
        if wanted.triggers:
            found.triggers()
        if wanted.indexes:
            found.indexes(found.foreign_keys())
    return Clearing(
        wanted,
        tuple(found.parts),
        tuple(found.kept),
        tuple(found.untried),
        keys=found.keys,
        indexes=found.gone,
        triggers=found.disabled,
    )


class Found:
    """What stands in the way of a load, and how it would come back; of these tables and their partitions.

    The search path is empty.
    """

    def __init__(self, connection: psycopg.Connection, tables: Sequence[str]) -> None:
        self._connection = connection
        self._relations = {row["oid"]: row for row in self._rows("clear_relations", tables=list(tables))}
        self._steps_of_indexes: dict[int, str] = {}
        self.parts: list[tuple[Step, ...]] = []
        self.kept: list[Kept] = []
        self.untried: list[Kept] = []
        self.keys: frozenset[tuple[str, str]] = frozenset()
        self.gone: frozenset[tuple[str, str]] = frozenset()
        self.disabled: frozenset[tuple[str, str]] = frozenset()

    def triggers(self) -> None:
        for row in self._rows("clear_triggers", relations=list(self._relations)):
            table = self._relations[row["relation"]]
            what = f"trigger {row['name']} of {table['name']}"
            if self._keeps(what, row):
                continue
            enable = "ENABLE ALWAYS" if row["always"] else "ENABLE"
            self.disabled |= {(table["name"], row["bare"])}
            # ONLY: that of a partition has a state, and a line, of its own.
            alter = f"ALTER TABLE ONLY {table['name']}"
            self.parts.append(
                (
                    Step(
                        what,
                        Stage.TRIGGER,
                        f"{alter} {enable} TRIGGER {row['name']}",
                        f"{alter} DISABLE TRIGGER {row['name']}",
                        table["root"],
                    ),
                )
            )

    def foreign_keys(self) -> Sequence[Entry]:
        """Those that can go, with the keys that they refer to still to be found."""
        found: list[Entry] = []
        for key in self._rows("clear_keys", relations=list(self._relations)):
            table = self._relations[key["relation"]]
            row = {**key, "table": table["name"], "what": f"foreign key {key['name']} of {table['name']}"}
            if self._keeps(row["what"], row):
                continue
            if row["partitioned"] and self._only_reads():
                self.untried.append(Kept(row["what"], UNTRIED))
            elif row["partitioned"] and not self._comes_back_alike(row):
                self.kept.append(Kept(row["what"], "the names that it has on partitions would not come back"))
                continue
            found.append(row)
            self.keys |= {(table["name"], row["bare"])}
        return found

    def indexes(self, foreign_keys: Sequence[Entry]) -> None:
        """Foreign keys go first, as they need indexes; whatever else needs one keeps it."""
        family = [part for key in foreign_keys for part in key["family"]]
        rows = {row["oid"]: row for row in self._rows("clear_indexes", relations=list(self._relations), keys=family)}
        children: dict[int, list[Entry]] = {}
        for row in rows.values():
            children.setdefault(row["parent"], []).append(row)
        parts = [
            part
            for row in rows.values()
            if row["parent"] not in rows and (part := self._index(row, lambda row: children.get(row["oid"], [])))
        ]
        self.parts += [self._key(row) for row in foreign_keys]
        self.parts += parts

    def _key(self, row: Entry) -> tuple[Step, ...]:
        alter = f"ALTER TABLE {row['table']}"
        # On partitioned tables, before PostgreSQL 18, a key is checked as it is made.
        later = row["validated"] and not row["partitioned"]
        add = f"{alter} ADD CONSTRAINT {row['name']} {row['definition']}{' NOT VALID' if later else ''}"
        needs = self._steps_of_indexes.get(row["index"])
        first = Step(
            row["what"],
            Stage.KEY,
            add + _comment(f"CONSTRAINT {row['name']} ON {row['table']}", row["comment"]),
            f"{alter} DROP CONSTRAINT {row['name']}",
            TOGETHER,
            (needs,) if needs else (),
        )
        if not later:
            return (first,)
        check = Step(
            f"check of {row['what']}",
            Stage.VALIDATION,
            f"{alter} VALIDATE CONSTRAINT {row['name']}",
            needs=(row["what"],),
        )
        return first, check

    def _comes_back_alike(self, row: Entry) -> bool:
        """Try it: names on partitions are the server's choice, and others where partitions came later."""
        values = {"table": row["table"], "name": row["bare"]}
        (step, *_) = self._key(row)
        try:
            with self._connection.transaction(force_rollback=True):
                before = self._connection.execute(query("moves/clear_parts_of_key"), values).fetchall()
                self._connection.execute(step.take.encode())
                self._connection.execute(step.bring.encode())
                return before == self._connection.execute(query("moves/clear_parts_of_key"), values).fetchall()
        except psycopg.errors.IntegrityError:
            return False

    def _only_reads(self) -> bool:
        return bool(self._connection.execute("SHOW transaction_read_only").fetchone() == ("on",))

    def _index(self, top: Entry, children_of: Callable[[Entry], Sequence[Entry]]) -> tuple[Step, ...]:
        """An index with its likes on partitions; nothing where any of them has to stay."""
        tree = [top]
        for row in tree:
            tree += children_of(row)
        if top["kind"] == "p":
            return ()
        if top["parent"] is not None:
            self.kept.append(Kept(self._what(top), "it is a part of that of a partitioned table"))
            return ()
        obstacle = next(filter(None, (self._relations[row["relation"]]["no_room"] for row in tree)), "")
        if obstacle:
            self.kept.append(Kept(self._what(top), obstacle))
            return ()
        if any(self._keeps(self._what(row), row) for row in tree):
            return ()
        steps = [step for row in tree for step in self._steps(row, top)]
        names = {row["oid"]: row for row in tree}
        attaching = [
            Step(
                f"{self._what(row)} as a part of that of {self._relations[names[row['parent']]['relation']]['name']}",
                Stage.ATTACH,
                f"ALTER INDEX {names[row['parent']]['qualified']} ATTACH PARTITION {row['qualified']}",
                track=self._relations[row["relation"]]["root"],
                needs=(self._what(row), self._what(names[row["parent"]])),
            )
            for row in reversed(tree[1:])
        ]
        # What refers to a key of a partitioned table waits for all of its parts.
        self._steps_of_indexes |= {row["oid"]: self._what(row) for row in tree}
        self.gone |= {(self._relations[top["relation"]]["name"], top["bare"])}
        return (*steps, *attaching)

    def _what(self, row: Entry) -> str:
        table = self._relations[row["relation"]]["name"]
        return f"{KINDS.get(row['kind'], 'unique index' if row['is_unique'] else 'index')} {row['name']} of {table}"

    def _steps(self, row: Entry, top: Entry) -> Iterator[Step]:
        table = self._relations[row["relation"]]
        what, track = self._what(row), table["root"]
        alter = f"ALTER TABLE ONLY {table['name']}"
        take = ""
        if row is top:
            take = f"DROP INDEX {row['qualified']}"
            if row["kind"]:
                take = f"ALTER TABLE {table['name']} DROP CONSTRAINT {row['name']}"
        # An index goes where the session's setting says, unless it says where; pg_get_indexdef() does not.
        place = f"SET LOCAL default_tablespace = {_literal(row['tablespace'])}; "
        dressed = _comment(f"INDEX {row['qualified']}", row["comment"]) + "".join(
            f"; ALTER INDEX {row['qualified']} ALTER COLUMN {target}" for target in row["statistics"]
        )
        named = _comment(f"CONSTRAINT {row['name']} ON {table['name']}", row["constraint_comment"])
        if not row["kind"]:
            # That of a partitioned table is a matter of the catalog, but locks partitions: one after the other.
            stage = Stage.CONSTRAINT if table["partitioned"] else Stage.INDEX
            yield Step(what, stage, place + row["definition"] + dressed, take, track if table["partitioned"] else "")
        elif row["kind"] == "u" and not row["period"] and not table["partitioned"]:
            yield Step(f"index of {what}", Stage.INDEX, place + row["definition"] + dressed)
            add = f"{alter} ADD CONSTRAINT {row['name']} UNIQUE USING INDEX {row['name']}{row['deferrable']}"
            yield Step(what, Stage.CONSTRAINT, add + named, take, track, (f"index of {what}",))
        else:
            add = f"{alter} ADD CONSTRAINT {row['name']} {row['constraint']}"
            yield Step(what, Stage.CONSTRAINT, place + add + dressed + named, take, track)
        if row["clustered"]:
            yield Step(f"CLUSTER by {what}", Stage.MARK, f"{alter} CLUSTER ON {row['name']}", "", track, (what,))
        if row["identity"]:
            mark = f"{alter} REPLICA IDENTITY USING INDEX {row['name']}"
            yield Step(f"replica identity by {what}", Stage.MARK, mark, "", track, (what,))

    def _keeps(self, what: str, row: Entry) -> bool:
        obstacle = self._relations[row["relation"]]["obstacle"] or row.get("obstacle", "")
        dependents = row.get("dependents", ())
        if dependents:
            obstacle = obstacle or f"needed by {', '.join(dependents)}"
        if obstacle:
            self.kept.append(Kept(what, obstacle))
        return bool(obstacle)

    def _rows(self, name: str, **values: Any) -> list[dict[str, Any]]:
        return self._connection.cursor(row_factory=dict_row).execute(query(f"moves/{name}"), values).fetchall()


def _comment(on: str, quoted: str | None) -> str:
    return f"; COMMENT ON {on} IS {quoted}" if quoted else ""


def _literal(value: str) -> str:
    return sql.Literal(value).as_string(None)
