"""Object by object: what MariaDB has, what PostgreSQL has of it, and whether somebody was told of the difference.

Nothing of cfdb.translate is asked what would be right: both catalogs are read from their servers, and the rules of
what a counterpart is are those of this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cfdb.model.finding import Finding

from . import counterparts
from .catalog import Catalog, Check, Column, ForeignKey, Index, Part, Table

REFUSED_CODES = ("not-understood",)
CUT_BY_SERVER = (250, 768)
"""Characters of utf8mb4 that a key of MyISAM and one of InnoDB can hold."""

STATEMENT = re.compile(r"\s*(?:create|alter|drop|insert|replace|rename)\b", re.IGNORECASE)


class Outcome(StrEnum):
    CARRIED = "carried"
    CHANGED = "carried with a finding"
    LOST = "lost with a finding"
    SILENT = "lost in silence"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind` of the object, its name, what became of it, and why: the finding, or what is different."""

    kind: str
    object: str
    outcome: Outcome
    reason: str = ""


@dataclass
class Judge:
    """What is known of one schema. `refused`: statements that PostgreSQL did not take, with its words."""

    theirs: Catalog
    ours: Catalog
    findings: Sequence[Finding]
    refused: Sequence[tuple[str, str]]

    def verdicts(self) -> Iterator[Verdict]:
        for table in self.theirs.tables.values():
            yield from self._table(table)
        yield from self._views()
        yield from self._triggers()
        yield from self._routines()
        for event in self.theirs.events:
            yield self._missing("event", event, (event,))

    # What is not as it was

    def _missing(self, kind: str, name: str, words: Sequence[str], detail: str = "not there") -> Verdict:
        """`words`: names that a finding about the object begins with; any of them will do."""
        told = self._told(words)
        if told is not None:
            outcome = Outcome.LOST if told.level == "error" else Outcome.CHANGED
            return Verdict(kind, name, outcome, f"{told.code}: {told.message.partition(': ')[2] or told.message}")
        refusal = self._refusal(words)
        return Verdict(kind, name, Outcome.SILENT, f"refused: {refusal}" if refusal else detail)

    def _told(self, words: Sequence[str]) -> Finding | None:
        wanted = {word.lower() for word in words}
        for finding in self.findings:
            if finding.message.partition(": ")[0].lower() in wanted:
                return finding
        for finding in self.findings:
            if finding.code in REFUSED_CODES and self._is_about(finding, words[-1]):
                return finding
        return None

    @staticmethod
    def _is_about(finding: Finding, name: str) -> bool:
        """Whether a statement that was not understood is that of an object: its name stands between its first line
        and the line of the finding."""
        if finding.path is None or finding.line is None:
            return False
        lines = _lines(finding.path)[: finding.line]
        first = next((at for at in range(len(lines) - 1, -1, -1) if STATEMENT.match(lines[at])), 0)
        return re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", " ".join(lines[first:]), re.IGNORECASE) is not None

    def _refusal(self, words: Sequence[str]) -> str:
        last = [word.rpartition(".")[2] for word in words]
        for statement, message in self.refused:
            head = statement if len(statement) < 20_000 else statement[:500]
            if all(re.search(rf"(?<![\w$]){re.escape(word)}(?![\w$])", head) for word in last):
                return re.sub(r"\"[^\"]*\"", '"…"', message)
        return ""

    # Tables

    def _table(self, table: Table) -> Iterator[Verdict]:
        ours = self.ours.tables.get(table.name)
        if ours is None:
            yield self._missing("table", table.name, (table.name,))
            return
        yield Verdict("table", table.name, Outcome.CARRIED)
        for column in table.columns.values():
            yield from self._column(table, ours, column)
        if table.comment:
            yield self._same("comment", table.name, (table.name,), table.comment, ours.comment)
        if table.primary_key:
            yield self._primary_key(table, ours)
        yield from self._indexes(table, ours)
        yield from self._foreign_keys(table, ours)
        yield from self._checks(table, ours)
        if table.partitions:
            yield self._same("partitions", table.name, (table.name,), table.partitions, ours.partitions)
        if table.rows:
            yield self._same("rows of", table.name, (table.name,), table.rows, ours.rows)

    def _same(self, kind: str, name: str, words: Sequence[str], theirs: object, ours: object) -> Verdict:
        if theirs == ours:
            return Verdict(kind, name, Outcome.CARRIED)
        return self._missing(kind, name, words, f"{_shown(theirs)} became {_shown(ours)}")

    def _column(self, table: Table, ours: Table, column: Column) -> Iterator[Verdict]:
        name = f"{table.name}.{column.name}"
        words = (name,)
        found = ours.columns.get(column.name) or ours.columns.get(f"{column.name}_")
        if found is None:
            yield self._missing("column", name, words)
            return
        yield Verdict("column", name, Outcome.CARRIED)
        bound = _bound(self.theirs, table) | _bound(self.ours, ours)
        problem = counterparts.problem(column, found, bound=column.identity or column.name in bound)
        yield self._missing("type", name, words, problem) if problem else Verdict("type", name, Outcome.CARRIED)
        # A primary key is never NULL.
        yield self._same("nullability", name, words, column.nullable, found.nullable)
        if column.default is not None or found.default is not None:
            same = counterparts.same_default(column, found)
            detail = f"{_shown(column.default)} of {counterparts.family(column.type)} became {_shown(found.default)}"
            yield Verdict("default", name, Outcome.CARRIED) if same else self._missing("default", name, words, detail)
        for kind, theirs, own in (
            ("generated", bool(column.generated), bool(found.generated)),
            ("identity", column.identity, found.identity),
            ("on update", column.on_update, found.on_update),
        ):
            if theirs or own:
                yield self._same(kind, name, words, theirs, own)
        if column.comment:
            yield self._same("comment", name, words, column.comment, found.comment)
        if column.members:
            yield self._members(ours, column, found, name)
        if "unsigned" in column.type and not column.identity and found.type != "boolean":
            checks = any(check.columns == {found.name.lower()} and ">= " in check.text for check in ours.checks)
            ok = checks or column.name in bound
            detail = "nothing keeps it from being negative"
            yield Verdict("unsigned", name, Outcome.CARRIED) if ok else self._missing("unsigned", name, words, detail)

    def _members(self, ours: Table, column: Column, found: Column, name: str) -> Verdict:
        kind = column.type[:4].rstrip("(")
        if found.members:
            return self._same(kind, name, (name,), column.members, found.members)
        for check in ours.checks:
            if check.columns == {found.name.lower()} and all(
                _quoted(member) in check.text for member in column.members
            ):
                return Verdict(kind, name, Outcome.CARRIED)
        return self._missing(kind, name, (name,), "its members are not kept")

    def _primary_key(self, table: Table, ours: Table) -> Verdict:
        theirs = tuple(part.column for part in table.primary_key)
        own = tuple(part.column for part in ours.primary_key)
        if theirs == own and any(part.length for part in table.primary_key):
            return self._missing("primary key", table.name, (table.name,), "it holds only the beginning of a column")
        return self._same("primary key", table.name, (table.name,), theirs, own)

    def _indexes(self, table: Table, ours: Table) -> Iterator[Verdict]:
        left = list(ours.indexes)
        for index in table.indexes:
            kind = "unique" if index.unique else {"btree": "index"}.get(index.method, index.method)
            name = f"{table.name}.{index.name}"
            wanted = (_parts(index, table), _parts(index, table, CUT_BY_SERVER))
            match = next((other for parts in wanted for other in left if _fits(index, parts, other)), None)
            if match is None:
                columns = [part.column for part in index.parts]
                yield self._missing(kind, name, (name, *(f"{table.name}.{column}" for column in columns)))
            else:
                left.remove(match)
                yield Verdict(kind, name, Outcome.CARRIED)
        for other in left:
            name = f"{table.name}.{other.name}"
            yield self._missing("more than there was", name, (name,), f"index {_shown(other.parts)}")

    def _foreign_keys(self, table: Table, ours: Table) -> Iterator[Verdict]:
        left = list(ours.foreign_keys)
        for key in table.foreign_keys:
            name = f"{table.name}.{key.name}"
            near = [other for other in left if _points(other) == _points(key)]
            match = next((other for other in near if _rules(other) == _rules(key)), None)
            if match is not None:
                left.remove(match)
                yield Verdict("foreign key", name, Outcome.CARRIED)
                continue
            detail = f"{_rules(key)} became {_rules(near[0])}" if near else "not there"
            words = (name, f"{table.name}.{'_'.join(key.columns)}", table.name)
            yield self._missing("foreign key", name, words, detail)

    def _checks(self, table: Table, ours: Table) -> Iterator[Verdict]:
        left = list(ours.checks)
        for check in table.checks:
            name = f"{table.name}.{check.name}"
            match = _check(check, left)
            if match is None:
                yield self._missing("check", name, (name, f"{table.name}.check"))
            else:
                left.remove(match)
                yield Verdict("check", name, Outcome.CARRIED)

    # Programs

    def _views(self) -> Iterator[Verdict]:
        for view in self.theirs.views.values():
            if view.problem:
                continue
            ours = self.ours.views.get(view.name)
            if ours is None:
                yield self._missing("view", view.name, (view.name,))
            elif ours.problem:
                yield self._missing("view", view.name, (view.name,), f"it cannot be read: {ours.problem}")
            elif view.columns != ours.columns:
                yield self._same("view", view.name, (view.name,), view.columns, ours.columns)
            else:
                yield self._same("view", view.name, (view.name,), view.rows, ours.rows)

    def _triggers(self) -> Iterator[Verdict]:
        left = list(self.ours.triggers)
        for trigger in self.theirs.triggers:
            near = [
                other
                for other in left
                if (other.table, other.timing, other.event) == (trigger.table, trigger.timing, trigger.event)
                and not other.name.endswith("_on_update")
            ]
            match = next((other for other in near if other.name == trigger.name), near[0] if near else None)
            if match is not None:
                left.remove(match)
            yield self._program("trigger", trigger.name, there=match is not None, problem="")

    def _routines(self) -> Iterator[Verdict]:
        ours = {routine.name.lower(): routine for routine in self.ours.routines}
        for routine in self.theirs.routines:
            match = ours.get(routine.name.lower())
            # What fails for everybody may fail here, too.
            problem = match.problem if match and not routine.problem else ""
            yield self._program("routine", routine.name, there=match is not None, problem=problem)

    def _program(self, kind: str, name: str, *, there: bool, problem: str) -> Verdict:
        """A stub that raises when it is called is there, and lost: its findings are errors."""
        told = self._errors(name)
        if told is not None:
            return Verdict(kind, name, Outcome.LOST, f"{told.code}: {told.message.partition(': ')[2]}")
        if not there:
            return self._missing(kind, name, (name,))
        if problem:
            return self._missing(kind, name, (f"{name}()",), f"fails when called: {problem}")
        changed = self._told((name,))
        if changed is not None:
            return Verdict(kind, name, Outcome.CHANGED, f"{changed.code}: {changed.message.partition(': ')[2]}")
        return Verdict(kind, name, Outcome.CARRIED)

    def _errors(self, name: str) -> Finding | None:
        named = (finding for finding in self.findings if finding.message.partition(": ")[0].lower() == name.lower())
        return next((finding for finding in named if finding.level == "error"), None)


def _lines(path: Path) -> list[str]:
    if path not in _TEXTS:
        _TEXTS[path] = path.read_text(encoding="utf-8", errors="replace").split("\n")
    return _TEXTS[path]


_TEXTS: dict[Path, list[str]] = {}


def _shown(value: object) -> str:
    return repr(value)[:60]


def _quoted(member: str) -> str:
    return "'" + member.replace("'", "''") + "'"


def _bound(catalog: Catalog, table: Table) -> frozenset[str]:
    """Columns whose type follows that of another one: those of foreign keys, on either side."""
    own = (column for key in table.foreign_keys for column in key.columns)
    there = (
        column
        for other in catalog.tables.values()
        for key in other.foreign_keys
        if key.table == table.name
        for column in key.references
    )
    return frozenset((*own, *there))


def _parts(index: Index, table: Table, lengths: Sequence[int] = ()) -> tuple[Part, ...]:
    """A prefix as long as the column is none, nor is one of `lengths`, which a server makes of a longer key."""

    def settled(part: Part) -> Part:
        column = table.columns.get(part.column)
        whole = column is not None and part.length in (counterparts.length(column.type), *lengths)
        return Part(part.column) if whole else part

    return tuple(map(settled, index.parts))


def _fits(index: Index, wanted: Iterable[Part], other: Index) -> bool:
    if index.method != other.method or index.unique != other.unique:
        return False
    names = [(part.column, part.length) for part in wanted]
    own = [(part.column, part.length) for part in other.parts]
    if index.method == "fulltext":
        return {name for name, _ in names} == {name for name, _ in own}
    return names == own


def _points(key: ForeignKey) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    pairs = sorted(zip(key.columns, key.references, strict=True))
    return tuple(here.lower() for here, _ in pairs), key.table.lower(), tuple(there.lower() for _, there in pairs)


def _rules(key: ForeignKey) -> tuple[str, str]:
    def plain(rule: str) -> str:
        return "RESTRICT" if rule == "NO ACTION" else rule

    return plain(key.on_delete), plain(key.on_update)


def _check(check: Check, left: Sequence[Check]) -> Check | None:
    near = [other for other in left if other.columns == check.columns]
    return next((other for other in near if other.name == check.name), near[0] if near else None)
