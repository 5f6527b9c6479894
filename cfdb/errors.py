"""Every error a user can meet, as one small tree.

    CfdbError                    2  the operation failed
    ├── UsageError              64  the command line asks for something that cannot be
    │   ├── SelectorError       64  no change answers to these words
    │   └── TargetError         64  the URL or the environment is not usable
    ├── ProjectError            64  cfdb.toml, phase.toml, checklist.toml or the SQL folders are wrong
    ├── ScriptError             64  an SQL file is unfit to be sent: encoding, psql commands, COMMIT …
    │   ├── Doubt               64  a parser that does not know everything cannot read it: never stops a run
    │   └── MappingError        64  a mapping holds what cannot be copied
    ├── DriftError               1  ledger and files disagree: edited, missing or out of order
    ├── Refused                  1  the user said no, or nobody was there to say yes
    ├── NotReady                 1  a precondition of a change does not hold
    ├── LockNotObtained          4  another cfdb is at work and did not finish in time
    ├── Interrupted              2  somebody pressed Ctrl-C
    ├── ServerError              2  the embedded server cannot be set up, started or stopped
    │   └── EmbeddedUnavailable  2  there is no embedded server for this platform
    ├── ProgramError             2  a program that cfdb runs, such as pg_dump, is missing or failed
    └── DatabaseError            2  the target said no
        ├── ConnectionFailed     2  the target cannot be reached, or went away
        │   └── DatabaseMissing  2  the server is there, the database is not
        ├── SqlError             2  a statement failed
        ├── TooLarge             2  a row is larger than what the source lets through
        └── NotConverted         2  a value has no like among those of the target's type

Messages are lower case, the object first, without a full stop; the hint names the next step.
`cli` is the one place that catches them, prints them and turns them into an exit code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something is wrong: 1-based line and column, and the line itself."""

    path: Path
    line: int | None = None
    column: int | None = None
    text: str = ""

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


class CfdbError(Exception):
    """What went wrong, where, and the next step to take.

    `code` is a stable word for machines. `causes` holds the single errors where one message stands for several.
    """

    exit_code: ClassVar[int] = 2
    code: ClassVar[str] = "failed"

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        place: Place | None = None,
        causes: Sequence[CfdbError] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place
        self.causes = tuple(causes)

    def __reduce__(self) -> tuple[Callable[..., CfdbError], tuple[object, ...]]:
        # Not made again of its message: some are made of other values.
        return _revived, (type(self), self.args, self.__dict__)


def _revived(kind: type[CfdbError], words: tuple[object, ...], state: dict[str, object]) -> CfdbError:
    """An error as it was in another process."""
    error = kind.__new__(kind)
    error.args = words
    error.__dict__.update(state)
    return error


class UsageError(CfdbError):
    exit_code = 64
    code = "usage"


class SelectorError(UsageError):
    code = "unknown-change"


class TargetError(UsageError):
    code = "bad-target"


class ProjectError(CfdbError):
    exit_code = 64
    code = "bad-project"


class ScriptError(CfdbError):
    exit_code = 64
    code = "bad-script"


class Doubt(ScriptError):
    code = "not-understood"


class MappingError(ScriptError):
    code = "bad-mapping"


class DriftError(CfdbError):
    exit_code = 1
    code = "drift"


class Refused(CfdbError):
    exit_code = 1
    code = "refused"


class NotReady(CfdbError):
    exit_code = 1
    code = "precondition"


class LockNotObtained(CfdbError):
    exit_code = 4
    code = "locked"


class Interrupted(CfdbError):
    code = "interrupted"


class ServerError(CfdbError):
    code = "server"


class EmbeddedUnavailable(ServerError):
    code = "no-embedded-server"


class ProgramError(CfdbError):
    code = "program"


class DatabaseError(CfdbError):
    code = "database"


class ConnectionFailed(DatabaseError):
    code = "connection"


class DatabaseMissing(ConnectionFailed):
    code = "database-missing"


class SqlError(DatabaseError):
    """A statement failed. `sqlstate` is the five-character code of SQL; `detail` what the server added."""

    code = "sql"

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        place: Place | None = None,
        sqlstate: str = "",
        detail: str = "",
        statement: str = "",
    ) -> None:
        super().__init__(message, hint=hint, place=place)
        self.sqlstate = sqlstate
        self.detail = detail
        self.statement = statement


LARGER_PACKETS = (
    "raise max_allowed_packet of the source, up to 1 GB: it takes effect with the next connection;"
    " rows that are converted by compiled code may be longer as text"
)


class TooLarge(DatabaseError):
    """The server gave NULL for a row that it was to render. `row` counts from 0 within the query, whose `key` it is."""

    code = "row-too-large"

    def __init__(self, row: int, key: Sequence[str] = ()) -> None:
        which = f"the row with the key {', '.join(key)}" if key else f"row {row} of the query"
        super().__init__(f"{which} is larger than the source's max_allowed_packet", hint=LARGER_PACKETS)
        self.row = row


class NotConverted(DatabaseError):
    """A value cannot be written in the target's form. Row and column count from 0 within the query; no row stands for
    all of them."""

    code = "not-converted"

    def __init__(self, row: int | None, column: int, reason: str) -> None:
        where = f"column {column + 1} of the query" if row is None else f"row {row}, column {column + 1} of the query"
        super().__init__(f"{where}: {reason}")
        self.row = row
        self.column = column
        self.reason = reason


def raise_together(errors: Sequence[CfdbError], summary: str) -> None:
    """Raise nothing, the one error there is, or one error of the first one's kind that stands for all."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise type(errors[0])(f"{len(errors)} {summary}", causes=errors)
