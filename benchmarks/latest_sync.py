"""The Catalog Tool's latest sync of each video: the view and the page function that ship, beside the document's query.

100,000 videos, one in fifty hidden, and 1,000,000 syncs, written in the order of their time, as syncs are. `document`
is the query as it stands there, DISTINCT ON in a sub-select; `lateral` joins the latest sync with LATERAL. A page is 50
videos.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median

import psycopg

from benchmarks import measure
from benchmarks.bench import Bench
from benchmarks.report import Goal, Row

MIGRATIONS = Path(__file__).parents[1] / "migrations/catalog_tool"

FILL = """
-- The rows are consistent; a million lookups would say so again.
SET session_replication_role = replica;
INSERT INTO video (video_id, asset_id, title, artist, genre, label, channel_display_name, category, privacy_status,
                   effective_policy, video_length, views, hidden, time_published, notes)
SELECT substr(md5(n::text), 1, 11), 'A' || n, 'Title of video ' || n, ARRAY['Artist ' || n % 5000], '{Jazz,Soul}',
       'Label ' || n % 50, 'Channel ' || n % 200, 'Music', 'public',
       'Monetize in all countries', n % 600, n * 37::bigint, n % 50 = 0, now() - interval '1 hour' * n, repeat('x', 100)
  FROM generate_series(1, 100000) AS n;
INSERT INTO metadata_sync (video_id, channel_display_name, video_title, sync_time, changes)
SELECT v.video_id, v.channel_display_name, v.title, now() - interval '1 day' * r + interval '100 ms' * v.id,
       jsonb_build_object('views', jsonb_build_array(v.views - r, v.views),
                          'privacy_status', jsonb_build_array('unlisted', 'public'))
  FROM generate_series(10, 1, -1) AS r, video v
 ORDER BY r DESC, v.id;
RESET session_replication_role;
VACUUM ANALYZE;
"""

DOCUMENT = """
SELECT video.*, latest_syncs.last_synced, latest_syncs.last_changes
  FROM video
  LEFT OUTER JOIN (SELECT DISTINCT ON (metadata_sync.video_id) metadata_sync.video_id,
                          metadata_sync.sync_time AS last_synced, metadata_sync.changes AS last_changes
                     FROM metadata_sync
                    ORDER BY metadata_sync.video_id, metadata_sync.sync_time DESC) AS latest_syncs
    ON video.video_id = latest_syncs.video_id
 WHERE video.hidden = false"""

LATERAL = """
SELECT video.*, latest.last_synced, latest.last_changes
  FROM video
  LEFT JOIN LATERAL (SELECT s.sync_time AS last_synced, s.changes AS last_changes
                       FROM metadata_sync s
                      WHERE s.video_id = video.video_id
                      ORDER BY s.sync_time DESC, s.id DESC
                      LIMIT 1) AS latest ON true
 WHERE video.hidden = false"""

VIEW = "SELECT * FROM video_latest_sync AS video WHERE true"

FORMS = {"view": VIEW, "document": DOCUMENT, "lateral": LATERAL}

PAGE = "SELECT * FROM video_latest_sync_page({0})"

LIMIT = Goal(0.1)
"""The document: "sub-100ms"."""

Laps = Mapping[str, list[float]]
"""Seconds per round, by form."""


def latest_sync(bench: Bench) -> list[Row]:
    with bench.server.database() as url, psycopg.connect(url, autocommit=True) as connection:
        _fill(connection)
        of = partial(_laps, connection, bench.rounds)
        first, last = " ORDER BY video.id LIMIT 50", " ORDER BY video.id LIMIT 50 OFFSET 97950"
        channel = " AND video.channel_display_name = 'Channel 7'" + first
        return [
            *_rows("first page", of(_with(first) | {"page function": PAGE.format(1)}), "view", LIMIT),
            *_rows("first page, in no order", of(_with(" LIMIT 50")), "view", LIMIT),
            *_rows("first page of a channel", of(_with(channel)), "view", LIMIT),
            *_rows("last page", of(_with(last) | {"page function": PAGE.format(1960)}), "page function", LIMIT),
            *_rows("how many there are", of(_counts()), "view", LIMIT),
            *_rows("all of it, as COPY", of(_copies()), "view"),
        ]


def _fill(connection: psycopg.Connection) -> None:
    for script in sorted(MIGRATIONS.glob("[0-9]*.sql")):
        connection.execute(script.read_bytes())
    # VACUUM refuses to be one of several statements.
    for statement in FILL.strip().split(";\n"):
        connection.execute(statement.encode())


def _with(rest: str) -> dict[str, str]:
    return {name: form + rest for name, form in FORMS.items()}


def _counts() -> dict[str, str]:
    return {name: f"SELECT count(*) FROM ({form}) AS counted" for name, form in FORMS.items()}


def _copies() -> dict[str, str]:
    return {name: f"COPY ({form}) TO STDOUT" for name, form in FORMS.items()}


def _laps(connection: psycopg.Connection, rounds: int, queries: Mapping[str, str]) -> Laps:
    """The forms take turns, after a round that does not count: what they read is in memory by then."""
    contenders: dict[str, Callable[[], float]] = {
        name: partial(_seconds, connection, query) for name, query in queries.items()
    }
    measure.interleaved(contenders, 1)
    return measure.interleaved(contenders, rounds)


def _seconds(connection: psycopg.Connection, query: str) -> float:
    """Until the last row is here. COPY because psycopg makes objects of rows, which is not what is compared."""
    begun = time.perf_counter()
    if query.startswith("COPY"):
        with connection.cursor() as cursor, cursor.copy(query.encode()) as rows:
            for _ in rows:
                pass
    else:
        connection.execute(query.encode()).fetchall()
    return time.perf_counter() - begun


def _rows(what: str, laps: Laps, ours: str, goal: Goal | None = None) -> list[Row]:
    """One row per other form, with the goal at the first."""
    ratios = {name: measure.ratio(laps[ours], found) for name, found in laps.items()}
    others = [name for name in laps if name != ours]
    return [
        Row(
            f"latest sync: {what}, {ours}",
            "ms",
            median(laps[ours]),
            name,
            median(laps[name]),
            ratios[name],
            goal if name == others[0] else None,
            # Two decimals say little of a hundredth.
            f"1 / {1 / ratios[name]:,.0f}" if ratios[name] < 0.1 else measure.spread(laps[ours], laps[name]),
        )
        for name in others
    ]
