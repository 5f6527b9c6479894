SELECT rollback
FROM cfdb.change
WHERE database = %(database)s AND change = %(change)s
