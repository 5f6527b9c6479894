SELECT count(*) FROM information_schema.events WHERE event_schema = COALESCE(NULLIF(%(database)s, ''), DATABASE()) AND event_name = %(name)s
