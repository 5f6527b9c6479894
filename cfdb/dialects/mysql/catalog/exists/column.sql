SELECT count(*) FROM information_schema.columns WHERE table_schema = COALESCE(NULLIF(%(database)s, ''), DATABASE()) AND table_name = %(table)s AND column_name = %(name)s
