"""The house: imports only go down, and what belongs into one room stays in it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "cfdb"
MODULES = sorted(PACKAGE.rglob("*.py"))

FLOORS = {
    "__init__": 0, "errors": 0, "registry": 0,
    "model": 1, "syntax": 1,
    "project": 2, "plan": 2, "verify": 2, "translate": 2, "copying": 2, "moving": 2, "dialect": 2, "legacy": 3,
    "dialects": 3, "servers": 3, "run": 3, "report": 3,
    "cli": 4,
    "__main__": 5,
}  # fmt: skip

ALLOWED_LATE = {
    # Answers --version before the command line is loaded.
    "cfdb/__main__.py",
    # Jinja2 is for those who use templates.
    "cfdb/project/sqlfile.py",
}


def part(dotted: str) -> str:
    pieces = dotted.split(".")
    return pieces[1] if len(pieces) > 1 else "__init__"


def relative(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


def part_of(path: Path) -> str:
    below = path.relative_to(PACKAGE)
    return below.parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if node.module == "cfdb" else node.module


def read(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_imports_go_down(path: Path) -> None:
    """A part uses itself and the floors below it, never a neighbour."""
    own = part_of(path)
    for name in imports(read(path)):
        if name != "cfdb" and not name.startswith("cfdb."):
            continue
        used = part(name) if name != "cfdb.__version__" else "__init__"
        assert used == own or FLOORS[used] < FLOORS[own], f"{relative(path)} ({own}) imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_import_hides_in_a_function(path: Path) -> None:
    """Late imports are for what is said aloud in `ALLOWED_LATE`; TYPE_CHECKING is for nobody."""
    tree = read(path)
    late = [
        node.lineno
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not late or relative(path) in ALLOWED_LATE, f"{relative(path)}: late imports in lines {late}"
    assert "TYPE_CHECKING" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [path for path in MODULES if part_of(path) not in ("cli", "__main__")], ids=relative)
def test_only_the_command_line_speaks(path: Path) -> None:
    """print, rich, typer and sys.exit stand in cli/ only."""
    tree = read(path)
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)} & {
        "print",
        "sys.exit",
        "exit",
        "input",
    }
    spoken = {name.split(".")[0] for name in imports(tree)} & {"rich", "typer"}
    assert not calls | spoken


@pytest.mark.parametrize("path", [path for path in MODULES if part_of(path) != "dialects"], ids=relative)
def test_only_a_dialect_knows_its_driver(path: Path) -> None:
    drivers = {name.split(".")[0] for name in imports(read(path))} & {"psycopg", "postgast", "pymysql"}
    assert not drivers


@pytest.mark.parametrize("path", [path for path in MODULES if part_of(path) == "model"], ids=relative)
def test_the_model_needs_nothing(path: Path) -> None:
    """Values are made of the standard library only, and read or write nothing."""
    allowed = {
        "__future__",
        "collections",
        "dataclasses",
        "datetime",
        "enum",
        "pathlib",
        "re",
        "typing",
        "urllib",
        "cfdb",
    }
    assert {name.split(".")[0] for name in imports(read(path))} <= allowed


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_modules_are_named_by_a_noun_that_says_something(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "common", "manager", "misc", "core"}


@pytest.mark.parametrize("path", [path for path in MODULES if path.name != "__init__.py"], ids=relative)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    tree = read(path)
    command = part_of(path) == "cli" and any(
        isinstance(node, ast.FunctionDef) and node.name == path.stem for node in tree.body
    )
    # A command's docstring is what --help shows; it stands at the function.
    assert ast.get_docstring(tree) or command
