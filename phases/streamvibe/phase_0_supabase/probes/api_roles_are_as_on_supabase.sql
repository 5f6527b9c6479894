-- anon, authenticated and service_role exist, cannot log in, and see schema public as Supabase shows it to them.
SELECT 'expected role ' || wanted.name || ', found none'
  FROM unnest(ARRAY['anon', 'authenticated', 'service_role']) AS wanted (name)
 WHERE to_regrole(wanted.name) IS NULL;
SELECT 'expected role ' || rolname || ' NOLOGIN and no superuser'
  FROM pg_catalog.pg_roles
 WHERE rolname IN ('anon', 'authenticated', 'service_role') AND (rolcanlogin OR rolsuper);
SELECT 'expected BYPASSRLS on service_role at the most, found it on ' || rolname
  FROM pg_catalog.pg_roles
 WHERE rolname IN ('anon', 'authenticated') AND rolbypassrls;
SELECT 'expected ' || rolname || ' to have USAGE on schemas auth and public'
  FROM pg_catalog.pg_roles
 WHERE rolname IN ('anon', 'authenticated', 'service_role')
   AND NOT (has_schema_privilege(rolname, 'auth', 'USAGE') AND has_schema_privilege(rolname, 'public', 'USAGE'));
-- A table that this change's owner makes from now on is open to them, as on Supabase: closing it is that table's own work.
SELECT 'expected default privilege ' || wanted.privilege || ' on new tables of schema public for ' || wanted.name
  FROM (SELECT r, p FROM unnest(ARRAY['anon', 'authenticated', 'service_role']) AS r,
                         unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS p) AS wanted (name, privilege)
 WHERE NOT EXISTS (
           SELECT FROM pg_catalog.pg_default_acl d, aclexplode(d.defaclacl) a
            WHERE d.defaclnamespace = 'public'::regnamespace
              AND d.defaclobjtype = 'r'
              AND a.grantee = to_regrole(wanted.name)
              AND a.privilege_type = wanted.privilege);
