"""Groups of commands whose modules are imported when they are called, found by their names."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup


def group(package: str, commands: Mapping[str, str]) -> type[TyperGroup]:
    """A group that finds a command in `<package>.<name>`; `commands` are names and what --help says of them."""

    class Commands(TyperGroup):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            # The keys are there for suggestions; `get_command` brings the values.
            self.commands: dict[str, Any] = dict.fromkeys(commands)

        def list_commands(self, ctx: Any) -> list[str]:
            return list(commands)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in commands:
                return None
            command = typer.main.get_command(import_module(f"{package}.{cmd_name}").app)
            for parameter in command.params:
                if parameter.param_type_name == "argument":
                    _write_plainly(parameter)
            return command

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            with formatter.section("Commands"):
                formatter.write_dl(list(commands.items()))

    return Commands


def _write_plainly(argument: Any) -> None:
    """In the usage line, as other programs do: FILE and start|stop, where Typer has {FILE} and {verb}:<start|stop>."""
    pieces = argument.get_usage_pieces

    def plainly(ctx: Any) -> list[str]:
        found = []
        for piece in pieces(ctx):
            name, _, choices = piece.partition(":")
            found.append(choices.strip("<>") or name.strip("{}").upper())
        return found

    argument.get_usage_pieces = plainly
