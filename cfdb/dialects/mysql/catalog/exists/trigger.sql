SELECT count(*) FROM information_schema.triggers WHERE trigger_schema = COALESCE(NULLIF(%(database)s, ''), DATABASE()) AND trigger_name = %(name)s
