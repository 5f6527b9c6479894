"""What SET has said so far, as far as it changes what later statements mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from cfdb.syntax.tokens import Kind, tokens

NAMES = re.compile(r"\bSET\s+(?:NAMES|CHARACTER\s+SET|CHARSET)\s+'?(\w+)'?", re.IGNORECASE)
CLIENT = re.compile(r"\bcharacter_set_client\s*:?=\s*'?(\w+)'?", re.IGNORECASE)
MODE = re.compile(
    r"""
      (?P<variable>(?<!@)@\w+)\s*:?=\s*@@(?:session\.|local\.)?sql_mode\b
    | (?<![@\w.])(?:@@)?(?:(?:session|local)[\s.]\s*)?sql_mode\s*:?=\s*
      (?: '(?P<said>[^']*)' | "(?P<quoted>[^"]*)" | (?P<from>@\w+) | (?P<word>[a-z_]+)(?!\w|\s*\()
        | concat\s*\(\s*@@(?:session\.|local\.)?sql_mode\s*,\s*'(?P<more>[^']*)'\s*\) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
ZONE = re.compile(
    r"""(?<![@\w.])(?:@@)?(?:(?:session|local)[\s.]\s*)?time_zone\s*:?=\s*(?:'([^']*)'|"([^"]*)"|@?\w+)""",
    re.IGNORECASE,
)
AUTOCOMMIT = re.compile(
    r"(?<![@\w.])(?:@@)?(?:(?:session|local)[\s.]\s*)?autocommit\s*:?=\s*(?:0|off|'off')", re.IGNORECASE
)
GROUPS = frozenset({"ANSI", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL"})
"""Modes that are a name for several, of which two change what a text means."""

LONGEST = 4096
"""Bytes of a SET that is looked at."""


@dataclass(frozen=True, slots=True)
class Session:
    """`encoding` is the character set that statements are in, `modes` what sql_mode says, in upper case.

    A dump says both at its top, gives sql_mode another value for each program, and gives back what was before.
    """

    encoding: str = "utf8mb4"
    modes: frozenset[str] = frozenset()
    saved: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Modes that user variables hold."""
    time_zone: str = ""
    """What moments are told in; empty for the server's own, which is taken for UTC."""

    @property
    def auto_on_zero(self) -> bool:
        """Whether 0 asks for the next number of a key."""
        return "NO_AUTO_VALUE_ON_ZERO" not in self.modes

    @property
    def is_odd(self) -> bool:
        """Whether there are texts that do not mean what they usually do."""
        return not self.modes.isdisjoint(MEANINGS)

    def heard(self, statement: bytes) -> Session:
        """As it is after a SET."""
        text, encoding = statement.decode("latin-1"), self.encoding
        for pattern in (NAMES, CLIENT):
            if (found := pattern.search(text)) and found[1].lower() not in ("default", "binary"):
                encoding = found[1].lower()
        modes, saved = self.modes, dict(self.saved)
        for found in MODE.finditer(text):
            if found["variable"]:
                saved[found["variable"].lower()] = modes
            elif found["from"]:
                modes = saved.get(found["from"].lower(), modes)
            elif found["more"] is not None:
                modes |= named(found["more"])
            else:
                modes = named(found["said"] or found["quoted"] or found["word"] or "")
        zone = self.time_zone
        for found in ZONE.finditer(text):
            said = found[1] or found[2] or ""
            zone = "" if said.upper() in ("SYSTEM", "UTC", "+00:00", "-00:00") else said
        return replace(self, encoding=encoding, modes=modes, saved=saved, time_zone=zone)

    def obstacle(self, text: str) -> str:
        """Why a text of MySQL does not mean what it usually does; nothing where it does."""
        for mode in self.modes.intersection(MEANINGS):
            if mode == "ORACLE" or any(mode in changed for changed in _changes(text)):
                return f"it was made with sql_mode {mode}, {MEANINGS[mode]}"
        return ""

    def plain(self, text: str) -> str:
        """The text with backquotes around names, where double quotes are around them."""
        if "ANSI_QUOTES" not in self.modes or '"' not in text:
            return text
        kept: list[str] = []
        place = 0
        for token in tokens(text):
            if token.kind is Kind.TEXT and text[token.start] == '"':
                kept += (text[place : token.start], "`" + token.value.replace("`", "``") + "`")
                place = token.end
        return "".join(kept) + text[place:]


MEANINGS = {
    "ORACLE": "which is another language",
    "ANSI_QUOTES": "where a backslash is part of a name",
    "PIPES_AS_CONCAT": "where || joins texts",
    "NO_BACKSLASH_ESCAPES": "where a backslash is like any other sign",
    "HIGH_NOT_PRECEDENCE": "where NOT binds more tightly",
}
"""Modes that change what a text means."""

NOT_BEFORE = {
    "NULL", "EXISTS", "FOUND", "IN", "LIKE", "RLIKE", "REGEXP", "BETWEEN", "DETERMINISTIC", "ENFORCED", "IGNORED",
    "ATOMIC",
}  # fmt: skip
"""Words that NOT is one with."""


def _changes(text: str) -> Iterator[set[str]]:
    """The modes that change a text, place by place."""
    before, after_not = "", False
    for token in tokens(text):
        if after_not and token.upper not in NOT_BEFORE:
            yield {"HIGH_NOT_PRECEDENCE"}
        after_not = token.upper == "NOT" and before != "IS"
        if token.kind is Kind.TEXT and "\\" in text[token.start : token.end]:
            yield {"NO_BACKSLASH_ESCAPES", *(["ANSI_QUOTES"] if text[token.start] == '"' else [])}
        elif token.kind is Kind.SYMBOL and token.value == "||":
            yield {"PIPES_AS_CONCAT"}
        before = token.upper


def named(modes: str) -> frozenset[str]:
    found = {mode.strip().upper() for mode in modes.split(",") if mode.strip()}
    return frozenset(found | {"ANSI_QUOTES", "PIPES_AS_CONCAT"} if found & GROUPS else found)
