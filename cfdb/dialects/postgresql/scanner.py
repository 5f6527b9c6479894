"""Where the statements of a PostgreSQL script begin and end, and what no server could run.

The rules are those of PostgreSQL 14 to 18 with standard_conforming_strings = on, from its own two scanners:
https://github.com/postgres/postgres/blob/master/src/backend/parser/scan.l (literals, comments, words) and
https://github.com/postgres/postgres/blob/master/src/fe_utils/psqlscan.l (psql commands).

A regular expression skips a whole statement at once; Python looks only at what that expression leaves:
semicolons, dollar quotes, comments in unusual places, and the few statements that hold semicolons of their
own. Repeats are possessive: time grows with the length of the script, memory does not.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from cfdb.dialects.postgresql.psql_commands import HINTS, SENDING, UNKNOWN
from cfdb.model.text import characters
from cfdb.syntax.patterns import compiled


class Statement(NamedTuple):
    """One statement of a script: `sql[start:end]`, by byte offsets.

    Blanks and comments around it and its semicolon are left out. The n-th one is what the server answers
    with its n-th CommandComplete, when it is sent the script as one message.
    """

    start: int
    end: int
    copy_data: tuple[int, int] | None = None
    """The rows behind COPY … FROM STDIN, up to, not including, the line `\\.`."""


class Problem(NamedTuple):
    """Something that makes a script unfit to be sent, by byte offset."""

    offset: int
    code: str
    message: str
    hint: str


class ScanError(Exception):
    """The script cannot be split: where its statements end is not known from `problem.offset` on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def split(sql: bytes) -> Iterator[Statement]:
    """The statements of a script (UTF-8, no byte order mark), in order.

    Raises ScanError at a literal, comment or COPY that is never closed, and at a psql command.
    """
    return _walk(sql, _refuse)


def problems(sql: bytes, *, transactional: bool) -> list[Problem]:
    """Everything that makes a script unfit to be sent, in order, up to a literal that is never closed.

    A script that is run within a transaction (`transactional`) must not begin or end one itself.
    """
    found: list[Problem] = []
    try:
        for statement in _walk(sql, found.append):
            if transactional and sql[statement.start] in _CONTROL_INITIALS:
                found.extend(_transaction_control(sql, statement))
    except ScanError as error:
        found.append(error.problem)
    return sorted(found)


def char_offset_to_byte(sql: bytes, chars: int) -> int:
    """Byte offset of the character that `chars` characters stand before (PostgreSQL's error position - 1)."""
    at, step = 0, _WINDOW
    while step:
        count = characters(sql, at, at + step)
        if count <= chars and at + step <= len(sql):
            at, chars = at + step, chars - count
        else:
            step //= 2
    return at


# What the lexer knows. \v is a blank since PostgreSQL 16; before, it was valid nowhere but in a literal.
_BLANK = rb" \t\n\r\f\v"
_WORD_PART = rb"A-Za-z0-9_$\x80-\xff"
_WORD = rb"[A-Za-z_\x80-\xff][" + _WORD_PART + rb"]*+"
_LINE_COMMENT = rb"--[^\n\r]*+"
_COMMENT = rb"(?:" + _LINE_COMMENT + rb"|/\*(?:[^*/]++|\*(?!/)|/(?!\*))*+\*/)"  # nested ones: _comment_end
_GAP = rb"(?:[" + _BLANK + rb"]++|" + _COMMENT + rb")*+"
# A string goes on after a line break and keeps its kind: the second part of E'…' has escapes, too.
_ESCAPES = rb"(?:[^'\\]++|\\.|'')*+'"
_GOES_ON = rb"(?:[ \t\f\v]++|" + _LINE_COMMENT + rb")*+[\n\r](?:[" + _BLANK + rb"]++|" + _LINE_COMMENT + rb"[\n\r])*+'"
_E_STRING = _ESCAPES + rb"(?:" + _GOES_ON + _ESCAPES + rb")*+(?!" + _GOES_ON + rb")"

# '' within '…' is taken for two strings side by side: they end at the same place.
_SKIPPED = (
    rb"[^'\"\\$;/\-]++",
    rb"'(?<![eE]')[^']*+'",
    rb"-(?!-)",
    rb'"[^"]*+"',
    rb"/(?!\*)",
    # A comment that ends the statement is left to Python, which leaves it out.
    _COMMENT + _GAP + rb"(?!;|\Z|/\*)",
    # After one of these bytes the E is a word of its own; Python looks closer at any other.
    rb"'(?<=[ \t\n(,=|][eE]')" + _E_STRING,
)
_TOKENS = (
    rb"[" + _BLANK + rb"]++",
    _COMMENT,
    rb"[eE]'" + _E_STRING,
    rb"(?P<symbol>(?![eE]')" + _WORD + rb"|[^'\"$/\\eE0-9]|/(?!\*))",
    rb"'[^']*+'",
    rb'"[^"]*+"',
    rb"\$?[0-9]++",
    rb"\\(?:[;:]|[^\n\r]*+)",  # a psql command: its words are not the statement's
)
_SKIP = rb"(?:" + rb"|".join(_SKIPPED) + rb")*+"

_skip = compiled(_SKIP, re.DOTALL).match
_next = compiled(rb"(?:[;" + _BLANK + rb"]++|" + _COMMENT + rb")*+(" + _SKIP + rb")", re.DOTALL).match
_gap = compiled(_GAP).match
_may_hold_semicolons = compiled(
    rb"[cC](?i:opy|reate" + _GAP + rb"(?:or|rule|function|procedure|/\*))"
).match  # COPY has a border of its own: the rows behind it
_token = compiled(rb"|".join(_TOKENS), re.DOTALL).match
_dollar_tag = compiled(rb"\$(?:[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*+)?\$").match
_comment_edges = compiled(rb"/\*|\*/").finditer
_begin = compiled(rb"(?i:begin)").search
_end_word = compiled(rb"(?i:end)(?![" + _WORD_PART + rb"])").match
_control_word = compiled(rb"(?i:begin|start|commit|end|rollback|abort|prepare)(?![" + _WORD_PART + rb"])").match
_command = compiled(rb"\\(?:([;:])|([A-Za-z_]++|[!-~]?)[^\n\r]*+)").match
_from_stdin = compiled(rb"(?i:\bfrom\s++p?stdin\b)").search
_rows_end = compiled(rb"\n\\\.\r?(?:\n|\Z)").search

_SEMICOLON, _BACKSLASH, _DASH, _SLASH = b";\\-/"
_BLANK_BYTES = b" \t\n\r\f\v"
_WORD_BYTES = bytes(byte for byte in range(256) if re.match(rb"[" + _WORD_PART + rb"]", bytes([byte])))
_CONTROL_INITIALS = b"bBsScCeErRaApP"
_WINDOW = 1 << 16

_CONTROL_HINT = "delete it: the script is run as one transaction, begun and ended for it"
_TWO_PHASE_HINT = "run it by hand, in a session of its own: it does not work within a transaction"


class _Border(NamedTuple):
    """Where a statement ends: behind its last token, at what ends it, and where the next one may begin."""

    end: int
    at: int
    next: int


_Report = Callable[[Problem], None]


def _refuse(problem: Problem) -> None:
    raise ScanError(problem)


def _walk(sql: bytes, report: _Report) -> Iterator[Statement]:
    """The statements; psql commands are reported and passed over."""
    pos, stop = 0, len(sql)
    # psql reads the rows of COPY from the next line on, and then goes on with the rest of COPY's own line:
    # while we are on that rest, `stop` is its end, and `behind_rows` where to go on after it.
    behind_rows: int | None = None
    while True:
        head = _next(sql, pos, stop)
        assert head is not None  # it matches nothing, too
        start, end = head.span(1)
        if start == stop:
            if behind_rows is None:
                return
            pos, stop, behind_rows = behind_rows, len(sql), None
        elif end < stop and sql[end] == _SEMICOLON and not _may_hold_semicolons(sql, start, end):
            yield Statement(start, _rstrip(sql, start, end, _BLANK_BYTES))
            pos = end + 1
        elif sql[start] == _BACKSLASH:
            pos, _ = _psql_command(sql, start, stop, report)
        elif sql.startswith(b"/*", start, stop):
            pos = _gap_end(sql, start, stop)
        else:
            kind = _kind(sql, start, stop)
            border = _ENDS.get(kind, _border)(sql, start, stop, report)
            if behind_rows is not None and border.at == stop:
                raise ScanError(_torn_by_rows(start))
            rows: tuple[int, int] | None = None
            if kind == b"copy" and _reads_rows(sql, start, border.at):
                if behind_rows is None:
                    stop = sql.find(b"\n", border.at)
                    behind_rows = stop + 1
                rows, behind_rows = _rows(sql, start, behind_rows)
            yield Statement(start, border.end, rows)
            pos = border.next


def _border(sql: bytes, pos: int, stop: int, report: _Report) -> _Border:
    """The next semicolon outside of literals and comments, or psql command that sends, or `stop`."""
    end = token = pos
    while True:
        skipped = _skip(sql, pos, stop)
        assert skipped is not None  # it matches nothing, too
        at = skipped.end()
        if (stripped := _rstrip(sql, pos, at, _BLANK_BYTES)) > pos:
            end = stripped
        if at == stop or sql[at] == _SEMICOLON:
            return _Border(end, at, min(at + 1, stop))
        if sql[at] == _BACKSLASH:
            pos, sends = _psql_command(sql, at, stop, report)
            if sends:
                return _Border(end, at, pos)
        elif sql[at] in (_DASH, _SLASH):
            pos = _gap_end(sql, at, stop)
        else:
            pos = end = _literal_end(sql, token, at, stop)
        token = pos


def _rule_end(sql: bytes, start: int, stop: int, report: _Report) -> _Border:
    """Of CREATE RULE … DO (a; b): semicolons within parentheses belong to it."""
    border = _border(sql, start, stop, report)
    depth = _depth(sql, start, border.at)
    while depth > 0 and border.at < stop:
        begin = border.next
        border = _border(sql, begin, stop, report)
        depth += _depth(sql, begin, border.at)
    return border


def _routine_end(sql: bytes, start: int, stop: int, report: _Report) -> _Border:
    """Of CREATE FUNCTION … BEGIN ATOMIC a; b; END: its END is the only one that is first in a statement."""
    border = _border(sql, start, stop, report)
    in_body = _opens_body(sql, start, border.at)
    while in_body and border.at < stop:
        begin = border.next
        in_body = not _end_word(sql, _gap_end(sql, begin, stop), stop)
        border = _border(sql, begin, stop, report)
    return border


_ENDS: dict[bytes, Callable[[bytes, int, int, _Report], _Border]] = {
    b"rule": _rule_end,
    b"function": _routine_end,
    b"procedure": _routine_end,
}


def _kind(sql: bytes, start: int, stop: int) -> bytes:
    """The word that tells how a statement ends: copy, rule, function, procedure; another one otherwise."""
    if not _may_hold_semicolons(sql, start, stop):
        return b""
    match tuple(islice(_symbols(sql, start, stop), 4)):
        case (b"copy", *_):
            return b"copy"
        case (b"create", b"or", b"replace", kind) | (b"create", kind, *_):
            return kind
    return b""


def _symbols(sql: bytes, pos: int, stop: int) -> Iterator[bytes]:
    """Words, in lower case, and punctuation, byte by byte: neither literals nor numbers nor comments."""
    while pos < stop:
        token = _token(sql, pos, stop)
        if token is None:
            pos = _token_end(sql, pos, stop)
            continue
        pos = token.end()
        if symbol := token["symbol"]:
            yield symbol.lower()


def _depth(sql: bytes, start: int, stop: int) -> int:
    """Parentheses opened less parentheses closed."""
    return sum((symbol == b"(") - (symbol == b")") for symbol in _symbols(sql, start, stop))


def _opens_body(sql: bytes, start: int, stop: int) -> bool:
    """Whether a CREATE FUNCTION up to its first semicolon has come to BEGIN ATOMIC, and not yet to END."""
    if not _begin(sql, start, stop):
        return False
    symbols = _symbols(sql, start, stop)
    depth, before = 0, b""
    for symbol in symbols:
        if depth == 0 and (before, symbol) == (b"begin", b"atomic"):
            return next(symbols, b"") != b"end"
        depth += (symbol == b"(") - (symbol == b")")
        before = symbol
    return False


def _reads_rows(sql: bytes, start: int, stop: int) -> bool:
    """Whether a COPY reads from its client. To the grammar, FROM STDIN and FROM STDOUT are the same."""
    symbols = _symbols(sql, start, stop)
    depth, before = 0, b""
    for symbol in symbols:
        if depth == 0 and symbol in (b"from", b"to") and before != b".":
            return symbol == b"from" and next(symbols, b"") in (b"stdin", b"stdout")
        depth += (symbol == b"(") - (symbol == b")")
        before = symbol
    return False


def _rows(sql: bytes, copy: int, begin: int) -> tuple[tuple[int, int], int]:
    """The rows of the COPY at `copy`, which begin at `begin` (0: nowhere), and where the script goes on."""
    last = _rows_end(sql, begin - 1) if begin else None
    if last is None:
        message = "rows of COPY … FROM STDIN have no end"
        raise ScanError(Problem(copy, "unterminated-copy", message, r"add a line with only \. after the last row"))
    return (begin, last.start() + 1), last.end()


def _torn_by_rows(start: int) -> Problem:
    message = "statement on the line of COPY … FROM STDIN goes on behind the rows"
    return Problem(start, "unterminated-copy", message, r"move it to a line of its own after the line \.")


def _psql_command(sql: bytes, at: int, stop: int, report: _Report) -> tuple[int, bool]:
    """Reports the command; where the script goes on, and whether the statement before it is sent."""
    line = _command(sql, at)
    assert line is not None  # any backslash will do
    # Never its arguments: \connect and \password hold passwords.
    name = (line[1] or line[2]).decode("ascii")
    hint = HINTS.get(name, UNKNOWN)
    report(Problem(at, "psql-command", f"psql command \\{name} cannot be run by a server", hint))
    end = line.end()
    if name == "copy" and _from_stdin(line[0]):
        rows = _rows_end(sql, end)
        end = rows.end() if rows else len(sql)
    return min(end, stop), name in SENDING


def _literal_end(sql: bytes, token: int, at: int, stop: int) -> int:
    """End of the literal or word that holds the quote or dollar at `at`; at `token`, some token begins.

    Whether a dollar or an E is part of a name is known only from the beginning of the word: a$b$c, date'…'.
    """
    pos = _rstrip(sql, token, at, _WORD_BYTES)
    while pos <= at:
        pos = _token_end(sql, pos, stop)
    return pos


def _token_end(sql: bytes, pos: int, stop: int) -> int:
    if token := _token(sql, pos, stop):
        return token.end()
    if sql.startswith(b"/", pos):
        return _comment_end(sql, pos, stop)
    if sql.startswith(b"$", pos):
        return _dollar_end(sql, pos, stop)
    if sql.startswith(b'"', pos):
        hint = 'close it with ", and write a quote within the name as ""'
        raise ScanError(Problem(pos, "unterminated-identifier", "quoted name has no closing quote", hint))
    hint = "close it with ', and write a quote within the string as ''"
    raise ScanError(Problem(pos, "unterminated-string", "string has no closing quote", hint))


def _dollar_end(sql: bytes, pos: int, stop: int) -> int:
    opening = _dollar_tag(sql, pos, stop)
    if not opening:
        return pos + 1
    closing = sql.find(opening[0], opening.end(), stop)
    if closing < 0:
        # A tag can be as long as the script, a message cannot.
        tag = opening[0].decode("utf-8", "replace") if len(opening[0]) < 64 else "$…$"
        message = f"dollar quote {tag} is not closed"
        raise ScanError(Problem(pos, "unterminated-dollar-quote", message, f"add {tag} after the quoted text"))
    return closing + len(opening[0])


def _gap_end(sql: bytes, pos: int, stop: int) -> int:
    """End of the blanks and comments at `pos`."""
    while True:
        gap = _gap(sql, pos, stop)
        assert gap is not None  # it matches nothing, too
        pos = gap.end()
        if not sql.startswith(b"/*", pos, stop):
            return pos
        pos = _comment_end(sql, pos, stop)


def _comment_end(sql: bytes, pos: int, stop: int) -> int:
    depth = 0
    for edge in _comment_edges(sql, pos, stop):
        depth += 1 if edge[0] == b"/*" else -1
        if depth == 0:
            return edge.end()
    hint = "close it with */; comments nest, so each /* needs its own"
    raise ScanError(Problem(pos, "unterminated-comment", "comment is not closed", hint))


def _transaction_control(sql: bytes, statement: Statement) -> Iterator[Problem]:
    """BEGIN, COMMIT and their like. Savepoints stay within the transaction."""
    start = statement.start
    if not _control_word(sql, start, statement.end):
        return
    symbols = tuple(islice(_symbols(sql, start, statement.end), 3))
    hint = _CONTROL_HINT
    match symbols:
        case (b"rollback", b"to", *_) | (b"rollback", b"work" | b"transaction", b"to"):
            return
        case (b"prepare", b"transaction") | (b"commit" | b"rollback", b"prepared"):
            name, hint = b" ".join(symbols), _TWO_PHASE_HINT
        case (b"prepare", *_):  # a prepared statement, were it named "transaction"
            return
        case _:
            name = b" ".join(symbols[:2]) if symbols[0] == b"start" else symbols[0]
    message = f"{name.decode('ascii', 'replace').upper()} cannot be run in the transaction of the script"
    yield Problem(start, "transaction-control", message, hint)


def _rstrip(sql: bytes, start: int, end: int, blanks: bytes) -> int:
    """`end` without the `blanks` before it. Only short slices are copied, however long the run."""
    while end > start and sql[end - 1] in blanks:
        window = max(start, end - _WINDOW)
        end = window + len(sql[window:end].rstrip(blanks))
    return end
