-- ALTER DATABASE … SET, and ALTER ROLE … IN DATABASE … SET.
SELECT format('%s for %s', current_database(), coalesce(nullif(s.setrole, 0)::regrole::text, 'everybody')), s.setconfig::text
FROM pg_catalog.pg_db_role_setting s
WHERE s.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
