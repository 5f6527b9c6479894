SELECT change, brought, duration
FROM cfdb.change
WHERE database = %(database)s AND brought IS NOT NULL
