"""The SQL of changes, read when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cfdb.errors import DriftError, Place, ScriptError, raise_together
from cfdb.model.change import Change
from cfdb.model.finding import Finding
from cfdb.model.script import Script, Source
from cfdb.project import sqlfile


def forward(change: Change, variables: Mapping[str, object]) -> Script:
    """The SQL that puts a change in place. DriftError where it is no longer what the plan was made of."""
    texts = [sqlfile.sound(path) for path in change.files]
    if sqlfile.checksum(texts) != change.checksum:
        raise DriftError(
            f"{change.id} was edited while cfdb was at work", hint="run it again", place=Place(change.files[0])
        )
    if change.losses:
        raise_together([_untranslatable(loss) for loss in change.losses], f"{change.id} cannot be translated")
    if change.translated:
        return single(change.translated, {})
    return Script(
        tuple(sqlfile.rendered(path, text, variables) for path, text in zip(change.files, texts, strict=True))
    )


def _untranslatable(loss: Finding) -> ScriptError:
    return ScriptError(
        f"cannot be translated: {loss.message}",
        hint=loss.hint or "write it without what only MySQL has, or keep it out of this database",
        place=Place(loss.path, loss.line) if loss.path else None,
    )


def back(change: Change, variables: Mapping[str, object]) -> Source | None:
    """The rollback as the project has it; None where it has none."""
    return sqlfile.load(change.rollback, variables) if change.rollback else None


def single(path: Path, variables: Mapping[str, object]) -> Script:
    return Script((sqlfile.load(path, variables),))


def kept(change: Change) -> Source | None:
    """The rollback as the ledger keeps it: as it is written, because a variable may be a secret."""
    return Source(change.rollback, sqlfile.sound(change.rollback)) if change.rollback else None


def from_ledger(text: bytes, name: str, variables: Mapping[str, object]) -> Script:
    """The rollback that the ledger kept, with its variables filled in."""
    return Script((sqlfile.rendered(Path(f"<ledger: {name}>"), text, variables),))


def transactional(script: Script) -> bool:
    return all(sqlfile.directives(source.text, source.path).transactional for source in script.sources)
