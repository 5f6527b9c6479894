CREATE TABLE IF NOT EXISTS cfdb.move (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    database    text        NOT NULL,
    name        text        NOT NULL,
    mapping     text        NOT NULL,
    source      text        NOT NULL,
    state       text        NOT NULL,
    snapshot    integer     NOT NULL DEFAULT 0,
    position    text        NOT NULL DEFAULT '',
    held        text        NOT NULL DEFAULT '',
    client      integer,
    instant     timestamptz,
    started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    without_indexes  boolean NOT NULL DEFAULT false,
    without_triggers boolean NOT NULL DEFAULT false,
    UNIQUE (database, name)
);

CREATE TABLE IF NOT EXISTS cfdb.move_copy (
    move      bigint  NOT NULL REFERENCES cfdb.move ON DELETE CASCADE,
    number    integer NOT NULL,
    target    text    NOT NULL,
    estimated bigint  NOT NULL,
    cut       boolean NOT NULL DEFAULT false,
    waits_for integer[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (move, number)
);

CREATE TABLE IF NOT EXISTS cfdb.move_chunk (
    move        bigint  NOT NULL,
    copy        integer NOT NULL,
    number      integer NOT NULL,
    condition   text    NOT NULL,
    rows        bigint,
    bytes       bigint,
    rejected    bigint  NOT NULL DEFAULT 0,
    checksum    text    NOT NULL DEFAULT '',
    snapshot    integer NOT NULL DEFAULT 0,
    todo        boolean NOT NULL DEFAULT true,
    changed     boolean NOT NULL DEFAULT false,
    finished_at timestamptz,
    PRIMARY KEY (move, copy, number),
    FOREIGN KEY (move, copy) REFERENCES cfdb.move_copy ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS move_chunk_todo ON cfdb.move_chunk (move, copy, number) WHERE todo;

CREATE TABLE IF NOT EXISTS cfdb.move_reject (
    id       bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    move     bigint  NOT NULL REFERENCES cfdb.move ON DELETE CASCADE,
    copy     integer NOT NULL,
    chunk    integer NOT NULL,
    target   text    NOT NULL,
    key      jsonb   NOT NULL,
    "column" text    NOT NULL,
    value    text,
    sqlstate text    NOT NULL,
    message  text    NOT NULL,
    "row"    jsonb   NOT NULL
);

CREATE TABLE IF NOT EXISTS cfdb.move_worker (
    move     bigint  NOT NULL REFERENCES cfdb.move ON DELETE CASCADE,
    name     text    NOT NULL,
    pid      integer,
    snapshot integer NOT NULL DEFAULT 0,
    failure  text    NOT NULL DEFAULT '',
    PRIMARY KEY (move, name)
);

CREATE TABLE IF NOT EXISTS cfdb.move_undo (
    move   bigint  NOT NULL REFERENCES cfdb.move ON DELETE CASCADE,
    number bigint  GENERATED ALWAYS AS IDENTITY,
    what   text    NOT NULL,
    stage  integer NOT NULL,
    track  text    NOT NULL,
    needs  text[]  NOT NULL,
    take   text    NOT NULL,
    bring  text    NOT NULL,
    back   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (move, number),
    UNIQUE (move, what)
);

COMMENT ON TABLE cfdb.move IS 'data migrations from another server; snapshot counts the instants of the source, client is the session that leads';
COMMENT ON TABLE cfdb.move_copy IS 'the statements of a data migration; waits_for names copies whose rows theirs refer to';
COMMENT ON TABLE cfdb.move_chunk IS 'ranges of the rows of a copy; rows is NULL until they are in; todo again where the source may have changed since';
COMMENT ON TABLE cfdb.move_reject IS 'rows that were refused';
COMMENT ON TABLE cfdb.move_worker IS 'who is at work, and under which snapshot of the source; pid is NULL until they come';
COMMENT ON TABLE cfdb.move_undo IS 'indexes, keys and triggers that were taken away for the load, and how they come back';
