SELECT `change`, brought, duration
FROM cfdb_change
WHERE `database` = %(database)s AND brought IS NOT NULL
