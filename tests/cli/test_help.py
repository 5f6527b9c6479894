"""What `--help` says is what the commands are."""

import inspect
from importlib import import_module
from typing import Any

import pytest
import typer

from cfdb import registry
from cfdb.cli import data
from cfdb.cli.app import COMMANDS as TOP
from cfdb.cli.app import app, run

COMMANDS = TOP | {f"data {name}": line for name, line in data.COMMANDS.items()}
"""Those of a group with its name before theirs."""


def module(name: str) -> Any:
    return import_module(f"cfdb.cli.{name.replace(' ', '.')}")


def command(name: str) -> Any:
    return typer.main.get_command(module(name).app)


def test_every_module_that_has_an_app_is_a_command() -> None:
    for package, commands in (("cfdb.cli", TOP), ("cfdb.cli.data", data.COMMANDS)):
        modules = [name for name in registry.names(package) if name != "app"]
        assert set(commands) == {name for name in modules if hasattr(import_module(f"{package}.{name}"), "app")}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_their_docstrings_say(name: str) -> None:
    function = getattr(module(name), name.rsplit(maxsplit=1)[-1])
    assert (inspect.getdoc(function) or "").splitlines()[0] == COMMANDS[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_and_option_has_a_help_text(name: str) -> None:
    for parameter in command(name).params:
        assert parameter.help, f"{name} {parameter.name}"
        assert parameter.help[0].isupper(), f"{name} {parameter.name}"
        assert parameter.help.rstrip("]").endswith((".", "cfdb.toml", "server", "output", "or 3")), parameter.help


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_means_the_same_everywhere(name: str) -> None:
    """One short form belongs to one option, in whatever command."""
    short = {"-C": "--project", "-d": "--database", "-u": "--url", "-e": "--env", "-y": "--yes", "-o": "--output"}
    for parameter in command(name).params:
        for option in set(parameter.opts) & set(short):
            assert short[option] in parameter.opts


def test_completion_is_installed_by_the_program_not_by_its_commands() -> None:
    options = {option for name in COMMANDS for parameter in command(name).params for option in parameter.opts}
    assert not options & {"--install-completion", "--show-completion"}


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    for name, line in TOP.items():
        assert any(shown.split() == [name, *line.split()] for shown in out.splitlines()), name


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_shows_its_options(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*name.split(), "--help"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines()[0].startswith(f"Usage: cfdb {name} ")
    assert COMMANDS[name] in " ".join(out.split())
    assert "[[" not in out
    assert all(parameter.opts[0] in out for parameter in command(name).params if parameter.param_type_name == "option")
    assert "\x1b" not in out


@pytest.mark.parametrize("words", [[], ["status"]])
def test_help_has_a_short_name(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words, "--help"]) == 0
    long = capsys.readouterr().out
    assert run([*words, "-h"]) == 0
    assert capsys.readouterr().out == long


def test_the_group_finds_no_other_modules() -> None:
    group: Any = typer.main.get_command(app)
    assert group.get_command(None, "work") is None
    assert group.list_commands(None) == list(TOP)
