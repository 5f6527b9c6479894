SELECT `change`, name, checksum, depends_on, applied_at, applied_by, duration, COALESCE(skipped, ''),
       COALESCE(irreversible, ''), `rollback` IS NOT NULL
FROM cfdb_change
WHERE `database` = %(database)s
ORDER BY applied_at, `change`
