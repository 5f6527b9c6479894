-- Roles belong to the whole server: catalogs are compared on one of cfdb's own, where nobody else makes any.
SELECT r.rolname, format('login %s, bypass rls %s, inherit %s, createdb %s, createrole %s, replication %s, limit %s, settings %s, comment %s',
       r.rolcanlogin, r.rolbypassrls, r.rolinherit, r.rolcreatedb, r.rolcreaterole, r.rolreplication, r.rolconnlimit, r.rolconfig,
        shobj_description(r.oid, 'pg_authid'))
FROM pg_catalog.pg_roles r
WHERE r.rolname NOT LIKE 'pg\_%'
