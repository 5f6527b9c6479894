"""Places in UTF-8 text, by byte offset, and values that a driver gives as bytes."""

_INNER_BYTES = bytes(range(0x80, 0xC0))
"""Of UTF-8: not the first byte of a character."""

_WINDOW = 1 << 16
"""Bytes looked at in one go, so that memory stays flat."""


def line_column(text: bytes, offset: int) -> tuple[int, int]:
    r"""Line and column of a byte offset, from 1; the column counts characters.

    A line ends with `\n`, `\r\n` or `\r`, as it does for editors.
    """
    offset = min(offset, len(text))
    if offset and text[offset - 1 : offset + 1] == b"\r\n":
        offset -= 1
    newlines = text.count(b"\n", 0, offset)
    returns = text.count(b"\r", 0, offset) - text.count(b"\r\n", 0, offset)
    line_start = max(text.rfind(b"\n", 0, offset), text.rfind(b"\r", 0, offset)) + 1
    return 1 + newlines + returns, 1 + characters(text, line_start, offset)


def characters(text: bytes, start: int, end: int) -> int:
    """Characters that begin within text[start:end]."""
    windows = (text[at : min(at + _WINDOW, end)] for at in range(start, end, _WINDOW))
    return sum(len(window.translate(None, _INNER_BYTES)) for window in windows)


def value_text(value: object) -> str:
    """A value as text: a driver gives bytes where a server names no charset."""
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
