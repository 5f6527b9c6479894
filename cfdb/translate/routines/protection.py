"""Whether the errors of a block are caught around all of it, or around each of its statements.

PL/pgSQL undoes what a block did when it catches an error there; MySQL undoes the failing statement alone. So the whole
is guarded only where that makes no difference; else each statement is, which is exact and costs a savepoint each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cfdb.translate.routines import conditions, tree, walking
from cfdb.translate.routines.scope import Routine
from cfdb.translate.values import Untranslatable


@dataclass(frozen=True, slots=True)
class Protection:
    """The `handlers` of errors; `leaves` tells that the block has to be left by name.

    `undoes` tells that they begin with ROLLBACK, which is what PL/pgSQL does by itself.
    """

    handlers: tuple[tree.Handler, ...] = ()
    whole: bool = False
    leaves: bool = False
    undoes: bool = False


def protection_of(
    block: tree.Block, named: Mapping[str, tree.Condition], outer: Sequence[Protection], routine: Routine
) -> Protection:
    handlers: list[tree.Handler] = []
    leaves = False
    for handler in block.handlers:
        real = [conditions.resolved(condition, named) for condition in handler.conditions]
        if any(map(conditions.is_warning, real)):
            routine.find("a handler of warnings never runs: postgresql raises an error or nothing", handler.line)
        missing = any(map(conditions.is_not_found, real))
        leaves = leaves or (missing and handler.exits)
        if any(not conditions.is_not_found(entry) and not conditions.is_warning(entry) for entry in real):
            handlers.append(handler)
    if not handlers:
        return Protection(leaves=leaves)
    around = any(protection.handlers and not protection.whole for protection in outer)
    undoing = [handler for handler in handlers if undoes(handler)]
    if undoing:
        if len(undoing) != len(handlers) or around or not all(handler.exits for handler in undoing):
            raise Untranslatable("rollback in some handlers only")
        if not starts(block):
            raise Untranslatable("rollback without start transaction")
        if goes_on(block):
            raise Untranslatable("statements behind a commit that a rollback would undo")
        return Protection(tuple(handlers), whole=True, leaves=leaves, undoes=True)
    whole = not around and all(handler.exits for handler in handlers) and (
        all(map(raises_again, handlers)) or harmless(block)
    )  # fmt: skip
    return Protection(tuple(handlers), whole=whole, leaves=leaves or not whole)


def body(handler: tree.Handler) -> tuple[tree.Statement, ...]:
    return handler.body.statements if isinstance(handler.body, tree.Block) else (handler.body,)


def undoes(handler: tree.Handler) -> bool:
    """Whether it begins with ROLLBACK; GET DIAGNOSTICS may go before."""
    for statement in body(handler):
        if isinstance(statement, tree.Transaction):
            return statement.verb == "ROLLBACK"
        if not isinstance(statement, tree.Diagnostics | tree.Assign):
            return False
    return False


def raises_again(handler: tree.Handler) -> bool:
    """The error goes on to the caller, whose statement fails as a whole."""
    statements = body(handler)
    return bool(statements) and isinstance(statements[-1], tree.Signal) and (
        not any(map(walking.changes_data, statements))
    )  # fmt: skip


def starts(block: tree.Block) -> bool:
    """Whether a transaction is begun within, before anything is changed."""
    for statement in walking.leaves(block.statements):
        if isinstance(statement, tree.Transaction) and statement.verb == "START":
            return True
        if isinstance(statement, tree.Assign) and statement.target.lower().endswith("autocommit"):
            return True
        if walking.changes_data(statement):
            return False
    return False


def goes_on(block: tree.Block) -> bool:
    """Whether something is changed, or an error is raised, behind a COMMIT."""
    try:
        _committed(block.statements, block.label.lower(), committed=False)
    except _GoesOn:
        return True
    return False


class _GoesOn(Exception):
    pass


def _committed(statements: Sequence[tree.Statement], label: str, *, committed: bool) -> bool | None:
    """Whether something may have been committed behind the statements; None where their end is not reached."""
    for one in statements:
        if isinstance(one, tree.Return) or (isinstance(one, tree.Leave) and label and one.label.lower() == label):
            return None
        if committed and (walking.changes_data(one) or isinstance(one, tree.Signal)):
            raise _GoesOn
        if _is_commit(one):
            committed = True
        bodies = [_committed(body, label, committed=committed) for body in walking.children(one)]
        if isinstance(one, tree.Loop | tree.Count) and bodies[0]:
            _committed(one.statements, label, committed=True)
        if _is_left_at_its_end(one):
            if bodies and all(body is None for body in bodies) and _is_whole(one):
                return None
            committed = committed or any(bodies)
        else:
            committed = committed or any(map(_is_commit, walking.walk(one)))
    return committed


def _is_commit(statement: tree.Statement) -> bool:
    return isinstance(statement, tree.Transaction) and statement.verb == "COMMIT"


def _is_left_at_its_end(statement: tree.Statement) -> bool:
    """Whether nothing in it goes straight to what is behind it."""
    if isinstance(statement, tree.Block):
        return not statement.label and not statement.handlers
    return not isinstance(statement, tree.Loop | tree.Count)


def _is_whole(statement: tree.Statement) -> bool:
    """Whether one of its lists of statements is run in any case."""
    return not isinstance(statement, tree.If | tree.Case) or statement.otherwise is not None


def harmless(block: tree.Block) -> bool:
    """Whether nothing that the block has changed could be undone: no change goes before what may fail."""
    if any(isinstance(statement, tree.Loop | tree.Count) for statement in walking.walk(block, handlers=False)):
        return not any(map(walking.changes_data, walking.walk(block, handlers=False)))
    # What returns or leaves cannot fail, nor can an assignment of a constant.
    changed = False
    for statement in walking.leaves(block.statements):
        if changed and may_fail(statement):
            return False
        changed = changed or walking.changes_data(statement)
    return True


def may_fail(statement: tree.Statement) -> bool:
    if isinstance(statement, tree.Assign | tree.Return):
        words = statement.value.split()
        return len(words) > 1 or "(" in statement.value
    return not isinstance(statement, tree.Leave | tree.Iterate | tree.Close | tree.Transaction | tree.Deallocate)
