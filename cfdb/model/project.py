"""A project as its files describe it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cfdb.model.change import Change, ChangeId, Kind


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that is read only when it is needed, and never printed.

    Exactly one of `env` (environment variable), `file` (first line), `command` (first line of stdout), `literal`.
    """

    env: str = ""
    file: str = ""
    command: str = ""
    literal: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Environment:
    """A named place to work on: a URL for all databases, or one for each, and variables for templates."""

    name: str
    url: Secret | None = None
    urls: Mapping[str, Secret] = field(default_factory=dict)
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Database:
    """A named entry of cfdb.toml with all its changes, by kind and by number or name.

    `deploy` names the kinds that make up the database when no selector is given. `base` is the database that has to be
    in place before its migrations run. `checklist` and `probes` speak of the database as a whole.
    """

    name: str
    dialect: str
    changes: tuple[Change, ...] = ()
    deploy: tuple[Kind, ...] = ()
    base: str = ""
    checklist: Path | None = None
    probes: tuple[Path, ...] = ()
    url: Secret | None = None
    variables: Mapping[str, object] = field(default_factory=dict)
    lock_timeout: float = 3.0

    def find(self, id: ChangeId) -> Change | None:
        return next((change for change in self.changes if change.id == id), None)

    @property
    def deployed(self) -> tuple[Change, ...]:
        """The changes that a bare `cfdb apply` puts in place."""
        return tuple(change for change in self.changes if change.id.kind in self.deploy)


@dataclass(frozen=True, slots=True)
class Project:
    root: Path
    databases: Mapping[str, Database]
    environments: Mapping[str, Environment] = field(default_factory=dict)
    default: str = ""
