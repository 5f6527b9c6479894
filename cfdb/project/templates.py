"""The files that `cfdb init` and `cfdb new` write, by their names; words in <angle brackets> are filled in.

Tables are quoted: a change may be called `order`, or `2fa`.
"""

from __future__ import annotations

CONFIG = """\
# A project of cfdb. Try: cfdb plan
default = "<database>"

[databases.<database>]
dialect = "postgresql"
# Without a URL, cfdb works on an embedded PostgreSQL whose data is in .cfdb/.
# url = { env = "DATABASE_URL" }       # or { file = "…" } or { command = "…" }; never printed

# [environments.staging]
# url = { env = "STAGING_URL" }        # cfdb apply --env staging
# variables = { retention_days = 30 }  # for files that begin with: -- cfdb: template
"""

FIRST_SCHEMA = """\
CREATE TABLE note (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title      text NOT NULL CHECK (title <> ''),
    body       text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now()
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
CREATE TABLE "<name>" (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);
"""

NO_TABLE = """\
DROP TABLE "<name>";
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
