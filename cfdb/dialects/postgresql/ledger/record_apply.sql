WITH applied AS (
    INSERT INTO cfdb.change
        (database, change, name, checksum, depends_on, skipped, irreversible, rollback, brought, duration, version)
    VALUES
        ({database}, {change}, {name}, {checksum}, {depends_on}, {skipped}, {irreversible}, {rollback}, {brought},
         {duration}, {version})
    RETURNING duration
)
INSERT INTO cfdb.event (database, action, change, name, outcome, detail, duration)
SELECT {database}, {action}, {change}, {name}, 'done', coalesce({skipped}, ''), duration FROM applied;
