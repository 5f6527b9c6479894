"""A server that says what a test wants it to say, byte by byte."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import pymysql

from cfdb.dialects.mysql.connection import Link

WHOLE = 0xFFFFFF
END = b"\xfe\x00\x00\x02\x00"
ERROR = b"\xff\x25\x05#70100Query execution was interrupted"


def packets(payloads: Iterable[bytes], number: int = 1) -> bytes:
    """The payloads, each in as many packets as it takes."""
    said = bytearray()
    for payload in payloads:
        start = 0
        while True:
            piece = payload[start : start + WHOLE]
            said += len(piece).to_bytes(3, "little") + bytes([number & 0xFF]) + piece
            start += WHOLE
            number += 1
            if len(piece) < WHOLE:
                break
    return bytes(said)


def length(size: int) -> bytes:
    """A length as the protocol writes it."""
    if size < 251:
        return bytes([size])
    for first, width in ((0xFC, 2), (0xFD, 3), (0xFE, 8)):
        if size < 1 << 8 * width:
            return bytes([first]) + size.to_bytes(width, "little")
    raise ValueError(size)


def field(value: bytes | None) -> bytes:
    return b"\xfb" if value is None else length(len(value)) + value


def column(kind: int = 253, *, charset: int = 45, size: int = 1020, flags: int = 0, decimals: int = 0) -> bytes:
    names = b"".join(field(text) for text in (b"def", b"", b"", b"", b"c", b""))
    rest = charset.to_bytes(2, "little") + size.to_bytes(4, "little") + bytes([kind]) + flags.to_bytes(2, "little")
    return names + b"\x0c" + rest + bytes([decimals]) + b"\x00\x00"


def head(columns: Sequence[bytes]) -> list[bytes]:
    return [length(len(columns)), *columns, END]


def result(rows: Iterable[Sequence[bytes | None]], columns: int = 1, end: bytes = END) -> bytes:
    """What a server says to a query, in the text protocol."""
    lines = [b"".join(field(value) for value in row) for row in rows]
    return packets([*head([column()] * columns), *lines, end])


FINE = packets([b"\x00\x00\x00\x02\x00\x00\x00"])


@contextmanager
def saying(*answers: bytes | Sequence[bytes]) -> Iterator[Link]:
    """A link to a server that gives one answer to each command, in these pieces, and then hangs up."""
    ours, theirs = socket.socketpair()

    def speak() -> None:
        try:
            for answer in answers:
                theirs.recv(1 << 16)
                for piece in [answer] if isinstance(answer, bytes) else answer:
                    theirs.sendall(piece)
            theirs.shutdown(socket.SHUT_WR)
        except OSError:
            # It was hung up on.
            return

    raw: Any = pymysql.Connection(defer_connect=True)
    raw._sock, raw._rfile, raw._closed, raw.encoding = ours, ours.makefile("rb"), False, "utf8"
    raw._current_timeout = raw._read_timeout
    link = Link(raw, lambda: link)
    speaking = threading.Thread(target=speak)
    speaking.start()
    try:
        yield link
    finally:
        raw._force_close()
        ours.close()
        with suppress(OSError):
            theirs.shutdown(socket.SHUT_RDWR)
        theirs.close()
        speaking.join(10)
        link.close()
