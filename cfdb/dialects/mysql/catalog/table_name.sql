SELECT table_name
FROM information_schema.tables
WHERE table_schema = COALESCE(NULLIF(%(database)s, ''), DATABASE()) AND table_name = %(name)s
