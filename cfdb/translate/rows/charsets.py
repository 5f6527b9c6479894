"""Character sets of MySQL as Python reads them."""

from __future__ import annotations

import codecs

CODECS = {
    "utf8": "utf-8", "utf8mb3": "utf-8", "utf8mb4": "utf-8", "ascii": "ascii", "latin1": "cp1252",
    "latin2": "iso8859-2", "latin5": "iso8859-9", "latin7": "iso8859-13", "greek": "iso8859-7", "hebrew": "iso8859-8",
    "cp1250": "cp1250", "cp1251": "cp1251", "cp1256": "cp1256", "cp1257": "cp1257", "cp850": "cp850",
    "cp852": "cp852", "cp866": "cp866",
    "koi8r": "koi8-r", "koi8u": "koi8-u", "tis620": "cp874", "macroman": "mac-roman", "macce": "mac-latin2",
    "ucs2": "utf-16-be", "utf16": "utf-16-be", "utf16le": "utf-16-le", "utf32": "utf-32-be", "sjis": "shift_jis",
    "cp932": "cp932", "ujis": "euc_jp", "euckr": "euc_kr", "gbk": "gbk", "gb2312": "gb2312", "gb18030": "gb18030",
    "big5": "big5",
}  # fmt: skip
"""By MySQL's name; others are taken for UTF-8."""

HOLES = "cfdb-latin1"
"""MySQL's latin1 is cp1252 whose five empty places are control characters."""


def _control(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # it is only asked for when reading
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error(HOLES, _control)


def codec(charset: str) -> str:
    return CODECS.get(charset.lower(), "utf-8")


def text_of(raw: bytes, charset: str) -> str:
    """Raises UnicodeDecodeError."""
    name = codec(charset)
    return raw.decode(name, HOLES if name == "cp1252" else "strict")


def is_utf8(charset: str) -> bool:
    return codec(charset) == "utf-8"
