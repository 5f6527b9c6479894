SELECT count(*) FROM information_schema.statistics WHERE table_schema = COALESCE(NULLIF(%(database)s, ''), DATABASE()) AND table_name = %(table)s AND index_name = %(name)s
