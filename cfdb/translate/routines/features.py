"""What a body does, found by looking at all of it."""

from __future__ import annotations

from cfdb.model.schema import Schema
from cfdb.translate.reading.words import NotUnderstood
from cfdb.translate.routines import asking, expressing, protection, tree, walking
from cfdb.translate.routines.parsing import parse


def counters(body: tree.Statement) -> set[str]:
    """Which of last_insert_id, row_count and found_rows it asks for, of its own statements."""
    asked: set[str] = set()
    for one in walking.walk(body):
        for text in walking.texts(one):
            names = walking.functions(text) & {name.lower() for name in expressing.COUNTERS}
            # Behind ON DUPLICATE KEY UPDATE it sets the number, and is not asked for it.
            asked |= names - {"last_insert_id"} if isinstance(one, tree.Change) and _gives(text) else names
        if isinstance(one, tree.Diagnostics) and any(item == "ROW_COUNT" for _, item in one.items):
            asked.add("row_count")
    return asked


def _gives(text: str) -> bool:
    return "last_insert_id()" not in "".join(text.lower().split())


def changes(body: tree.Statement, schema: Schema, seen: frozenset[str] = frozenset()) -> bool:
    """Whether it, or a routine that it calls, is VOLATILE: changes data, takes locks, or rolls dice."""
    for one in walking.walk(body):
        if walking.changes_data(one) or isinstance(one, tree.Transaction):
            return True
        if isinstance(one, tree.Assign) and one.target.strip().startswith("@"):
            return True
        for text in walking.texts(one):
            if asking.locks(text) or walking.functions(text) & expressing.VOLATILE or walking.users(text):
                return True
            if any(_called_changes(name, schema, seen) for name in walking.functions(text)):
                return True
    return False


def _called_changes(name: str, schema: Schema, seen: frozenset[str]) -> bool:
    functions = (routine for routine in schema.routines.values() if routine.returns is not None)
    found = next((routine for routine in functions if routine.name.lower() == name), None)
    if found is None or name in seen:
        return False
    try:
        return changes(parse(found.body), schema, seen | {name})
    except NotUnderstood:
        return True


def reads(body: tree.Statement, schema: Schema) -> bool:
    """Whether it looks at a table, or calls a routine, which may."""
    names = {routine.name.lower() for routine in schema.routines.values()}
    for one in walking.walk(body):
        if isinstance(one, tree.Query) and "from" in walking.words(one.text):
            return True
        for text in walking.texts(one):
            if walking.functions(text) & names or ("select" in walking.words(text) and not isinstance(one, tree.Query)):
                return True
    return False


def most_results(statements: tuple[tree.Statement, ...]) -> int:
    """How many result sets there are at most, as far as can be seen; many where one is in a loop."""
    total = 0
    for one in statements:
        match one:
            case tree.Query() if not one.targets:
                total += 1
            case tree.If() | tree.Case():
                total += max(most_results(body) for body in walking.children(one))
            case tree.Loop() | tree.Count():
                total += 99 * most_results(one.statements)
            case tree.Block():
                total += sum(most_results(protection.body(handler)) for handler in one.handlers)
                total += most_results(one.statements)
            case tree.Sequence():
                total += most_results(one.statements)
            case _:
                pass
    return total


def is_table(body: tree.Statement) -> bool:
    """Whether there is one set of rows, or one each time round: those are of one shape, and become one."""
    if most_results((body,)) == 1:
        return True
    return sum(isinstance(one, tree.Query) and not one.targets for one in walking.walk(body)) == 1


def commits(body: tree.Statement) -> bool:
    """Whether COMMIT and ROLLBACK have to be real: a ROLLBACK stands elsewhere than in a handler."""
    return any(
        isinstance(one, tree.Transaction) and one.verb == "ROLLBACK" for one in walking.walk(body, handlers=False)
    )
