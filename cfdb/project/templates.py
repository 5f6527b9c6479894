"""The files that `cfdb init` and `cfdb new` write, by their names; words in <angle brackets> are filled in.

Tables are quoted: a change may be called `order`, or `2fa`. `WORDS` holds what each dialect says in its own way.
"""

from __future__ import annotations

from collections.abc import Mapping

CONFIG = """\
# A project of cfdb. Try: cfdb plan
default = "<database>"

[databases.<database>]
dialect = "<dialect>"
<target>
# url = { env = "DATABASE_URL" }       # or { file = "…" } or { command = "…" }; never printed

# [environments.staging]
# url = { env = "STAGING_URL" }        # cfdb apply --env staging
# variables = { retention_days = 30 }  # for files that begin with: -- cfdb: template
"""

FIRST_SCHEMA = """\
CREATE TABLE note (
    id         <id> PRIMARY KEY,
    title      <line> NOT NULL CHECK (title <> ''),
    body       <body>,
    created_at <now>
);

CREATE INDEX idx_note_created_at ON note (created_at DESC);
"""

FIRST_ROLLBACK = "DROP TABLE note;\n"

FIRST_CHECKLIST = """\
# What this phase adds, held by `cfdb verify` against the catalog.
[brings]
tables = ["note"]
indexes = 1
"""

FIRST_PROBE = """\
-- Every row that a probe returns is a problem, and so is an error. It runs in a transaction that is always rolled back.
INSERT INTO note (title) VALUES ('a probe');

-- budget: 50ms
SELECT 'expected a time of creation, found none' FROM note WHERE created_at IS NULL;
"""

PROJECT = {
    "cfdb.toml": CONFIG,
    "phases/<database>/phase_1_notes/phase.toml": 'name = "Notes"\ndomain = "An example: rename it, or delete it"\n',
    "phases/<database>/phase_1_notes/schema.sql": FIRST_SCHEMA,
    "phases/<database>/phase_1_notes/rollback.sql": FIRST_ROLLBACK,
    "phases/<database>/phase_1_notes/checklist.toml": FIRST_CHECKLIST,
    "phases/<database>/phase_1_notes/probes/a_note_has_a_time.sql": FIRST_PROBE,
}

TABLE = """\
CREATE TABLE <quote><name><quote> (
    id <id> PRIMARY KEY
);
"""

NO_TABLE = """\
DROP TABLE <quote><name><quote>;
"""

CHECKLIST = """\
[brings]
tables = ["<name>"]
"""

PHASE = {
    "phase.toml": 'name = "<title>"\ndepends_on = <depends_on>\n',
    "schema.sql": f"-- Phase <number>: <title>\n\n{TABLE}",
    "rollback.sql": f"-- Undoes schema.sql, in reverse.\n{NO_TABLE}",
    "checklist.toml": CHECKLIST,
}

SERVICE = {
    "<name>.sql": f"-- One file per table; the order comes from the foreign keys.\n\n{TABLE}",
    "rollback.sql": NO_TABLE,
    "checklist.toml": CHECKLIST,
}

MIGRATION = {
    "<number>_<name>.sql": f"-- Migration <number>: <title>\n\n{TABLE}",
    "rollback_<number>.sql": f"-- Undoes <number>_<name>.sql, in reverse.\n{NO_TABLE}",
}

WORDS = {
    "postgresql": {
        "<target>": "# Without a URL, cfdb works on an embedded PostgreSQL whose data is in .cfdb/.",
        "<quote>": '"',
        "<id>": "bigint GENERATED ALWAYS AS IDENTITY",
        "<line>": "text",
        "<body>": "text NOT NULL DEFAULT ''",
        "<now>": "timestamptz NOT NULL DEFAULT now()",
    },
    "mysql": {
        "<target>": "# The target comes with --url mysql://user@host/database, or from here:",
        "<quote>": "`",
        "<id>": "bigint unsigned NOT NULL AUTO_INCREMENT",
        "<line>": "varchar(200)",
        "<body>": "text NULL",
        "<now>": "timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP",
    },
}
"""By dialect: what is written in place of words that stand in the files above."""


def filled(text: str, words: Mapping[str, str]) -> str:
    """`text` with its words in angle brackets filled in."""
    for placeholder, word in words.items():
        text = text.replace(placeholder, word)
    return text
