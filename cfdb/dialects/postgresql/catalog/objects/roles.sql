-- Roles belong to the whole server: those that others made come and go beside us, so only what cfdb's own SQL marks counts.
SELECT r.rolname, format('login %s, bypass rls %s, comment %s', r.rolcanlogin, r.rolbypassrls, shobj_description(r.oid, 'pg_authid'))
FROM pg_catalog.pg_roles r
WHERE r.rolname NOT LIKE 'pg\_%'
