"""Rows for the legacy Content Factory: as many as wanted, the same for the same seed, about one in sixty nasty.

A row depends on seed, table and index only: each table of a smaller scale is the beginning of a larger one's.
What a row refers to (a user, a channel) exists at every scale that has the row, unless it is an orphan on purpose.

    python -m tests.db.legacy_data --scale 20000 | mariadb content_factory
    python -m tests.db.legacy_data --scale 20000 --url mysql://root@localhost/content_factory
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from hashlib import blake2b
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import pymysql

Value = str | int | float | bytes | None
Row = Sequence[Value]

SHARES = {
    "user": 20,
    "google_consoles": 10,
    "youtube_channels": 50,
    "youtube_tokens": 100,
    "youtube_account_credentials": 40,
    "tasks": 250,
    "youtube_channel_daily": 350,
    "youtube_reauth_audit": 100,
    "youtube_account": 30,
    "stream": 50,
}
"""Rows of each table in a thousand, parents first."""

DAYS_OF_A_CHANNEL = SHARES["youtube_channel_daily"] // SHARES["youtube_channels"]

COLUMNS = {
    "user": "id username email password role is_active email_confirmed subscription subscription_till balance"
    " birth_year notify flags settings last_login last_ip created_at updated_at",
    "google_consoles": "id user_id name project_id client_id client_secret redirect_uris credentials_json quota_limit"
    " quota_used enabled created_at",
    "youtube_channels": "id name channel_id user_id console_name title description access_token refresh_token"
    " token_expires subscribers views videos is_verified enabled needs_reauth category country tags last_sync"
    " created_at updated_at",
    "youtube_tokens": "id channel_name access_token refresh_token token_type scope expires_in is_backup raw_response"
    " created_at",
    "youtube_account_credentials": "id channel_name email password totp_secret backup_codes recovery_email phone"
    " proxy_host proxy_port status comment last_used created_at",
    "tasks": "id channel_name user_id type video_file title description tags privacy category_id status attempts"
    " priority repeat_days duration file_size progress video_id params error scheduled_at started_at finished_at"
    " created_at updated_at",
    "youtube_channel_daily": "id channel_name date subscribers subscribers_delta views views_delta likes comments"
    " watch_minutes revenue is_estimated data created_at",
    "youtube_reauth_audit": "id channel_name initiated_by result attempts error_code error_message ip user_agent"
    " session_hash screenshot log started finished",
    "youtube_account": "id user_id email title channel_id access_token refresh_token token_expires scope is_default"
    " active extra created_at",
    "stream": "id user_id account_id title description rtmp_url stream_key resolution fps bitrate latency playlist loop"
    " auto_start start_time status pid broadcast_id total_seconds started_at stopped_at created_at updated_at",
}

LATIN1 = {"google_consoles", "youtube_account_credentials", "youtube_channel_daily"}
UTF8MB3 = {"user"}
BEYOND_THE_BASIC_PLANE = re.compile("[\U00010000-\U0010ffff]")

NEVER = "0000-00-00 00:00:00"
DAYS = [str(date(2010, 1, 1) + timedelta(days)) for days in range(522 * DAYS_OF_A_CHANNEL)]
MINUTES = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(1440)]
WORDS = ("News", "Gaming", "Café Société", "Musik für alle", "DIY", "Ñandú", "Kids & Co")
BEYOND_LATIN1 = ("Кино", "日本の朝", "Film 🎬")
SCOPES = "https://www.googleapis.com/auth/youtube https://www.googleapis.com/auth/youtube.upload"
LONG = "Ein sehr langer Text. Съешь ещё этих булок. 🎬\t\\ " * 1500

TEXTS = (
    "tab\tand\ttab",
    "two\nlines\r\nand a lone\rreturn",
    "back\\slash \\N \\t \\",
    'it\'s "quoted" and `ticked`',
    "emoji 🎬👩‍🚀 and 𝄞",
    "",
    "  blanks around  ",
    "é € œ ž ß Ÿ",
    "NULL",
    "%s %(name)s {} $1 ; -- /* no comment */ #",
    "control \x1a \x08 \x7f",
    "<b>&amp;</b>,comma;semicolon|bar",
)
NOT_JSON = ("", "{", "{'single': 'quotes'}", '{"cut": "off', 'a:1:{s:4:"lang";s:2:"de";}', "tab\t\\ 🎬 é", " ")
ODD_JSON = (
    "null",
    "[]",
    '"text"',
    '{"emoji": "🎬", "esc": "a\\n\\"b\\" \\u00e9 \\\\"}',
    ' { "spaced" : [ 1 , 2.50 ] } ',
)


class Draw:
    """Numbers that depend on seed, table and index: 512 bits from one hash, taken piece by piece."""

    __slots__ = ("bits",)

    def __init__(self, seed: int, table: str, index: int) -> None:
        key = f"{seed} {table} {index}".encode()
        self.bits = int.from_bytes(blake2b(key, digest_size=64).digest(), "little")

    def below(self, limit: int) -> int:
        self.bits, found = divmod(self.bits, limit)
        return found

    def one(self, choices: Sequence[Any]) -> Any:
        return choices[self.below(len(choices))]

    def moment(self) -> str:
        return f"{DAYS[self.below(3600)]} {MINUTES[self.below(1440)]}:{self.below(60):02}"

    def maybe_moment(self) -> str:
        """Never, for one in four."""
        return self.moment() if self.below(4) else NEVER

    def token(self, prefix: str) -> str:
        return f"{prefix}{self.below(1 << 64):016x}"

    def parent(self, index: int, child: str, parent: str) -> int:
        """The index of a row that exists at every scale that has this child."""
        return self.below(max(1, index * SHARES[parent] // SHARES[child]))


def twin_of(index: int) -> int:
    """Every hundredth channel or account is the one before it, connected once more by the same user."""
    return index - 1 if index % 100 == 51 else index


def channel_name(index: int) -> str:
    """Twins differ by case only. For one name in a hundred, latin1 has question marks."""
    if twin_of(index) != index:
        return channel_name(twin_of(index)).swapcase()
    if index % 100 == 30:
        return f"{BEYOND_LATIN1[index // 100 % len(BEYOND_LATIN1)]} {index}"
    return f"{WORDS[index * 3 % len(WORDS)]} {index}"


def platform_id(index: int) -> str:
    return f"UC{index:022d}"


def settings(draw: Draw) -> str | None:
    kind = draw.below(5)
    return None if kind == 0 else f'{{"lang": "{draw.one(("de", "en", "pt"))}", "volume": {draw.below(100)}}}'


def user(seed: int, index: int) -> list[Value]:
    draw = Draw(seed, "user", index)
    password = draw.token("$2y$10$" if draw.below(3) else "0123456789abcdef")
    return [
        index + 1, f"User{index}", f"User{index}@example.com", password, "user" if draw.below(50) else "admin",
        1 if draw.below(10) else draw.below(3), draw.one((None, 0, 1, 1)), draw.one(("free", "free", "basic", "pro")),
        DAYS[draw.below(3600)] if draw.below(2) else "0000-00-00", f"{draw.below(100000) / 100:.2f}",
        1950 + draw.below(60) if draw.below(3) else None, draw.one(("email", "", "email,push", "email,telegram,push")),
        draw.below(4), settings(draw), draw.maybe_moment(), draw.below(1 << 32) if draw.below(3) else None,
        draw.moment(), draw.moment(),
    ]  # fmt: skip


def google_consoles(seed: int, index: int) -> list[Value]:
    draw = Draw(seed, "google_consoles", index)
    project = f"project-{index}"
    return [
        index + 1, draw.parent(index, "google_consoles", "user") + 1, f"Console é {index}", project,
        f"{index}.apps.googleusercontent.com", draw.token("GOCSPX-"), "https://a.example/cb,https://b.example/cb?x=1",
        json.dumps({"web": {"project_id": project, "secret": draw.below(1 << 30)}}), 10000, draw.below(10001),
        1 if draw.below(8) else 0, draw.moment(),
    ]  # fmt: skip


def youtube_channels(seed: int, index: int) -> list[Value]:
    draw = Draw(seed, "youtube_channels", index)
    console = draw.parent(index, "youtube_channels", "google_consoles")
    twin = twin_of(index)
    owner = Draw(seed, "owner", twin).parent(twin, "youtube_channels", "user")
    return [
        index + 1, channel_name(index), platform_id(twin), owner + 1, f"Console é {console}" if draw.below(6) else None,
        f"Kanal № {index}", f"About {index}: ¡olé!\nSecond line" if draw.below(3) else None, draw.token("ya29."),
        draw.token("1//"), 1_300_000_000 + draw.below(400_000_000) if draw.below(5) else 0, draw.below(5_000_000),
        draw.below(1 << 40), draw.below(9000), draw.below(2), 1 if draw.below(9) else 0, 0 if draw.below(9) else 1,
        draw.one(("music", "games", "news", "other")), draw.one((None, "DE", "US", "BR")),
        f'["tag {draw.below(99)}", "été"]' if draw.below(2) else None,
        draw.maybe_moment(), draw.moment(), draw.moment(),
    ]  # fmt: skip


def youtube_tokens(seed: int, index: int) -> list[Value]:
    draw = Draw(seed, "youtube_tokens", index)
    name = channel_name(draw.parent(index, "youtube_tokens", "youtube_channels"))
    return [
        index + 1, name, draw.token("ya29."), draw.token("1//") if draw.below(4) else None, "Bearer",
        SCOPES if draw.below(4) else None, 3599 if draw.below(8) else None, 0 if draw.below(5) else 1,
        f'{{"access_token": "…", "expires_in": {draw.below(3600)}}}' if draw.below(3) else None, draw.moment(),
    ]  # fmt: skip


def youtube_account_credentials(seed: int, index: int) -> list[Value]:
    draw = Draw(seed, "youtube_account_credentials", index)
    name = channel_name(index * SHARES["youtube_channels"] // SHARES["youtube_account_credentials"])
    return [
        index + 1, name, f"robot{index}@example.com", draw.token("pässwörd€"),
        draw.token("JBSW") if draw.below(2) else None, "12345678,23456789,34567890" if draw.below(2) else None,
        f"rescue{index}@example.com" if draw.below(3) else None,
        f"+49 30 {draw.below(10**7)}" if draw.below(3) else None,
        f"10.0.{draw.below(256)}.{draw.below(256)}" if draw.below(2) else None,
        draw.below(65536) if draw.below(2) else None,
        draw.one(("ok", "ok", "locked", "captcha", "unknown")), None if draw.below(3) else "ruft am Wochenende an",
        draw.maybe_moment(), draw.moment(),
    ]  # fmt: skip


def tasks(seed: int, index: int) -> list[Value]:
    draw = Draw(seed, "tasks", index)
    name = channel_name(draw.parent(index, "tasks", "youtube_channels"))
    status = draw.one((0, 0, 1, 2, 2, 2, 2, 2, -1, -2))
    return [
        index + 1, name, draw.parent(index, "tasks", "user") + 1 if draw.below(3) else None,
        draw.one(("upload", "upload", "update", "thumbnail", "delete")), f"/media/{index % 977}/vidéo {index}.mp4",
        f"Episode {index}: „Öl“ & more",
        f"Description of {index}\n\nhttps://example.com/{index}" if draw.below(4) else None,
        f"tag{draw.below(50)},Ünïcode,{draw.below(50)}" if draw.below(3) else None,
        draw.one(("public", "unlisted", "private")), draw.below(44) if draw.below(2) else None, status, draw.below(4),
        draw.below(200) - 100, draw.one(("", "", "", "mon", "tue,thu", "sat,sun")),
        draw.below(7_200_000) / 1000 if draw.below(4) else None, draw.below(1 << 34) if draw.below(4) else None,
        f"{draw.below(10001) / 100:.2f}", f"{draw.below(1 << 44):011x}" if status == 2 else None,
        f'{{"notify": {"true" if draw.below(2) else "false"}, "retries": {draw.below(5)}}}' if draw.below(3) else None,
        "HTTP 403: quotaExceeded" if status == -1 else None, draw.maybe_moment(),
        draw.moment() if status > 0 else None, draw.moment() if status == 2 else NEVER, draw.moment(),
        draw.moment() if draw.below(3) else None,
    ]  # fmt: skip


def youtube_channel_daily(seed: int, index: int) -> list[Value]:
    """Seven days of each channel. Two whose names differ by case only share no day: the unique key is blind to case."""
    draw = Draw(seed, "youtube_channel_daily", index)
    day = DAYS[index % len(DAYS)]
    return [
        index + 1, channel_name(index // DAYS_OF_A_CHANNEL), day, draw.below(5_000_000), draw.below(2000) - 500,
        draw.below(1 << 40), draw.below(100_000) - 100, draw.below(100_000) if draw.below(5) else None,
        draw.below(10_000) if draw.below(5) else None, draw.below(1 << 30) / 64,
        f"{draw.below(10**7) / 10**4:.4f}" if draw.below(3) else None, draw.below(2),
        f'{{"rpm": {draw.below(900) / 100}, "top": ["é", {draw.below(100)}]}}' if draw.below(3) == 0 else None,
        f"{day} {MINUTES[draw.below(1440)]}:{draw.below(60):02}",
    ]  # fmt: skip


def youtube_reauth_audit(seed: int, index: int) -> list[Value]:
    draw = Draw(seed, "youtube_reauth_audit", index)
    name = channel_name(draw.parent(index, "youtube_reauth_audit", "youtube_channels"))
    by = draw.parent(index, "youtube_reauth_audit", "user")
    result = draw.one((None, "success", "success", "success", "failed", "timeout", "captcha", "2fa"))
    failed = result not in {None, "success"}
    return [
        index + 1, name, draw.one((None, "cron", f"User{by}", f"user{by}")), result, 1 + draw.below(5),
        -draw.below(600) if failed else None, f"step {draw.below(9)}: “no button”" if failed else None,
        draw.below(1 << 32) if draw.below(3) else None, "Mozilla/5.0 (X11; Linux x86_64)" if draw.below(4) else None,
        draw.below(1 << 128).to_bytes(16, "little") if draw.below(2) else None,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) if failed and draw.below(4) == 0 else None,
        f"[info] start {index}\n[info] done\n" if draw.below(2) else None, draw.moment(), draw.maybe_moment(),
    ]  # fmt: skip


def youtube_account(seed: int, index: int) -> list[Value]:
    draw = Draw(seed, "youtube_account", index)
    twin = twin_of(index)
    owner = Draw(seed, "owner", twin).parent(twin, "youtube_account", "user")
    return [
        index + 1, owner + 1, f"live{index}@example.com", f"Live № {index}", platform_id(twin),
        draw.token("ya29.") if draw.below(4) else None, draw.token("1//") if draw.below(4) else None,
        draw.maybe_moment(), SCOPES if draw.below(3) else None, 0 if draw.below(3) else 1, 1 if draw.below(9) else 0,
        settings(draw), draw.maybe_moment(),
    ]  # fmt: skip


def stream(seed: int, index: int) -> list[Value]:
    draw = Draw(seed, "stream", index)
    live = draw.below(10) == 0
    return [
        index + 1, draw.parent(index, "stream", "user") + 1,
        draw.parent(index, "stream", "youtube_account") + 1 if draw.below(4) else None, f"24/7 lo-fi № {index}",
        "Für immer\nlive" if draw.below(2) else None, "rtmp://a.rtmp.youtube.com/live2", draw.token(""),
        draw.one(("720p", "1080p", "1440p", "2160p")), draw.one((24, 30, 60)), draw.one((None, 0, 2500, 6000)),
        draw.one(("normal", "low", "ultra")), f'["/a {draw.below(99)}.mp4", "/é.mp4"]' if draw.below(3) else None,
        draw.below(2), draw.below(2), f"{MINUTES[draw.below(1440)]}:00" if draw.below(3) == 0 else None,
        "live" if live else draw.one(("idle", "stopped", "error")), draw.below(1 << 22) if live else None,
        draw.token("b") if live else None, draw.below(1 << 24), draw.maybe_moment(), draw.maybe_moment(),
        draw.maybe_moment(), draw.moment(),
    ]  # fmt: skip


MAKERS: Mapping[str, Callable[[int, int], list[Value]]] = {
    "user": user,
    "google_consoles": google_consoles,
    "youtube_channels": youtube_channels,
    "youtube_tokens": youtube_tokens,
    "youtube_account_credentials": youtube_account_credentials,
    "tasks": tasks,
    "youtube_channel_daily": youtube_channel_daily,
    "youtube_reauth_audit": youtube_reauth_audit,
    "youtube_account": youtube_account,
    "stream": stream,
}

Twist = tuple[str, Callable[[Any, int], Value]]
"""A column, and what a nasty row has there instead: made of the ordinary value and the row's index."""


def each(column: str, *values: Value) -> list[Twist]:
    return [(column, partial(_instead, value)) for value in values]


def _instead(value: Value, _old: Any, _index: int) -> Value:
    return value


def texts(column: str) -> list[Twist]:
    return each(column, *TEXTS)


def documents(column: str) -> list[Twist]:
    return each(column, *NOT_JSON, *ODD_JSON)


SPELLINGS: list[Twist] = [
    ("channel_name", lambda old, _index: old.swapcase()),
    ("channel_name", lambda _old, index: f"gone {index}"),
    ("channel_name", lambda old, _index: old + " "),
    ("channel_name", lambda old, _index: old.upper()),
]
"""Names as children spell them: in other case, of no channel, with a trailing space."""

NASTY: Mapping[str, list[Twist]] = {
    "user": [
        ("email", lambda _old, index: f"user{max(0, index - 3)}@example.com"),
        *each("email", "", "TWICE@example.com", "twice@example.com ", "zoë@example.com"),
        *each("created_at", NEVER), *each("updated_at", NEVER), *each("birth_year", 0, 1901, 2155),
        *each("password", ""), *each("balance", "-99999999.99"), *each("flags", 255), *each("is_active", 2),
        ("username", lambda old, _index: f"{old} O'Neil\\é"), *documents("settings"),
    ],
    "google_consoles": [
        *each("user_id", None, 4_000_000_000), *each("created_at", NEVER), *each("redirect_uris", "", 'a"b\\c,\nd,'),
        ("name", lambda old, _index: f"{old} € 'x'"), *documents("credentials_json"),
    ],
    "youtube_channels": [
        *each("user_id", 0, 4_000_000_000), *each("console_name", "no such console"),
        *each("channel_id", ""),
        *each("views", (1 << 64) - 1), *each("category", ""), *each("token_expires", (1 << 31) - 1, -1),
        *each("created_at", NEVER), *each("updated_at", NEVER), *each("description", LONG), *texts("title"),
        *texts("description"), *documents("tags"),
    ],
    "youtube_tokens": [
        *SPELLINGS, *each("created_at", NEVER), *each("scope", ""), *texts("access_token"), *documents("raw_response"),
    ],
    "youtube_account_credentials": [
        *SPELLINGS, ("channel_name", lambda _old, index: channel_name(index // 2)), *each("channel_name", ""),
        *each("created_at", NEVER), *each("password", ""),
        *each("backup_codes", "", 'a"b,c\\d'), *texts("password"), *texts("comment"),
    ],
    "tasks": [
        *SPELLINGS, *each("channel_name", ""), *each("user_id", 0, 4_000_000_000),
        *each("scheduled_at", "9999-12-31 23:59:59", "1000-01-01 00:00:00"), *each("created_at", NEVER),
        *each("updated_at", NEVER), *each("file_size", (1 << 63) - 1),
        *each("duration", 1e-300, 1.7976931348623157e308),
        *each("priority", -32768, 32767), *each("category_id", 255), *each("tags", "", 'a,"b",c\\,é🎬'),
        *each("repeat_days", "mon,tue,wed,thu,fri,sat,sun"), *each("description", LONG), *texts("title"),
        *texts("description"), *texts("error"), *documents("params"),
    ],
    "youtube_channel_daily": [
        *SPELLINGS, *each("views", (1 << 64) - 1), *each("views_delta", -(1 << 63), (1 << 63) - 1),
        *each("revenue", "-99999999.9999", "0.0001"), *each("watch_minutes", 0.1, -0.0, 1e-300),
        *each("subscribers", (1 << 32) - 1), *each("comments", -8388608), *each("created_at", NEVER),
        *documents("data"),
    ],
    "youtube_reauth_audit": [
        *SPELLINGS, *each("channel_name", ""), *each("initiated_by", "", "nobody", "ROBOT 🤖"), *each("started", NEVER),
        *each("screenshot", b"", bytes(range(256)) * 20), *each("session_hash", b"\0" * 16, b"\xff" * 16),
        *each("error_code", -32768), *each("log", LONG), *texts("error_message"), *texts("log"),
    ],
    "youtube_account": [
        *each("user_id", 4_000_000_000), *each("channel_id", ""), *each("scope", ""), *texts("title"),
        *documents("extra"),
    ],
    "stream": [
        *each("user_id", 4_000_000_000), *each("account_id", -5, 2_000_000_000),
        *each("start_time", "00:00:00", "23:59:59"), *each("updated_at", NEVER), *texts("title"), *texts("description"),
        *documents("playlist"),
    ],
}  # fmt: skip

EVERY = {table: 100 if share >= 100 else 25 for table, share in SHARES.items()}
"""One row in so many is nasty; more often in small tables, so that a small scale has most of the ways to be nasty."""

STRIDE = 7919
"""A prime: neighbours in a list of twists are far apart in the table, so few rows have a bit of everything."""

ODD_DAY = 707
"""One daily row in so many has no date; of even channels only, as names of twins share the key."""


def count(table: str, scale: int) -> int:
    """How many rows a table has when all ten have about `scale`."""
    return max(1, -(-scale * SHARES[table] // 1000))


def columns(table: str) -> list[str]:
    return COLUMNS[table].split()


def row(table: str, index: int, seed: int = 1) -> Row:
    """A row as the server stores it."""
    values = MAKERS[table](seed, index)
    every, twists = EVERY[table], NASTY[table]
    if index % every == every // 2:
        column, change = twists[index // every * STRIDE % len(twists)]
        place = columns(table).index(column)
        values[place] = change(values[place], index)
    if table == "youtube_channel_daily" and index % ODD_DAY == ODD_DAY // 2 and index // DAYS_OF_A_CHANNEL % 2 == 0:
        values[2] = "0000-00-00"
    if table in LATIN1:
        return [_latin1(value) for value in values]
    if table in UTF8MB3:
        return [BEYOND_THE_BASIC_PLANE.sub("?", value) if isinstance(value, str) else value for value in values]
    return values


def _latin1(value: Value) -> Value:
    """MySQL's latin1 is cp1252, with C1 controls where that has holes."""
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("cp1252", "replace").decode("cp1252")


def rows(table: str, scale: int, seed: int = 1) -> Iterator[Row]:
    return (row(table, index, seed) for index in range(count(table, scale)))


def literal(value: Value) -> str:
    """A value as MySQL reads it, with backslashes as escapes."""
    if isinstance(value, str):
        text = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{text}'" if text.isprintable() else f"'{text.translate(CONTROLS)}'"
    if value is None:
        return "NULL"
    return f"x'{value.hex()}'" if isinstance(value, bytes) else repr(value)


CONTROLS = str.maketrans({"\0": "\\0", "\n": "\\n", "\r": "\\r", "\x1a": "\\Z"})
"""Characters that a client's standard input may not let through."""


def statements(table: str, scale: int, seed: int = 1, size: int = 500_000) -> Iterator[str]:
    """Multi-row INSERT statements of about `size` characters."""
    names = ", ".join(f"`{name}`" for name in columns(table))
    head = f"INSERT INTO `{table}` ({names}) VALUES\n"
    batch: list[str] = []
    length = 0
    for values in rows(table, scale, seed):
        text = f"({','.join(map(literal, values))})"
        batch.append(text)
        length += len(text)
        if length >= size:
            yield head + ",\n".join(batch)
            batch, length = [], 0
    if batch:
        yield head + ",\n".join(batch)


SESSION = {
    "sql_mode": "'NO_ENGINE_SUBSTITUTION'",
    "time_zone": "'+00:00'",
    "foreign_key_checks": "0",
    "unique_checks": "0",
}
"""As the legacy server ran: zero dates and orphans are let in."""


class Cursor(Protocol):
    def execute(self, query: str) -> Any: ...
    def fetchone(self) -> Any: ...


class Connection(Protocol):
    def cursor(self) -> Any: ...
    def commit(self) -> Any: ...


def load(connection: Connection, scale: int, seed: int = 1) -> dict[str, int]:
    """Fill the ten empty tables through a PyMySQL connection whose character set is utf8mb4. Rows per table."""
    cursor: Cursor = connection.cursor()
    cursor.execute("SELECT " + ", ".join(f"@@SESSION.{name}" for name in SESSION))
    before = cursor.fetchone()
    cursor.execute("SET " + ", ".join(f"SESSION {name} = {value}" for name, value in SESSION.items()))
    try:
        for table in SHARES:
            for statement in statements(table, scale, seed):
                cursor.execute(statement)
            connection.commit()
    finally:
        kept = (f"SESSION {name} = {literal(value)}" for name, value in zip(SESSION, before, strict=True))
        cursor.execute("SET " + ", ".join(kept))
    return {table: count(table, scale) for table in SHARES}


def script(scale: int, seed: int = 1) -> Iterator[str]:
    """The same as SQL, for a client's standard input."""
    yield "SET NAMES utf8mb4;\n"
    yield "SET " + ", ".join(f"SESSION {name} = {value}" for name, value in SESSION.items()) + ";\n"
    for table in SHARES:
        yield "START TRANSACTION;\n"
        yield from (f"{statement};\n" for statement in statements(table, scale, seed))
        yield "COMMIT;\n"


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Rows for the legacy Content Factory, as SQL or into a server.")
    parser.add_argument("--scale", type=int, default=20_000, help="rows in all ten tables together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--url", help="mysql://user:password@host:port/database, or ?unix_socket=/path")
    given = parser.parse_args(None if arguments is None else list(arguments))
    if not given.url:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.writelines(script(given.scale, given.seed))
        return
    url = urlsplit(given.url)
    options = dict(pair.split("=", 1) for pair in url.query.split("&") if "=" in pair)
    with pymysql.connect(
        host=url.hostname or "localhost",
        port=url.port or 3306,
        user=unquote(url.username or "root"),
        password=unquote(url.password or ""),
        database=url.path.lstrip("/"),
        unix_socket=unquote(options.get("unix_socket", "")) or None,
        charset="utf8mb4",
    ) as connection:
        for table, found in load(connection, given.scale, given.seed).items():
            print(f"{table}: {found}")


if __name__ == "__main__":
    main()
