SELECT count(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = %(table)s AND index_name = %(name)s
