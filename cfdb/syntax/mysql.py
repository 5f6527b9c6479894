r"""Where the statements of a MySQL or MariaDB script begin and end, and what no server could run.

The rules are those of the command line clients (`add_line` and `find_command` of
https://github.com/mysql/mysql-server/blob/8.0/client/mysql.cc and
https://github.com/MariaDB/server/blob/10.11/client/mysql.cc) and, where the client is only an approximation, of
the server's own scanner (https://github.com/mysql/mysql-server/blob/8.0/sql/sql_lex.cc). A backslash escapes
within '…' and "…": the session must not have NO_BACKSLASH_ESCAPES.

Three things differ from the clients, so that nothing valid is torn: a delimiter within an executable comment does
not end the statement, DELIMITER may follow another statement on its line, and a stored program that its own
semicolons would tear is refused.

A regular expression, made for the delimiter, skips a whole statement at once; Python looks only at what that
expression leaves. Repeats are possessive: time grows with the length of the script, memory does not.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from cfdb.syntax.patterns import compiled


@dataclass(frozen=True, slots=True)
class Statement:
    r"""One statement of a script: `text[start:end]`, by byte offsets.

    Blanks and comments around it and its delimiter are left out. Executable comments (`/*!40101 … */`,
    `/*M!100100 … */`) are not comments: the server decides about their version.
    """

    start: int
    end: int
    first: str
    """The first word in upper case, looked for in an executable comment, too; empty where there is none."""
    second: str
    """The next word; after CREATE, ALTER and DROP the kind of object: `CREATE DEFINER=a@b PROCEDURE` has PROCEDURE."""


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


def split(text: bytes) -> Iterator[Statement]:
    """The statements of a script (UTF-8, no byte order mark), in order.

    Raises ScanError at a literal or comment that is never closed, at a client command other than DELIMITER, and
    at a stored program that its own semicolons would tear.
    """
    return _walk(text, _refuse)


def scan(text: bytes, report: Callable[[Problem], None], *, start: int = 0) -> Iterator[Statement]:
    """The same for whoever wants to go on: client commands and torn programs are told to `report` instead of raised.

    `start` is where a statement ends, if not the beginning: the delimiter is a semicolon there.

    Raises ScanError only at a literal or comment that is never closed.
    """
    return _walk(text, report, start)


def problems(text: bytes) -> list[Problem]:
    """Everything that makes a script unfit to be sent, in order, up to a literal that is never closed."""
    found: list[Problem] = []
    try:
        for statement in _walk(text, found.append):
            if judge := _JUDGES.get(statement.first):
                found.extend(judge(text, statement))
    except ScanError as error:
        found.append(error.problem)
    return sorted(found)


def implicit_commit(statement: Statement, text: bytes) -> bool:
    """Whether MySQL or MariaDB ends the open transaction with a commit before or after this statement.

    The lists are those of https://dev.mysql.com/doc/refman/8.0/en/implicit-commit.html and
    https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/; what commits on one of the two only
    (ALTER TABLE of a temporary table, CREATE SERVER) is taken to commit. COMMIT itself counts; CREATE and DROP
    TEMPORARY TABLE do not. What CALL and EXECUTE run is not seen.
    """
    first, second = statement.first, statement.second
    if first in {"CREATE", "DROP"} and second == "TABLE":
        before_kind = takewhile(lambda symbol: symbol != b"TABLE", _symbols(text, statement.start, statement.end))
        return b"TEMPORARY" not in before_kind
    if first == "SET":
        return second in {"PASSWORD", "DEFAULT"} or _sets_autocommit(text, statement)
    if first in _COMMITS_BY_SECOND:
        return second in _COMMITS_BY_SECOND[first]
    if first in _COMMITS_UNLESS:
        return second not in _COMMITS_UNLESS[first]
    return first in _COMMITS


# fmt: off
_COMMITS = frozenset((
    "ALTER", "BACKUP", "CACHE", "CHANGE", "CHECK", "CLONE", "COMMIT", "CREATE", "DROP", "FLUSH", "GRANT",
    "IMPORT", "INSTALL", "LOCK", "OPTIMIZE", "RENAME", "REPAIR", "REVOKE", "SHUTDOWN", "START", "STOP",
    "TRUNCATE", "UNINSTALL", "UNLOCK",
))
# fmt: on
_COMMITS_BY_SECOND = {
    # MariaDB's ANALYZE SELECT … explains, it does not commit; LOAD DATA commits in NDB only.
    "ANALYZE": frozenset(("TABLE", "TABLES", "LOCAL", "NO_WRITE_TO_BINLOG")),
    "LOAD": frozenset(("INDEX",)),
}
_COMMITS_UNLESS = {
    "BEGIN": frozenset(("NOT",)),  # MariaDB's BEGIN NOT ATOMIC is a block, no transaction
    "RESET": frozenset(("PERSIST",)),
}

_INCLUDE = "put the file's SQL here, or make it a change of its own"
_ONLY_PRINTS = "it only changes what the client prints: delete it"
_ONE_SESSION = "a script runs in one session: delete it"
_QUITS = "the server runs all of the script: delete it and what is behind it"
_HINTS = {
    **dict.fromkeys(("source", "."), _INCLUDE),
    **dict.fromkeys(("system", "!"), "a server runs no shell commands: delete it"),
    **dict.fromkeys(("connect", "r", "resetconnection", "x"), _ONE_SESSION),
    **dict.fromkeys(("go", "ego"), "end the statement before it with the delimiter"),
    **dict.fromkeys(("quit", "exit", "q"), _QUITS),
    **dict.fromkeys(("clear", "c"), "delete it and the statement that it takes back"),
    **dict.fromkeys(("charset", "C"), "write SET NAMES with the character set"),
    **dict.fromkeys(("status", "s", "print", "p", "h", "?", "rehash", "#"), _ONLY_PRINTS),
    **dict.fromkeys(("pager", "P", "nopager", "n", "tee", "T", "notee", "t", "prompt", "R"), _ONLY_PRINTS),
    **dict.fromkeys(("warnings", "W", "nowarning", "w", "ssl_session_data_print"), _ONLY_PRINTS),
    **dict.fromkeys(("edit", "e"), "a script is not edited while it runs: delete it"),
    "query_attributes": "write the values in the statement, and delete it",
    "d": "write DELIMITER with the delimiter on a line of its own",
    "-": "written by mariadb-dump: delete it",
    "": "delete the backslash: it has a meaning only in strings",
}
"""What to do instead, by the client command's name or by the letter behind its backslash."""

_UNKNOWN = "only the client knows it: delete it, or write it as SQL"
_USE_HINT = "delete it: the URL names the database; what belongs to another database is a change of that one"
_DELIMITER_HINT = "write DELIMITER, a blank, and up to 15 characters, for example DELIMITER //"
_TORN_HINT = "write DELIMITER // on a line before it, // behind its last END, and DELIMITER ; on the next line"
_CONTROL_HINT = "delete it: transactions are begun and ended for the script"
_TWO_PHASE_HINT = "run it by hand, in a session of its own"
_LOCK_HINT = "delete LOCK TABLES and UNLOCK TABLES (mysqldump leaves them out with --skip-add-locks)"
_BY_HAND_HINT = "run it by hand: it is about the server, not about the database"
_MODE_HINT = r"leave NO_BACKSLASH_ESCAPES out of sql_mode, and write a backslash in a string as \\"

# What the lexers know. A `--` is a comment only before a blank, a control character or the end.
_BLANK = rb" \t\n\r\f\v"
_WORD_PART = rb"A-Za-z0-9_$\x80-\xff"
_DASHES = rb"--(?=[\x00-\x20\x7f]|\Z)"
_LINE = rb"[^\n]*+"
# '' within '…' is taken for two strings side by side: they end at the same place.
_STRING = rb"'(?:[^'\\]++|\\.)*+'"
_QUOTED = rb'"(?:[^"\\]++|\\.)*+"'
_NAME = rb"`[^`]*+`"
# mariadb-dump begins with /*M!999999\- … */: a command to the client, in a comment of a version that no server has.
_EXECUTABLE = rb"/\*M?!(?![0-9]*+\\-)"
_BLOCK = rb"/\*(?:[^*]++|\*(?!/))*+\*/"
_COMMENT = rb"(?!" + _EXECUTABLE + rb")" + _BLOCK
# An executable comment holds SQL, with comments of its own; delimiters mean nothing there.
_INNER_PARTS = (
    rb"[^'\"`\\#\-/*]++",
    _STRING,
    _QUOTED,
    _NAME,
    rb"\*(?!/)",
    rb"/(?!\*)",
    rb"(?!" + _DASHES + rb")-",
    _DASHES + _LINE,
    rb"#" + _LINE,
    _BLOCK,
    rb"\\N",
)
_INNER = rb"(?:" + rb"|".join(_INNER_PARTS) + rb")*+"
_COMMANDS = (
    rb"(?:\?|(?i:charset|clear|connect|delimiter|edit|ego|exit|go|nopager|notee|nowarning|pager|print|prompt"
    rb"|query_attributes|quit|rehash|resetconnection|source|ssl_session_data_print|status|system|tee|use|warnings)"
    rb"(?![" + _WORD_PART + rb"]))"
)
_TOKENS = (
    rb"[" + _BLANK + rb"]++",
    _EXECUTABLE + rb"[0-9]{0,6}+",
    rb"\*/",
    _DASHES + _LINE,
    rb"#" + _LINE,
    _COMMENT,
    rb"(?P<quoted>" + _STRING + rb"|" + _QUOTED + rb"|" + _NAME + rb")",
    # A name may be as long as the script; nobody looks for one that is longer than this.
    rb"(?P<symbol>@{0,2}+[" + _WORD_PART + rb".]{1,80}+(?![" + _WORD_PART + rb".])|[^" + _WORD_PART + rb".])",
    rb"[" + _WORD_PART + rb".]++",
)

_token = compiled(rb"|".join(_TOKENS), re.DOTALL).match
_inner = compiled(_INNER, re.DOTALL).match
_executable = compiled(_EXECUTABLE).match
_command = compiled(_COMMANDS).match
_new_delimiter = compiled(rb"[A-Za-z]++(?:[ \t\r\f\v]++([^" + _BLANK + rb"]*+))?" + _LINE).match
_two_words = compiled(
    rb"([A-Za-z_]{1,64}+)[" + _BLANK + rb"]++([A-Za-z_][A-Za-z0-9_$]{0,63}+)(?![" + _WORD_PART + rb"])"
).match
_word = compiled(rb"[A-Za-z_\x80-\xff][" + _WORD_PART + rb"]*+").fullmatch
_autocommit = compiled(rb"(?i:autocommit)").search
_names_autocommit = compiled(rb"(?:@@(?:SESSION\.|LOCAL\.)?)?AUTOCOMMIT").fullmatch
_without_escapes = compiled(
    rb"(?i:sql_mode[" + _BLANK + rb"]*+:?=[" + _BLANK + rb"]*+['\"][^'\"]*?no_backslash_escapes)"
).search

_BACKSLASH, _SLASH = b"\\/"
_BLANK_BYTES = b" \t\n\r\f\v"
_WINDOW = 1 << 16
_LONGEST_DELIMITER = 15
_WITH_ARGUMENT = frozenset("rdhPR.!TuC?")
_KINDS_NEED_A_LOOK = frozenset((b"CREATE", b"ALTER", b"DROP"))
_MODIFIERS = frozenset(
    b"OR REPLACE TEMPORARY UNIQUE FULLTEXT SPATIAL VECTOR ONLINE OFFLINE IGNORE AGGREGATE UNDO".split()
)
_WITH_VALUE = frozenset((b"DEFINER", b"ALGORITHM", b"SQL"))
_BEFORE_KIND = _MODIFIERS | _WITH_VALUE
_STORED = frozenset((b"VIEW", b"PROCEDURE", b"FUNCTION", b"TRIGGER", b"EVENT", b"PACKAGE", b"LIBRARY"))
_PROGRAMS = frozenset(("PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE"))
_BLOCKS = frozenset(("IF", "CASE", "LOOP", "WHILE", "REPEAT"))  # MariaDB runs them outside of programs, too


class _Rules(NamedTuple):
    """How statements are skipped while `delimiter` ends them."""

    delimiter: bytes
    next: Callable[[bytes, int], re.Match[bytes] | None]
    """Blanks, comments and delimiters; then group 1, a statement, unless a client command begins there."""
    skip: Callable[[bytes, int], re.Match[bytes] | None]
    gap: Callable[[bytes, int], re.Match[bytes] | None]


class _Border(NamedTuple):
    """Where a statement ends: behind its last token, and where the next one may begin."""

    end: int
    next: int


_Report = Callable[[Problem], None]


def _refuse(problem: Problem) -> None:
    raise ScanError(problem)


@lru_cache(maxsize=16)
def _rules(delimiter: bytes) -> _Rules:
    """A delimiter ends a statement wherever it stands, were it a quote or the beginning of a comment."""
    here, initial = re.escape(delimiter), delimiter[:1]
    other = rb"(?!" + here + rb")"

    def guarded(first: bytes, pattern: bytes) -> bytes:
        return other + pattern if first == initial else pattern

    comments = rb"|".join((
        guarded(b"-", _DASHES + _LINE),
        guarded(b"#", rb"#" + _LINE),
        guarded(b"/", _COMMENT),
    ))  # fmt: skip
    gap = rb"(?:[" + _BLANK + rb"]++|" + comments + rb")*+"
    parts = [
        rb"[^'\"`\\#\-/" + re.escape(initial) + rb"]++",
        guarded(b"'", _STRING),
        guarded(b"-", rb"(?!" + _DASHES + rb")-"),
        guarded(b"`", _NAME),
        guarded(b'"', _QUOTED),
        guarded(b"/", rb"/(?!\*)"),
        guarded(b"/", _EXECUTABLE + _INNER + rb"\*/"),
        # A comment that ends the statement is left to Python, which leaves it out.
        rb"(?:" + comments + rb")" + gap + rb"(?!" + here + rb"|\Z|\\[gG])",
        rb"\\N",
    ]
    if initial not in b"'\"`#-/":
        parts.append(other + re.escape(initial))
    skip = rb"(?:" + rb"|".join(parts) + rb")*+"
    # As a statement cannot begin with two dashes, the clients take ---- for a comment there.
    dashes = guarded(b"-", rb"--" + _LINE)
    # Nor with a semicolon, whatever the delimiter is.
    before = rb"(?:[" + _BLANK + rb"]++|" + here + rb"|;|" + dashes + rb"|" + comments + rb")*+"
    return _Rules(
        delimiter,
        compiled(before + rb"(?:(?=" + _COMMANDS + rb")|(" + skip + rb"))", re.DOTALL).match,
        compiled(skip, re.DOTALL).match,
        compiled(gap, re.DOTALL).match,
    )


def _walk(text: bytes, report: _Report, pos: int = 0) -> Iterator[Statement]:
    """The statements; client commands are reported and passed over."""
    # As the clients do, which pass over the byte order mark of UTF-8.
    rules, pos = _rules(b";"), pos or (3 if text[:3] == b"\xef\xbb\xbf" else 0)
    while True:
        head = rules.next(text, pos)
        assert head is not None  # it matches nothing, too
        start, end = head.span(1)
        if start < 0:
            pos, rules = _run_command(text, head.end(), rules, report)
        elif start == len(text):
            return
        elif text[start] == _BACKSLASH and text[start : start + 2] != b"\\N":
            pos, _ = _escape(text, start, rules, report)
        else:
            if end > start and text[end : end + len(rules.delimiter)] == rules.delimiter:
                border = _Border(_rstrip(text, start, end), end + len(rules.delimiter))
            else:
                border = _border(text, start, rules, report)
            statement = Statement(start, border.end, *_first_words(text, start, border.end))
            if rules.delimiter == b";" and _is_program(statement):
                border = _whole(text, statement, border, rules, report)
                statement = Statement(start, border.end, statement.first, statement.second)
            yield statement
            pos = border.next


def _border(text: bytes, pos: int, rules: _Rules, report: _Report) -> _Border:
    """The next delimiter outside of literals and comments, or `\\g`, or the end of the script."""
    end = pos
    while True:
        skipped = rules.skip(text, pos)
        assert skipped is not None  # it matches nothing, too
        at = skipped.end()
        if (stripped := _rstrip(text, pos, at)) > pos:
            end = stripped
        if at == len(text):
            return _Border(end, at)
        if text[at : at + len(rules.delimiter)] == rules.delimiter:
            return _Border(end, at + len(rules.delimiter))
        if text[at] == _BACKSLASH:
            pos, sends = _escape(text, at, rules, report)
            if sends:
                return _Border(end, pos)
        else:
            gap = rules.gap(text, at)
            if not gap or gap.end() == at:
                raise ScanError(_unterminated(text, at))
            pos = gap.end()


def _run_command(text: bytes, at: int, rules: _Rules, report: _Report) -> tuple[int, _Rules]:
    """Where the script goes on behind a client command, and with which delimiter."""
    word = _command(text, at)
    assert word is not None  # this is why we are here
    name = word[0].decode("ascii").lower()
    if name != "delimiter":
        _report_command(at, name, name.upper(), report)
        return _argument_end(text, word.end(), rules), rules
    line = _new_delimiter(text, at)
    assert line is not None  # any line that begins with a word
    begin, end = line.span(1)
    if end >= begin + 2 and text[begin] in b"'\"`" and text[begin] == text[end - 1]:
        begin, end = begin + 1, end - 1
    if begin == end:
        report(Problem(at, "delimiter", "DELIMITER names no delimiter", _DELIMITER_HINT))
    elif end - begin > _LONGEST_DELIMITER:
        report(Problem(at, "delimiter", "DELIMITER is longer than the clients take", _DELIMITER_HINT))
    elif b"\\" in text[begin:end]:
        report(Problem(at, "delimiter", "DELIMITER holds a backslash", _DELIMITER_HINT))
    else:
        rules = _rules(text[begin:end])
    return line.end(), rules


def _escape(text: bytes, at: int, rules: _Rules, report: _Report) -> tuple[int, bool]:
    """Where the script goes on behind a command like `\\G`, and whether it sends the statement before it."""
    letter = text[at + 1 : at + 2].decode("ascii", "replace")
    if letter in {"g", "G"}:
        return at + 2, True
    if not "!" <= letter <= "~":
        letter = ""
    _report_command(at, letter, f"\\{letter}", report)
    if letter in _WITH_ARGUMENT:
        return _argument_end(text, at + 2, rules), False
    return at + 1 + len(letter), False


def _report_command(at: int, name: str, shown: str, report: _Report) -> None:
    # Never its arguments: they may hold a password.
    if name in {"use", "u"}:
        report(Problem(at, "use-database", f"{shown} leaves the database of the target", _USE_HINT))
    else:
        message = (
            f"client command {shown} cannot be run by a server" if name else "backslash stands outside of a string"
        )
        report(Problem(at, "client-command", message, _HINTS.get(name, _UNKNOWN)))


def _argument_end(text: bytes, at: int, rules: _Rules) -> int:
    """The delimiter or the end of the line, whichever comes first."""
    line_end = text.find(b"\n", at)
    if line_end < 0:
        line_end = len(text)
    end = text.find(rules.delimiter, at, line_end)
    return line_end if end < 0 else end


def _unterminated(text: bytes, at: int) -> Problem:
    """What keeps the scanner from going on at `at`, in an executable comment: within it."""
    while executable := _executable(text, at):
        inner = _inner(text, executable.end())
        assert inner is not None  # it matches nothing, too
        if inner.end() < len(text):
            at = inner.end()
            continue
        return Problem(at, "unterminated-comment", "executable comment is not closed", "close it with */")
    if text[at] == _SLASH:
        return Problem(at, "unterminated-comment", "comment is not closed", "close it with */")
    quote = chr(text[at])
    if quote == "\\":
        return Problem(at, "client-command", "backslash stands outside of a string", _HINTS[""])
    if quote == "`":
        hint = "close it with `, and write a backtick within the name as ``"
        return Problem(at, "unterminated-identifier", "quoted name has no closing backtick", hint)
    hint = f"close it with {quote}, and write a quote within the string as {quote * 2}"
    return Problem(at, "unterminated-string", "string has no closing quote", hint)


def _first_words(text: bytes, start: int, end: int) -> tuple[str, str]:
    words = _two_words(text, start, end)
    if words:
        first, second = words[1].upper(), words[2].upper()
        if first not in _KINDS_NEED_A_LOOK or second not in _BEFORE_KIND:
            return first.decode("ascii"), second.decode("ascii")
    symbols = _symbols(text, start, end)
    first = next((symbol for symbol in symbols if symbol != b"("), b"")
    second = _kind(symbols) if first in _KINDS_NEED_A_LOOK else next(symbols, b"")
    return _shown(first), _shown(second)


def _shown(symbol: bytes) -> str:
    return symbol.decode("utf-8", "replace") if _word(symbol) else ""


def _kind(symbols: Iterator[bytes]) -> bytes:
    """The kind of object that CREATE, ALTER or DROP is about."""
    for symbol in symbols:
        if symbol in _WITH_VALUE:
            return next((symbol for symbol in islice(symbols, 32) if symbol in _STORED), b"")
        if symbol not in _MODIFIERS:
            return symbol
    return b""


def _symbols(text: bytes, pos: int, stop: int) -> Iterator[bytes]:
    """Words, in upper case, numbers, and punctuation; a backtick stands for what is quoted. Comments are left out."""
    while pos < stop:
        token = _token(text, pos, stop)
        assert token is not None  # any byte will do
        pos = token.end()
        if symbol := token["symbol"]:
            yield symbol.upper()
        elif token["quoted"]:
            yield b"`"


def _is_program(statement: Statement) -> bool:
    """Whether it may hold statements that end with semicolons."""
    if statement.first in {"CREATE", "ALTER"}:
        return statement.second in _PROGRAMS
    return statement.first in _BLOCKS or (statement.first, statement.second) == ("BEGIN", "NOT")


def _whole(text: bytes, statement: Statement, border: _Border, rules: _Rules, report: _Report) -> _Border:
    """The end of the program, which is reported if its first semicolon is not its last."""
    depth = _depth(text, statement.start, border.end) + (statement.second == "PACKAGE")
    if depth > 0:
        name = f"{statement.first} {statement.second}" if statement.second in _PROGRAMS else statement.first
        message = f"{name} is torn at its first semicolon"
        report(Problem(statement.start, "torn-program", message, _TORN_HINT))
    while depth > 0 and border.next < len(text):
        begin = border.next
        border = _border(text, begin, rules, report)
        depth += _depth(text, begin, border.end)
    return border


def _depth(text: bytes, start: int, end: int) -> int:
    """Blocks opened less blocks closed. An IF opens at its THEN: IF( is a function, IF EXISTS a clause."""
    depth, branches, before = 0, 0, b""
    for symbol in _symbols(text, start, end):
        match before, symbol:
            case (_, b"WHEN" | b"ELSEIF" | b"ELSIF"):
                branches += 1
            case (_, b"THEN") if branches:
                branches -= 1
            case (b"," | b"(", b"BEGIN" | b"END"):  # columns of these names
                before = b""
                continue
            case (b"BEGIN", b"," | b")" | b"=") | (b"REPEAT", b"("):  # a column, too, and the function
                depth -= 1
            case (_, b"END"):
                depth -= 1
            case (b"END", b"FOR"):  # FOR … DO is not counted: FOR EACH ROW and FOR UPDATE are no blocks
                depth += 1
            case (b"END", _):  # END IF, END LOOP, or a label
                pass
            case (_, b"BEGIN" | b"CASE" | b"LOOP" | b"WHILE" | b"REPEAT" | b"THEN"):
                depth += 1
        before = symbol
    return depth


def _judge_control(_: bytes, statement: Statement) -> Iterator[Problem]:
    match statement.first, statement.second:
        case ("START", second) if second != "TRANSACTION":  # START REPLICA
            return
        case ("RELEASE", second) if second != "SAVEPOINT":
            return
        case ("BEGIN", "NOT"):  # a block of MariaDB
            return
        case ("START" | "RELEASE", _):
            name = f"{statement.first} {statement.second}"
        case _:
            name = statement.first
    hint = _TWO_PHASE_HINT if name == "XA" else _CONTROL_HINT
    yield Problem(statement.start, "transaction-control", f"{name} is not the script's to run", hint)


def _judge_lock(_: bytes, statement: Statement) -> Iterator[Problem]:
    if statement.second not in {"TABLE", "TABLES"}:  # LOCK INSTANCE
        return
    name = f"{statement.first} TABLES"
    does = "shuts the session out of all other tables" if statement.first == "LOCK" else "commits"
    yield Problem(statement.start, "lock-tables", f"{name} {does}", _LOCK_HINT)


def _judge_set(text: bytes, statement: Statement) -> Iterator[Problem]:
    if _sets_autocommit(text, statement):
        message = "SET autocommit is not the script's to run"
        yield Problem(statement.start, "transaction-control", message, _CONTROL_HINT)
    if _without_escapes(text, statement.start, statement.end):
        message = "NO_BACKSLASH_ESCAPES changes where strings end"
        yield Problem(statement.start, "backslash-mode", message, _MODE_HINT)


def _judge_server(_: bytes, statement: Statement) -> Iterator[Problem]:
    does = "ends other sessions" if statement.first == "KILL" else "stops the server"
    yield Problem(statement.start, "server-control", f"{statement.first} {does}", _BY_HAND_HINT)


_JUDGES: dict[str, Callable[[bytes, Statement], Iterator[Problem]]] = {
    **dict.fromkeys(("START", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "XA"), _judge_control),
    **dict.fromkeys(("LOCK", "UNLOCK"), _judge_lock),
    **dict.fromkeys(("KILL", "SHUTDOWN", "RESTART"), _judge_server),
    "SET": _judge_set,
}
"""By first word."""


def _sets_autocommit(text: bytes, statement: Statement) -> bool:
    """Whether a SET gives this session's autocommit a value; `SET @old = @@autocommit` only reads it."""
    if not _autocommit(text, statement.start, statement.end):
        return False
    named, before = False, b""
    for symbol in _symbols(text, statement.start, statement.end):
        if named and symbol in {b"=", b":"}:
            return True
        named = before in {b"SET", b",", b"SESSION", b"LOCAL"} and _names_autocommit(symbol) is not None
        before = symbol
    return False


def _rstrip(text: bytes, start: int, end: int) -> int:
    """`end` without the blanks before it. Only short slices are copied, however long the run."""
    while end > start and text[end - 1] in _BLANK_BYTES:
        window = max(start, end - _WINDOW)
        end = window + len(text[window:end].rstrip(_BLANK_BYTES))
    return end
