SELECT count(*) FROM information_schema.table_constraints WHERE table_schema = COALESCE(NULLIF(%(database)s, ''), DATABASE()) AND table_name = %(table)s AND constraint_name = %(name)s
