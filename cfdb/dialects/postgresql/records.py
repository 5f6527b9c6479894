"""Ledger rows as SQL text, so that they travel in the same message as the script they belong to."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from cfdb import __version__
from cfdb.dialects.postgresql.queries import query
from cfdb.model.catalog import Item
from cfdb.model.change import Change, ChangeId
from cfdb.model.ledger import Action
from cfdb.model.script import Source

SINCE_BEGIN = "extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.transaction_timestamp())::float8"
"""The duration of a change that is one transaction, measured by the server."""

Quote = Callable[[bytes], bytes]
"""libpq's own quoting of a text as a literal."""

PLACEHOLDER = re.compile(rb"\{(\w+)\}")


class Raw(str):
    """SQL that stands for itself, not a text to quote."""


Value = str | int | float | bool | None


def fill(name: str, quote: Quote, values: Mapping[str, Value]) -> bytes:
    """The query `name` with its {placeholders} filled in as literals."""
    literals = {key.encode(): _literal(value, quote) for key, value in values.items()}
    return PLACEHOLDER.sub(lambda match: literals[match[1]], query(name).encode())


def _literal(value: Value, quote: Quote) -> bytes:
    if value is None:
        return b"NULL"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, Raw | int | float):
        return str(value).encode()
    return quote(value.encode())


def applied(
    change: Change,
    quote: Quote,
    *,
    rollback: Source | None,
    brought: Iterable[Item] | None = None,
    skipped: str | None = None,
    duration: float | None = None,
) -> bytes:
    """SQL that records `change` as in place. Without `duration` the server measures since BEGIN."""
    return fill(
        "ledger/record_apply",
        quote,
        {
            "database": change.database,
            "change": str(change.id),
            "name": change.name,
            "checksum": change.checksum,
            "depends_on": array(change.depends_on),
            "skipped": skipped,
            "irreversible": change.irreversible or None,
            "rollback": rollback.text.decode() if rollback else None,
            "brought": json.dumps(_by_kind(brought)) if brought is not None else None,
            "duration": Raw(SINCE_BEGIN) if duration is None else duration,
            "version": __version__,
            "action": Action.SKIP if skipped else Action.APPLY,
        },
    )


def rolled_back(database: str, id: ChangeId, name: str, quote: Quote, *, duration: float | None = None) -> bytes:
    return fill(
        "ledger/record_rollback",
        quote,
        {
            "database": database,
            "change": str(id),
            "name": name,
            "action": Action.ROLLBACK,
            "duration": Raw(SINCE_BEGIN) if duration is None else duration,
        },
    )


def progress(
    database: str, id: ChangeId, action: Action, quote: Quote, *, done: int, total: int, prefix: str, running: bool
) -> bytes:
    return fill(
        "ledger/record_progress",
        quote,
        {
            "database": database,
            "change": str(id),
            "action": action,
            "done": done,
            "total": total,
            "prefix": prefix,
            "running": running,
        },
    )


def no_progress(database: str, id: ChangeId, quote: Quote) -> bytes:
    """SQL that says that nothing of a script is in place."""
    return fill("ledger/forget_progress", quote, {"database": database, "change": str(id)})


def array(ids: Iterable[ChangeId]) -> str:
    """A text[] literal: the words of a change hold neither quote, comma, brace nor backslash."""
    return "{" + ",".join(f'"{id}"' for id in ids) + "}"


def _by_kind(items: Iterable[Item]) -> dict[str, list[list[str]]]:
    grouped: defaultdict[str, list[list[str]]] = defaultdict(list)
    for item in sorted(items):
        grouped[item.kind].append([item.schema, item.name, item.signature])
    return grouped


def items_of(brought: Mapping[str, list[list[str]]]) -> frozenset[Item]:
    """The inverse of what `applied` writes into the column `brought`."""
    return frozenset(Item(kind, *names) for kind, entries in brought.items() for names in entries)
