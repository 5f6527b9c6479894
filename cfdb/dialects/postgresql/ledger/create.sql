CREATE SCHEMA IF NOT EXISTS cfdb;

COMMENT ON SCHEMA cfdb IS 'what cfdb applied to this database: do not edit by hand, use cfdb repair';

CREATE TABLE IF NOT EXISTS cfdb.change (
    database    text        NOT NULL,
    change      text        NOT NULL,
    name        text        NOT NULL,
    checksum    text        NOT NULL,
    depends_on  text[]      NOT NULL DEFAULT '{}',
    skipped     text,
    irreversible text,
    rollback    text,
    brought     jsonb,
    applied_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    applied_by  text        NOT NULL DEFAULT session_user,
    duration    double precision NOT NULL,
    version     text        NOT NULL,
    PRIMARY KEY (database, change)
);

CREATE TABLE IF NOT EXISTS cfdb.unfinished (
    database text    NOT NULL,
    change   text    NOT NULL,
    action   text    NOT NULL,
    done     integer NOT NULL,
    total    integer NOT NULL,
    prefix   text    NOT NULL,
    running  boolean NOT NULL,
    PRIMARY KEY (database, change)
);

CREATE TABLE IF NOT EXISTS cfdb.event (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    by       text        NOT NULL DEFAULT session_user,
    database text        NOT NULL,
    action   text        NOT NULL,
    change   text        NOT NULL,
    name     text        NOT NULL,
    outcome  text        NOT NULL,
    detail   text        NOT NULL DEFAULT '',
    duration double precision NOT NULL DEFAULT 0
);

COMMENT ON TABLE cfdb.change IS 'changes in place; duration in seconds; rollback is the SQL that undoes the change';
COMMENT ON TABLE cfdb.unfinished IS 'scripts without a transaction that stopped on their way: done of total statements';
COMMENT ON TABLE cfdb.event IS 'what cfdb did, and what failed, in order';
