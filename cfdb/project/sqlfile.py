"""One SQL file: its bytes, its checksum, what its first comment lines say, and what makes it unfit to be read."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cfdb.errors import Place, ProjectError, ScriptError
from cfdb.model.change import ChangeId, Kind
from cfdb.model.script import Source

BOM = b"\xef\xbb\xbf"
DIRECTIVE = re.compile(rb"--\s*cfdb:\s*(.*?)\s*$")
KNOWN = "no-transaction, template, requires <phase|service|migration> <key>, irreversible: <reason>"


@dataclass(frozen=True, slots=True)
class Directives:
    """What the `-- cfdb:` lines at the top of a file ask for."""

    transactional: bool = True
    template: bool = False
    requires: tuple[ChangeId, ...] = ()
    irreversible: str = ""


NO_DIRECTIVES = Directives()


def normal(path: Path) -> bytes:
    """The file with LF line ends and without a byte order mark, so that a checkout on Windows changes nothing."""
    return _normalised(_read(path))


def sound(path: Path) -> bytes:
    """The same, for whoever reads on in it: ScriptError where it is not text."""
    text = _read(path)
    _check(text, path)
    return _normalised(text)


def checksum(texts: list[bytes]) -> str:
    """SHA-256 over the files of a change, in order."""
    digest = hashlib.sha256(usedforsecurity=False)
    for text in texts:
        digest.update(text)
        digest.update(b"\0")
    return digest.hexdigest()


def directives(text: bytes, path: Path) -> Directives:
    """The `-- cfdb:` lines before the first line that is neither blank nor a comment."""
    if b"cfdb:" not in text:
        return NO_DIRECTIVES
    transactional, template, irreversible = True, False, ""
    requires: list[ChangeId] = []
    for number, line in _leading_comments(text):
        match = DIRECTIVE.match(line)
        if not match:
            continue
        word = match[1].decode(errors="replace")
        if word == "no-transaction":
            transactional = False
        elif word == "template":
            template = True
        elif word.startswith("irreversible:"):
            irreversible = word.removeprefix("irreversible:").strip() or "no reason given"
        elif word.split(" ")[0] == "requires":
            requires.append(_required(word, path, number))
        else:
            raise ProjectError(
                f"{path}:{number}: directive {word!r} is not known",
                hint=f"known directives: {KNOWN}",
                place=Place(path, number),
            )
    return Directives(transactional, template, tuple(requires), irreversible)


def load(path: Path, variables: Mapping[str, object]) -> Source:
    """The SQL as it is sent: checked, and rendered with Jinja2 where the file asks for it.

    ScriptError names the byte at which a file is no UTF-8, has a NUL, or is empty.
    """
    return rendered(path, sound(path), variables)


def rendered(path: Path, text: bytes, variables: Mapping[str, object]) -> Source:
    """`text`, which was read from `path`, with its variables filled in where it asks for that."""
    if directives(text, path).template:
        # Jinja2 costs 40 ms to import: only those who use templates pay.
        from cfdb.project.template import render  # noqa: PLC0415

        text = render(text, path, variables)
    return Source(path, text)


def _read(path: Path) -> bytes:
    try:
        # Half the time of open(), over 5,000 files.
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            size = os.fstat(file).st_size
            text = os.read(file, size + 1)
            while len(text) < size and (more := os.read(file, size - len(text))):
                text += more
            return text
        finally:
            os.close(file)
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}", place=Place(path)) from error


def _normalised(text: bytes) -> bytes:
    text = text.removeprefix(BOM)
    # One byte is searched for ten times as fast as two.
    return text.replace(b"\r\n", b"\n") if b"\r" in text else text


def _leading_comments(text: bytes) -> Iterator[tuple[int, bytes]]:
    """Numbers and text of the comment lines at the top, however many there are, without splitting what follows."""
    start, number = 0, 1
    while start < len(text):
        end = text.find(b"\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip()
        if line and not line.startswith(b"--"):
            return
        yield number, line
        start, number = end + 1, number + 1


def _required(word: str, path: Path, number: int) -> ChangeId:
    kind, _, key = word.removeprefix("requires").strip().partition(" ")
    if kind not in {known.value for known in Kind} or not key.strip():
        raise ProjectError(
            f"{path}:{number}: expected a phase, service or migration after 'requires', found {word!r}",
            hint="for example: -- cfdb: requires phase 3",
            place=Place(path, number),
        )
    return ChangeId(Kind(kind), key.strip())


def _check(text: bytes, path: Path) -> None:
    # The first few bytes decide for all but odd files: strip() of all would be a copy of all.
    if not text[:4096].removeprefix(BOM).strip() and not text.removeprefix(BOM).strip():
        raise ScriptError(f"{path} is empty (byte 0)", hint="write its SQL, or delete the file", place=Place(path, 1))
    if text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ScriptError(f"{path} is UTF-16, not UTF-8 (byte 0)", hint="save the file as UTF-8", place=Place(path, 1))
    nul = text.find(b"\0")
    if nul >= 0:
        raise ScriptError(
            f"{path} has a NUL byte at byte {nul}",
            hint="no server takes it: remove it",
            place=Place(path, text.count(b"\n", 0, nul) + 1),
        )
    if text.isascii():
        return
    bad = _invalid_utf8(text)
    if bad is not None:
        raise ScriptError(
            f"{path} is not UTF-8 at byte {bad} (0x{text[bad]:02x})",
            hint="save the file as UTF-8, for example: iconv -f latin1 -t utf-8",
            place=Place(path, text.count(b"\n", 0, bad) + 1),
        )


def _invalid_utf8(text: bytes) -> int | None:
    """Offset of the first byte that is no UTF-8, looking at a megabyte at a time to keep memory flat."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = 1 << 20
    for start in range(0, len(text), size):
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(text[start : start + size], final=start + size >= len(text))
        except UnicodeDecodeError as error:
            return start - kept + error.start
    return None
