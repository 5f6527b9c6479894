DELETE FROM cfdb.unfinished WHERE database = {database} AND change = {change};
INSERT INTO cfdb.change
    (database, change, name, checksum, depends_on, skipped, irreversible, rollback, brought, duration, version)
VALUES
    ({database}, {change}, {name}, {checksum}, {depends_on}, {skipped}, {irreversible}, {rollback}, {brought},
     {duration}, {version});
INSERT INTO cfdb.event (database, action, change, name, outcome, detail, duration)
VALUES ({database}, {action}, {change}, {name}, 'done', coalesce({skipped}, ''), {duration});
