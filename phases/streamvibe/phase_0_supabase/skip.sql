-- One row (the reason) where Supabase itself brings everything that phase 0 would make; no row otherwise.
-- Reads the system catalogs by name only: nothing here fails where schema auth does not exist,
-- or where the caller has no USAGE on it (to_regclass() would raise in that case).
WITH found AS (
    SELECT obj_description(c.oid, 'pg_class') AS note
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE (n.nspname, c.relname) IN (('auth', 'users'), ('vault', 'secrets'), ('vault', 'decrypted_secrets'))
    UNION ALL
    SELECT obj_description(p.oid, 'pg_proc')
      FROM pg_catalog.pg_proc p
      JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname = 'auth'
       AND p.proname IN ('uid', 'email', 'role', 'jwt')
       AND p.pronargs = 0
    UNION ALL
    SELECT shobj_description(r.oid, 'pg_authid')
      FROM pg_catalog.pg_roles r
     WHERE r.rolname IN ('anon', 'authenticated', 'service_role')
)
SELECT 'this server brings auth.users, auth.uid(), the API roles and vault itself (Supabase)' AS reason
  FROM found
HAVING count(*) = 3 + 4 + 3
   AND count(*) FILTER (WHERE note LIKE 'Made by cfdb%') = 0;
