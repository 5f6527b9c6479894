"""A copy with all that is known of both sides: its columns, its cut, its route, and what has to be in before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cfdb.model.copy import Copy, SourceColumn, TargetColumn, Wire, put
from cfdb.model.route import Route
from cfdb.model.tables import ForeignKeyOf, TargetTable
from cfdb.run.moving.cut import Cut


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a copy, from one side to the other."""

    source: SourceColumn
    target: TargetColumn
    wire: Wire

    @property
    def is_canonical(self) -> bool:
        """Whether both servers can write its values alike."""
        return bool(self.wire.here and self.wire.there)

    @property
    def there(self) -> str:
        """PostgreSQL's expression for its canonical text, or for what a client makes sense of."""
        quoted = '"' + self.target.name.replace('"', '""') + '"'
        return put(self.wire.there or "{}::text", quoted)


@dataclass(frozen=True, slots=True)
class Planned:
    """One copy, with all that is known of both sides."""

    copy: Copy
    table: TargetTable
    columns: tuple[Column, ...]
    cut: Cut
    route: Route

    @property
    def wires(self) -> list[Wire]:
        return [column.wire for column in self.columns]

    @property
    def texts_there(self) -> list[str]:
        """The canonical texts of the target's columns, of those that have one."""
        return [column.there for column in self.columns if column.is_canonical]

    @property
    def shown_there(self) -> list[str]:
        return [column.there for column in self.columns]

    @property
    def key_places(self) -> list[int]:
        """Where the key of the driving table goes, as it is: places of columns. Empty where it does not."""
        bare = [_bare(item, self.copy.select.alias) for item in self.copy.select.items]
        wanted = [name.lower() for name in self.cut.names]
        return [bare.index(name) for name in wanted] if all(name in bare for name in wanted) else []

    @property
    def can_be_sampled(self) -> bool:
        """Whether both sides can tell by the key which rows are meant, and be asked for these."""
        places = self.key_places
        canonical = all(self.columns[place].is_canonical for place in places)
        return bool(places) and canonical and not self.copy.select.obstacle and not self.cut.partitions


def _bare(item: str, alias: str) -> str:
    """The name of a column of the driving table; what is no such column is not one."""
    plain, qualifier = item.replace("`", "").lower(), alias.replace("`", "").lower()
    return plain.removeprefix(f"{qualifier}.")


def waits(planned: Sequence[Planned]) -> dict[int, tuple[int, ...]]:
    """The copies that have to be in before each, because its rows refer to theirs."""
    into: dict[str, list[int]] = {}
    for one in planned:
        into.setdefault(one.table.name, []).append(one.copy.number)
    return {
        one.copy.number: tuple(
            number
            for key in one.table.foreign_keys
            if key.references != one.table.name and _is_fed(one, key)
            for number in into.get(key.references, ())
        )
        for one in planned
    }


def _is_fed(one: Planned, key: ForeignKeyOf) -> bool:
    """Whether rows refer to any: where a column of the key stays NULL, they do not."""
    fed = {column.target.name for column in one.columns}
    unfed = [column for name in key.columns if name not in fed and (column := one.table.column(name))]
    return all(column.has_default for column in unfed)
