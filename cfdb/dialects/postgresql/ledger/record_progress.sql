INSERT INTO cfdb.unfinished (database, change, action, done, total, prefix, running)
VALUES ({database}, {change}, {action}, {done}, {total}, {prefix}, {running})
ON CONFLICT (database, change) DO UPDATE
SET action = excluded.action, done = excluded.done, total = excluded.total,
    prefix = excluded.prefix, running = excluded.running;
