"""The least that can be called a migration runner: one connection, one transaction per file and its ledger row.

A program of its own, so that its start counts as that of the others does:

    python reference.py up|status|rollback FOLDER URL [--async]

`up` compares the checksum of every file with the ledger's and runs those that are not in it. With `--async` no
commit waits for the disk, but for one at the end, which makes all before it durable.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import psycopg

LEDGER = (
    "CREATE TABLE IF NOT EXISTS ledger (name text PRIMARY KEY, checksum text NOT NULL, at timestamptz DEFAULT now())"
)


def up(connection: psycopg.Connection, folder: Path) -> int:
    connection.execute(LEDGER)
    applied = ledger(connection)
    pending = 0
    for path in scripts(folder):
        text = path.read_bytes()
        checksum = hashlib.sha256(text).hexdigest()
        if (known := applied.get(path.name)) is not None:
            assert known == checksum, f"{path} was edited"
            continue
        with connection.transaction():
            connection.execute(text)
            connection.execute("INSERT INTO ledger (name, checksum) VALUES (%s, %s)", [path.name, checksum])
        pending += 1
    return pending


def status(connection: psycopg.Connection, folder: Path) -> int:
    applied = ledger(connection)
    return sum(applied.get(path.name) != hashlib.sha256(path.read_bytes()).hexdigest() for path in scripts(folder))


def rollback(connection: psycopg.Connection, folder: Path) -> int:
    applied = sorted(ledger(connection), reverse=True)
    for name in applied:
        with connection.transaction():
            connection.execute((folder / name.replace(".sql", ".undo.sql")).read_bytes())
            connection.execute("DELETE FROM ledger WHERE name = %s", [name])
    return len(applied)


def ledger(connection: psycopg.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, checksum FROM ledger").fetchall())


def scripts(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.endswith(".undo.sql"))


def main(action: str, folder: str, url: str, *flags: str) -> None:
    work = {"up": up, "status": status, "rollback": rollback}[action]
    with psycopg.connect(url, autocommit=True) as connection:
        if "--async" in flags:
            connection.execute("SET synchronous_commit = off")
        print(action, work(connection, Path(folder)))
        if "--async" in flags:
            connection.execute("SET synchronous_commit = on")
            connection.execute("COMMENT ON TABLE ledger IS 'all in place'")


if __name__ == "__main__":
    main(*sys.argv[1:])
