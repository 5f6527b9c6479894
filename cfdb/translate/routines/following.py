"""Whether anybody sees what a variable holds behind a FETCH or SELECT … INTO that found no row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfdb.translate.routines import conditions, tree, walking

Path = list[tuple[tree.Statement, tuple[tree.Statement, ...], int]]
"""From the outermost statement inwards: each with the list of its statements that the next one is in, and where."""


def unseen(statement: tree.Statement, body: tree.Statement, names: Sequence[str]) -> bool:
    """Whether nothing that runs afterwards reads one of the variables, which must all be local ones."""
    path = _path(body, statement)
    if path is None:
        return False
    declared = {
        name.lower()
        for owner, _, _ in path
        if isinstance(owner, tree.Block)
        for variables in owner.variables
        for name in variables.names
    }
    if not {name.strip("`") for name in names} <= declared:
        return False
    read = _Reader(path).read()
    return not {name.strip("`") for name in names} & read


def _path(within: tree.Statement, statement: tree.Statement) -> Path | None:
    for body in walking.children(within):
        for at, child in enumerate(body):
            if child is statement:
                return [(within, body, at)]
            found = _path(child, statement)
            if found is not None:
                return [(within, body, at), *found]
    return None


class _Gone(Exception):
    """The block or loop of that label is left, or everything where it is empty."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


class _Reader:
    """Follows the program from the place where no row was found; collects the words that it reads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.words: set[str] = set()
        self.flag = ""
        """The variable that the handler has set to 1."""

    def read(self) -> set[str]:
        level = self._handled()
        try:
            while level >= 0:
                owner, body, at = self.path[level]
                try:
                    self._statements(body[at + 1 :])
                    if self._again(owner):
                        self._all(owner)
                except _Gone as gone:
                    level = self._level(gone.label, level)
                level -= 1
        except _Gone:
            pass
        return self.words

    def _handled(self) -> int:
        """Where the program goes on, behind the handler."""
        for level in range(len(self.path) - 1, -1, -1):
            owner = self.path[level][0]
            if not isinstance(owner, tree.Block):
                continue
            for handler in owner.handlers:
                if any(entry.name or conditions.is_not_found(entry) for entry in handler.conditions):
                    self._all(handler.body)
                    self._note(handler)
                    return level - 1 if handler.exits else len(self.path) - 1
        return len(self.path) - 1

    def _note(self, handler: tree.Handler) -> None:
        statements = handler.body.statements if isinstance(handler.body, tree.Block) else (handler.body,)
        flags = [
            statement.target.strip("` ").lower()
            for statement in statements
            if isinstance(statement, tree.Assign) and statement.value.strip().upper() in ("1", "TRUE")
        ]
        self.flag = flags[0] if len(flags) == 1 else ""

    def _level(self, label: str, level: int) -> int:
        for at in range(level, -1, -1):
            owner = self.path[at][0]
            if (
                isinstance(owner, tree.Block | tree.Loop | tree.Count)
                and label
                and owner.label.lower() == label.lower()
            ):
                return at
        raise _Gone("")

    def _truth(self, text: str) -> bool | None:
        """Of a condition that is about nothing but the flag."""
        if not self.flag:
            return None
        bare = text.strip().lower().replace("`", "").replace(" ", "").replace("(", "").replace(")", "")
        if bare in (self.flag, f"{self.flag}=1", f"{self.flag}=true", f"{self.flag}<>0", f"{self.flag}!=0"):
            return True
        if bare in (f"not{self.flag}", f"!{self.flag}", f"{self.flag}=0", f"{self.flag}=false", f"{self.flag}<>1"):
            return False
        return None

    def _again(self, owner: tree.Statement) -> bool:
        """Whether a loop may go round once more."""
        if not isinstance(owner, tree.Loop | tree.Count):
            return False
        if isinstance(owner, tree.Count):
            return True
        if owner.until and self._truth(owner.until) is True:
            return False
        return not (owner.condition and self._truth(owner.condition) is False)

    def _all(self, statement: tree.Statement) -> None:
        for one in walking.walk(statement):
            for text in walking.texts(one):
                self.words |= walking.words(text)

    def _statements(self, statements: Sequence[tree.Statement]) -> None:
        for statement in statements:
            self._statement(statement)

    def _statement(self, statement: tree.Statement) -> None:
        match statement:
            case tree.If():
                self._branches(statement)
            case tree.Leave():
                raise _Gone(statement.label)
            case tree.Return():
                self._all(statement)
                raise _Gone("")
            case tree.Loop() if statement.condition and self._truth(statement.condition) is False:
                pass
            case _:
                if any(_target(one) == self.flag for one in walking.walk(statement)):
                    self.flag = ""
                self._all(statement)

    def _branches(self, statement: tree.If) -> None:
        for branch in statement.branches:
            self.words |= walking.words(branch.when)
            truth = self._truth(branch.when)
            if truth is True:
                self._statements(branch.statements)
                return
            if truth is None:
                self._all(statement)
                if any(_target(one) == self.flag for one in walking.walk(statement)):
                    self.flag = ""
                return
        self._statements(statement.otherwise or ())


def _target(statement: tree.Statement) -> str:
    return statement.target.strip("` ").lower() if isinstance(statement, tree.Assign) else "?"


def before(statement: tree.Statement, body: tree.Statement) -> Iterator[tree.Statement]:
    """What is written before a statement."""
    for one in walking.walk(body):
        if one is statement:
            return
        yield one


def fresh(statement: tree.Query, body: tree.Statement) -> bool:
    """Whether the variables are NULL when a SELECT … INTO that is in no loop comes to them."""
    path = _path(body, statement)
    if path is None:
        return False
    names = {name.strip("`").lower() for name in statement.targets}
    empty = {
        name.lower()
        for owner, _, _ in path
        if isinstance(owner, tree.Block)
        for variables in owner.variables
        for name in variables.names
        if variables.default.strip().upper() in ("", "NULL")
    }
    written = {name for one in before(statement, body) for name in targets_of(one)}
    return names <= empty and not names & written


def targets_of(statement: tree.Statement) -> Iterator[str]:
    targets: tuple[str, ...] = ()
    match statement:
        case tree.Assign():
            targets = (statement.target,)
        case tree.Query() | tree.Fetch():
            targets = statement.targets
        case tree.Diagnostics():
            targets = tuple(name for name, _ in statement.items)
        case tree.Call():
            targets = statement.arguments
    yield from (target.strip("` ").lower() for target in targets)
