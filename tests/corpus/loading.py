"""A schema's scripts into a MariaDB, and what became of them into a PostgreSQL."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg

from cfdb.servers import mariadb

SAID = re.compile(r"^ERROR (\d+) \(\w+\) at line (\d+)(?: in file: '[^']*')?: (.*)$", re.MULTILINE)


def into_mariadb(server: mariadb.Running, database: str, scripts: Iterable[Path]) -> list[str]:
    """Load the scripts with MariaDB's own client; what the server refuses."""
    client = ["mariadb", "--no-defaults", "--user=root", f"--socket={server.socket}", "--default-character-set=utf8mb4"]
    create = f"DROP DATABASE IF EXISTS `{database}`; CREATE DATABASE `{database}`"
    subprocess.run([*client, "-e", create], check=True, capture_output=True)
    problems: list[str] = []
    for script in scripts:
        with script.open("rb") as text:
            done = subprocess.run([*client, "--force", database], stdin=text, capture_output=True, check=False)
        said = done.stderr.decode(errors="replace")
        problems += [f"{script.name}:{line}: {number} {message}" for number, line, message in SAID.findall(said)]
        if done.returncode and not SAID.search(said):
            problems.append(f"{script.name}: {said.strip()}")
    return problems


def into_postgresql(connection: psycopg.Connection[Any], statements: Iterable[bytes]) -> list[tuple[str, str]]:
    """Run the statements one by one; those that the server refuses, with what it says."""
    refused: list[tuple[str, str]] = []
    for statement in statements:
        try:
            connection.execute(statement)
        except psycopg.Error as error:
            refused.append((statement.decode(errors="replace"), str(error).split("\n", 1)[0]))
    return refused
