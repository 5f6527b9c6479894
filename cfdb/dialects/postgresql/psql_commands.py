"""What to write instead of a psql command: it means nothing to a server."""

from __future__ import annotations

_ONLY_PRINTS = "it only changes what psql prints: delete the line"
_IN_DO_BLOCK = "decide with IF in a DO block, or make it two changes"
_VALUE = "write the value where the variable is used, and delete the line"
_INCLUDE = "put the file's SQL here, or make it a change of its own"
_SENDS = "end the statement with a semicolon"
HINTS = {
    **dict.fromkeys(("i", "ir", "include", "include_relative"), _INCLUDE),
    **dict.fromkeys(("restrict", "unrestrict"), "written by pg_dump: delete the line"),
    **dict.fromkeys(
        ("c", "connect"), "a script runs in one database: delete the line, or make it a change of the other"
    ),
    **dict.fromkeys(("if", "elif", "else", "endif"), _IN_DO_BLOCK),
    **dict.fromkeys(("set", "unset", "prompt", "getenv", "setenv"), _VALUE),
    **dict.fromkeys(("echo", "qecho", "warn"), "use RAISE NOTICE in a DO block, or delete the line"),
    **dict.fromkeys(("g", "gx", "gdesc", "crosstabview", "watch"), _SENDS),
    **dict.fromkeys(("a", "f", "o", "pset", "t", "timing", "x", "H", "C", "T"), _ONLY_PRINTS),
    **dict.fromkeys(("q", "quit"), "the server runs all of the script: delete the line and what is behind it"),
    "copy": "use COPY … FROM STDIN with the rows in the file",
    "gset": "end the statement with a semicolon, and use its value in SQL, for example in a DO block",
    "gexec": "run the SQL that the query builds with EXECUTE in a DO block",
    "encoding": "save the file as UTF-8, and delete the line",
    "password": "use ALTER ROLE … PASSWORD, or set it outside of the script",
    "!": "a server runs no shell commands: delete the line",
    ".": "no COPY … FROM STDIN reads rows here: delete the line, or add the COPY before the rows",
    ";": "write the semicolon without the backslash",
    ":": "write the colon without the backslash",
    "": "delete the backslash: it has a meaning only in strings",
}
"""By name, without the backslash."""

UNKNOWN = "only psql knows it: delete the line, or write it as SQL"

SENDING = frozenset((";", "g", "gx", "gset", "gexec", "gdesc", "crosstabview", "watch", "r", "reset"))
"""Commands that send what stands before them, so that a statement ends there."""
