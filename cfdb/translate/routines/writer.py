"""Blocks of PL/pgSQL and the handlers of their errors: what all statements of a body are written with."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cfdb.model.schema import Type
from cfdb.translate.reading.words import Words
from cfdb.translate.routines import conditions, expressing, tree
from cfdb.translate.routines.protection import Protection, protection_of
from cfdb.translate.routines.scope import Routine, Scope, Variable
from cfdb.translate.routines.variables import variable
from cfdb.translate.values import Untranslatable

Lines = list[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """A block that is being written: where it is left, and how its errors are dealt with."""

    scope: Scope
    block: tree.Block
    label: str
    protection: Protection


class Writer(ABC):
    """`results` are the cursor parameters of a procedure, one for each result set.

    `tabular` tells that a procedure becomes a function that returns a table; `shape` are that one's columns and types.
    """

    def __init__(self, routine: Routine) -> None:
        self.routine = routine
        self.frames: list[Frame] = []
        self.results: list[str] = []
        self.tabular = False
        self.shape: tuple[tuple[str, str], ...] = ()
        self.loops = 0
        self.handling = 0
        """How many handlers of caught errors surround this place."""
        self.undoing = False
        """Whether this is the body of a handler whose block has been undone."""
        self.written: dict[str, str] = {}
        """Texts of prepared statements, by their names in lower case."""
        self.computed: dict[str, tuple[str, Mapping[str, Variable]]] = {}
        """Of those whose text is put together: what executes them, and the variables that are seen there."""
        self.sources: frozenset[str] = frozenset()
        """User variables that are there for PREPARE alone, which knows their text."""

    @abstractmethod
    def statement(self, statement: tree.Statement, scope: Scope) -> Lines:
        """One statement, of whatever kind."""

    def statements(self, statements: Iterable[tree.Statement], scope: Scope) -> Lines:
        lines: Lines = []
        for statement in statements:
            self.routine.line = statement.line
            lines += self.statement(statement, scope)
            self.routine.drain()
        return lines

    # Blocks

    def block(self, block: tree.Block, scope: Scope, *, outermost: bool = False) -> Lines:
        self.routine.line = block.line
        label = self.label(block.label) if block.label else ""
        labels = {**scope.labels, block.label.lower(): label} if block.label else scope.labels
        scope = replace(scope, labels=labels)
        declarations: Lines = []
        for declared in block.variables:
            scope = self.declare(declared, scope, declarations)
        named = {**scope.conditions, **{name.lower(): condition for name, condition in block.conditions}}
        scope = replace(scope, conditions=named)
        for cursor in block.cursors:
            name = self.routine.free(cursor.name, "c_")
            declarations.append(f"{name} refcursor;")
            scope = replace(scope, cursors={**scope.cursors, cursor.name.lower(): (name, cursor, scope)})
        outer = [frame.protection for frame in self.frames]
        protection = protection_of(block, named, outer, self.routine)
        if protection.leaves and not label:
            label = self.label("exit_block")
        frame = Frame(scope, block, label, protection)
        self.frames.append(frame)
        body = self.statements(block.statements, scope)
        self.frames.pop()
        caught: Lines = []
        if protection.whole:
            if self.routine.commits:
                raise Untranslatable("commit within an error handler's block")
            caught = self.caught(protection.handlers, frame, len(self.frames))
        return framed(label, declarations, body, caught, outermost=outermost)

    def declare(self, declared: tree.Variables, scope: Scope, declarations: Lines) -> Scope:
        self.routine.line = declared.line
        policies = self.routine.policies
        kind = self.type_of(declared.row_of, scope) if declared.row_of else declared.type
        default = ""
        if declared.default:
            value = expressing.assigned(declared.default, scope, variable("", kind, policies))
            default = "" if value == "NULL" else f" := {value}"
        added = {}
        for name in declared.names:
            found = variable(self.routine.free(name), kind, policies)
            declarations.append(f"{found.name} {found.type}{default};")
            added[name.lower()] = found
        self.routine.drain()
        return replace(scope, variables={**scope.variables, **added})

    def type_of(self, text: str, scope: Scope) -> Type:
        """Of TYPE OF `table`.`column`."""
        words = Words(text)
        table = scope.routine.schema.table(words.next().value)
        if table is None or not words.accept("."):
            raise Untranslatable("type of something unknown")
        column = table.column(words.next().value)
        if column is None:
            raise Untranslatable("type of something unknown")
        return column.type

    def label(self, wanted: str) -> str:
        return self.routine.free(wanted, "l_")

    def helper(self, wanted: str, type: str) -> str:
        """A variable that the program does not have in MySQL."""
        name = self.routine.free(wanted)
        self.routine.declared.append(f"{name} {type};")
        return name

    # Handlers

    def caught(self, handlers: Sequence[tree.Handler], frame: Frame, depth: int, *, leave: bool = False) -> Lines:
        """The WHEN clauses of some handlers of a block, which are run with the handlers of the blocks around it."""
        clauses: list[tuple[int, str, tree.Handler]] = []
        for handler in handlers:
            for condition in handler.conditions:
                real = conditions.resolved(condition, frame.scope.conditions)
                if not conditions.is_not_found(real) and not conditions.is_warning(real):
                    clauses.append((conditions.precedence(real), conditions.raised(real), handler))
        clauses.sort(key=lambda clause: clause[0])
        merged: list[tuple[list[str], tree.Handler]] = []
        for _, when, handler in clauses:
            if merged and merged[-1][1] is handler and "OTHERS" not in (when, *merged[-1][0]):
                merged[-1][0].append(when)
            else:
                merged.append(([when], handler))
        lines: Lines = []
        for names, handler in merged:
            lines.append(f"WHEN {' OR '.join(dict.fromkeys(names))} THEN")
            lines += indented(self.handler(handler, frame, depth, leave=leave, error=True))
        return lines

    def handler(self, handler: tree.Handler, frame: Frame, depth: int, *, leave: bool, error: bool) -> Lines:
        """A handler's body; then its block is left, where that does not happen by itself."""
        kept = (self.frames, self.loops, self.handling, self.undoing, self.routine.line)
        self.frames = self.frames[:depth]
        self.handling += error
        self.undoing = error and frame.protection.undoes
        self.routine.line = handler.body.line
        lines = self.statement(handler.body, frame.scope)
        self.routine.drain()
        self.frames, self.loops, self.handling, self.undoing, self.routine.line = kept
        if handler.exits and leave and not ends(lines):
            lines.append(f"EXIT {frame.label};")
        return lines or ["NULL;"]

    def not_found(self) -> tuple[tree.Handler, Frame, int] | None:
        """The handler that runs where a FETCH or SELECT … INTO finds no row."""
        for depth in range(len(self.frames) - 1, -1, -1):
            frame = self.frames[depth]
            for handler in frame.block.handlers:
                real = [conditions.resolved(condition, frame.scope.conditions) for condition in handler.conditions]
                if any(map(conditions.is_not_found, real)):
                    return handler, frame, depth
        return None

    def when_not_found(self) -> Lines:
        found = self.not_found()
        if found is None:
            return []
        return self.handler(found[0], found[1], found[2], leave=True, error=False)

    def protected(self, lines: Lines, *, no_data: Lines | None = None) -> Lines:
        """A statement that may fail, with the handlers that let the program go on behind it, or behind its block."""
        caught: Lines = []
        if no_data is not None:
            caught += ["WHEN no_data_found THEN", *indented(no_data or ["NULL;"])]
        seen: set[str] = set()
        for depth in range(len(self.frames) - 1, -1, -1):
            frame = self.frames[depth]
            if frame.protection.whole:
                break
            if not frame.protection.handlers:
                continue
            clause = self.caught(frame.protection.handlers, frame, depth, leave=True)
            heads = [line for line in clause if line.startswith("WHEN ")]
            if seen & set(heads):
                break
            seen |= set(heads)
            caught += clause
            if "WHEN OTHERS THEN" in heads:
                break
        if not caught:
            return lines
        return ["BEGIN", *indented(lines), "EXCEPTION", *indented(caught), "END;"]

    def guarded(self) -> bool:
        """Whether the statements of this place are guarded one by one."""
        for frame in reversed(self.frames):
            if frame.protection.whole:
                return False
            if frame.protection.handlers:
                return True
        return False


def framed(label: str, declarations: Lines, body: Lines, caught: Lines, *, outermost: bool) -> Lines:
    if label and not leaves_to(label, (*body, *caught)):
        label = ""
    lines: Lines = [f"<<{label}>>"] if label else []
    if declarations:
        lines += ["DECLARE", *indented(declarations)]
    elif not label and not caught and not outermost:
        return body
    lines += ["BEGIN", *indented(body or ["NULL;"])]
    if caught:
        lines += ["EXCEPTION", *indented(caught)]
    return [*lines, "END;"]


def leaves_to(label: str, lines: Iterable[str]) -> bool:
    return any(f"EXIT {label};" in line or f"EXIT {label} WHEN" in line for line in lines)


def indented(lines: Iterable[str]) -> Lines:
    return [f"    {line}" for line in lines]


def ends(lines: Sequence[str]) -> bool:
    """Whether nothing behind these lines is reached."""
    return bool(lines) and lines[-1].startswith(
        ("EXIT ", "CONTINUE ", "RETURN", "RAISE;", "RAISE EXCEPTION", "RAISE no")
    )
