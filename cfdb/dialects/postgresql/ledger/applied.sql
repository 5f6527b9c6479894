SELECT change, name, checksum, depends_on, applied_at, applied_by, duration,
       coalesce(skipped, '') AS skipped, coalesce(irreversible, '') AS irreversible,
       rollback IS NOT NULL AS has_rollback
FROM cfdb.change
WHERE database = %(database)s
ORDER BY applied_at
