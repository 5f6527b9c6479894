SELECT count(*) FROM information_schema.events WHERE event_schema = DATABASE() AND event_name = %(name)s
