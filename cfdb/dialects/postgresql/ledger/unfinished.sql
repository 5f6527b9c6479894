SELECT change, action, done, total, prefix, running
FROM cfdb.unfinished
WHERE database = %(database)s
