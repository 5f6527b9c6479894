"""The SQL that is run, written out for every tool in the layout it wants. The same on every machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

BIG_STATEMENTS = 50_000
BIG_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Script:
    number: int
    name: str
    up: str
    down: str


@dataclass(frozen=True, slots=True)
class Workload:
    """Folders with the same scripts: a cfdb project, files for dbmate, and bare files (`0001.sql`, `0001.undo.sql`).

    `whole` is all of it in one file.
    """

    changes: int
    project: Path
    dbmate: Path
    bare: Path
    whole: Path


def w1(folder: Path) -> Workload:
    """7 phases with together 38 tables, 33 functions and 100 indexes."""
    return _write(folder, list(_phases()), phases=True)


def small(folder: Path, changes: int) -> Workload:
    """Many small migrations: by turns a new table, a new column, and rows."""
    return _write(folder, [_small(number) for number in range(1, changes + 1)], phases=False)


def big(folder: Path, *, broken: bool = False) -> Workload:
    """One migration of 50 MB in 50,000 INSERT statements, one per line; if `broken`, its last statement fails."""
    made = _folders(folder)
    path = made.project / "migrations/main/001_big.sql"
    path.parent.mkdir(parents=True)
    line = "INSERT INTO big_{0} VALUES ({1}, '{2}');\n"
    padding = BIG_BYTES // BIG_STATEMENTS - len(line.format(0, 12345, ""))
    with path.open("w") as file:
        file.write("".join(f"CREATE TABLE big_{n} (id bigint PRIMARY KEY, body text NOT NULL);\n" for n in range(10)))
        for number in range(BIG_STATEMENTS):
            file.write(line.format(number % 10, number, f"{number:08x}; it''s row ".ljust(padding, "x")))
        if broken:
            file.write("INSERT INTO big_0 (nobody) VALUES (1);\n")
    os.link(path, made.bare / "0001.sql")
    os.link(path, made.whole)
    return made


def big_last_line() -> int:
    """The line of the statement that fails in the broken big file."""
    return 10 + BIG_STATEMENTS + 1


def _phases() -> Iterator[Script]:
    tables, functions, indexes = _shares(38), _shares(33), _shares(100)
    first = 0
    for phase in range(7):
        names = [f"item_{first + n}" for n in range(tables[phase])]
        parents = [f"item_{(first + n) // 2}" for n in range(tables[phase])]
        first += tables[phase]
        up = [_table(name, parent if parent != name else "") for name, parent in zip(names, parents, strict=True)]
        up += [_index(names, phase, number) for number in range(indexes[phase])]
        up += [_function(names, phase, number) for number in range(functions[phase])]
        down = [f"DROP FUNCTION phase_{phase}_f{number}(bigint);\n" for number in range(functions[phase])]
        down += [f"DROP TABLE {name};\n" for name in reversed(names)]
        yield Script(phase + 1, f"part_{phase + 1}", "\n".join(up), "".join(down))


def _shares(total: int) -> list[int]:
    return [total // 7 + (phase < total % 7) for phase in range(7)]


def _table(name: str, parent: str) -> str:
    reference = f"    parent_id bigint REFERENCES {parent} ON DELETE CASCADE,\n" if parent else ""
    return (
        f"CREATE TABLE {name} (\n"
        "    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"
        f"{reference}"
        "    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),\n"
        "    state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'active', 'gone')),\n"
        "    amount numeric(12, 2) NOT NULL DEFAULT 0,\n"
        "    settings jsonb NOT NULL DEFAULT '{}',\n"
        "    created_at timestamptz NOT NULL DEFAULT now(),\n"
        "    updated_at timestamptz NOT NULL DEFAULT now()\n"
        ");\n"
        f"COMMENT ON TABLE {name} IS 'one of the things that are kept; there are many';\n"
    )


def _index(names: list[str], phase: int, number: int) -> str:
    columns = ("title", "state", "amount", "created_at", "updated_at", "state, created_at")[number // len(names)]
    return f"CREATE INDEX phase_{phase}_i{number} ON {names[number % len(names)]} ({columns});"


def _function(names: list[str], phase: int, number: int) -> str:
    table = names[number % len(names)]
    return (
        f"CREATE FUNCTION phase_{phase}_f{number}(wanted bigint) RETURNS numeric LANGUAGE plpgsql AS $body$\n"
        "DECLARE\n    total numeric := 0;\n"
        "BEGIN\n"
        f"    SELECT sum(amount) INTO total FROM {table} WHERE id = wanted AND state <> 'gone';\n"
        "    IF total IS NULL THEN\n        RETURN 0; -- nothing; not even a row\n    END IF;\n"
        "    RETURN total;\nEND\n$body$;\n"
    )


def _small(number: int) -> Script:
    table = f"thing_{number - (number - 1) % 3}"
    match number % 3:
        case 1:
            columns = "id bigint PRIMARY KEY, name text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()"
            return Script(number, f"create_{table}", f"CREATE TABLE {table} ({columns});\n", f"DROP TABLE {table};\n")
        case 2:
            up = f"ALTER TABLE {table} ADD COLUMN note text NOT NULL DEFAULT '';\n"
            return Script(number, f"add_note_to_{table}", up, f"ALTER TABLE {table} DROP COLUMN note;\n")
    up = f"INSERT INTO {table} (id, name) VALUES (1, 'one'), (2, 'two');\n"
    return Script(number, f"fill_{table}", up, f"DELETE FROM {table} WHERE id IN (1, 2);\n")


def _folders(folder: Path) -> Workload:
    made = Workload(1, folder / "project", folder / "dbmate", folder / "bare", folder / "all.sql")
    for place in (made.project, made.dbmate, made.bare):
        place.mkdir(parents=True)
    (made.project / "cfdb.toml").write_text("[databases.main]\n")
    return made


def _write(folder: Path, scripts: list[Script], *, phases: bool) -> Workload:
    made = _folders(folder)
    (_write_phases if phases else _write_migrations)(made.project, scripts)
    for script in scripts:
        (made.dbmate / f"{script.number:04}_{script.name}.sql").write_text(
            f"-- migrate:up\n{script.up}\n-- migrate:down\n{script.down}"
        )
        (made.bare / f"{script.number:04}.sql").write_text(script.up)
        (made.bare / f"{script.number:04}.undo.sql").write_text(script.down)
    made.whole.write_text("".join(script.up for script in scripts))
    return Workload(len(scripts), made.project, made.dbmate, made.bare, made.whole)


def _write_phases(project: Path, scripts: Iterable[Script]) -> None:
    for script in scripts:
        folder = project / f"phases/main/phase_{script.number}_{script.name}"
        folder.mkdir(parents=True)
        if script.number > 1:
            (folder / "phase.toml").write_text(f'name = "{script.name}"\ndepends_on = [{script.number - 1}]\n')
        (folder / "schema.sql").write_text(script.up)
        (folder / "rollback.sql").write_text(script.down)


def _write_migrations(project: Path, scripts: Iterable[Script]) -> None:
    folder = project / "migrations/main"
    folder.mkdir(parents=True)
    for script in scripts:
        (folder / f"{script.number:04}_{script.name}.sql").write_text(script.up)
        (folder / f"rollback_{script.number:04}.sql").write_text(script.down)
