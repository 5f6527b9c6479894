"""README and docs agree with the command line: what they name exists, and every command is named."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from cfdb.cli import data
from cfdb.cli.app import COMMANDS as TOP
from cfdb.cli.app import app
from cfdb.errors import CfdbError
from cfdb.verify.check import checks
from cfdb.verify.counting import KINDS, count_kinds

REPOSITORY = Path(__file__).parents[1]
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]

FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^(?: {4}|\t)(.*)$", re.MULTILINE)
SPAN = re.compile(r"(`+)(.+?)\1", re.DOTALL)
CALL = re.compile(r"(?<![\w./-])cfdb ((?:-{1,2})?[a-z][\w-]*)([^\n'`#|;&)]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def options(command: Any) -> set[str]:
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)} | {
        "--help"
    }


COMMANDS = [*TOP, *(f"data {name}" for name in data.COMMANDS)]
OF_COMMAND = {
    name: options(typer.main.get_command(import_module(f"cfdb.cli.{name.replace(' ', '.')}").app)) for name in COMMANDS
}
OF_PROGRAM = options(typer.main.get_command(app))
ALL_OPTIONS = OF_PROGRAM.union(*OF_COMMAND.values())


def code(page: Path) -> Iterator[str]:
    """Code blocks and code spans of a page."""
    text = page.read_text(encoding="utf-8")
    yield from (block for _, block in FENCE.findall(text))
    text = FENCE.sub("", text)
    yield from INDENTED.findall(text)
    yield from (" ".join(span.split()) for _, span in SPAN.findall(INDENTED.sub("", text)))


def calls(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Every `cfdb <command>` of a page with the options that follow it."""
    for text in code(page):
        for word, rest in CALL.findall(text):
            below = rest.split()[:1]
            grouped = word == "data" and below and not below[0].startswith("-")
            yield f"data {below[0]}" if grouped else word, OPTION.findall(rest)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_that_are_named_exist(page: Path) -> None:
    for word, given in calls(page):
        if word.startswith("-"):
            assert word in OF_PROGRAM, f"cfdb {word}"
        else:
            assert word in COMMANDS, f"cfdb {word}"
            assert set(given) <= OF_COMMAND[word], f"cfdb {word} {' '.join(given)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_options_that_are_named_alone_exist(page: Path) -> None:
    alone = {text.split()[0].partition("=")[0] for text in code(page) if re.match(r"--[a-z]", text)}
    assert alone <= ALL_OPTIONS


def test_every_command_is_named() -> None:
    named = {word for page in PAGES for word, _ in calls(page)}
    assert set(COMMANDS) - named == set()


def test_every_option_is_named() -> None:
    """But for those that every command line has."""
    everywhere = {"--help", "--show-completion", "--version", "--project", "--database", "--limit", "--output"}
    named = {option for page in PAGES for text in code(page) for option in OPTION.findall(text)}
    long = {option for option in ALL_OPTIONS if option.startswith("--")}
    opposites = {"--no-verify": "--verify"}
    assert long - everywhere - named - {opposites[option] for option in named & opposites.keys()} == set()


def test_links_within_the_repository_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} → {target}"


def guide() -> str:
    return (REPOSITORY / "docs" / "guide.md").read_text(encoding="utf-8")


def test_every_table_of_a_checklist_is_in_the_guide() -> None:
    assert all(f"[{section}]" in guide() for section in checks() if section)


def test_every_kind_that_the_guide_names_can_be_counted() -> None:
    """`Kinds that can be counted: tables, …`"""
    listed = re.search(r"Kinds that can be counted: (.*?)\. ", " ".join(guide().split()))
    assert listed is not None
    kinds = listed[1].split(", ")
    assert set(kinds) == set(KINDS)
    for kind in kinds:
        assert list(count_kinds("total", {kind: 0}, [], frozenset({"public"}), Path("checklist.toml"))), kind


def all_errors(kind: type[CfdbError]) -> Iterator[type[CfdbError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from all_errors(below)


@pytest.mark.parametrize("page", [*PAGES[:1], REPOSITORY / "docs" / "guide.md"], ids=lambda page: page.name)
def test_every_exit_code_is_named(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for number in {kind.exit_code for kind in all_errors(CfdbError)} | {0}:
        assert re.search(rf"(\| {number} \||[ ,:]{number} [a-z])", text), number
