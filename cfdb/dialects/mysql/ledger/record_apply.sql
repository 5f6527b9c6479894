INSERT INTO cfdb_change
    (`database`, `change`, name, checksum, depends_on, skipped, irreversible, `rollback`, brought, applied_at, applied_by,
     duration, version)
VALUES
    (%(database)s, %(change)s, %(name)s, %(checksum)s, %(depends_on)s, %(skipped)s, %(irreversible)s, %(rollback)s,
     %(brought)s, UTC_TIMESTAMP(6), CURRENT_USER(), %(duration)s, %(version)s)
