SELECT count(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND trigger_name = %(name)s
