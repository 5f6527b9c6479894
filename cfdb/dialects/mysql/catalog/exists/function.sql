SELECT count(*) FROM information_schema.routines WHERE routine_schema = COALESCE(NULLIF(%(database)s, ''), DATABASE()) AND routine_type = 'FUNCTION' AND routine_name = %(name)s
