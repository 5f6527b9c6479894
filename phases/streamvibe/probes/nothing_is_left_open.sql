-- Security, over all phases: every table has row level security and somebody it lets in; what runs with its owner's rights
-- has a fixed search_path and is not everybody's to call; and the API roles reach nothing in streamvibe_private.
SELECT 'expected row level security on ' || c.relname
  FROM pg_catalog.pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relrowsecurity;
SELECT 'expected a policy on ' || c.relname || ', found none'
  FROM pg_catalog.pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid);
SELECT 'expected anon to have no right to ' || wanted.privilege || ' ' || c.relname
  FROM pg_catalog.pg_class c
 CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS wanted (privilege)
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND has_table_privilege('anon', c.oid, wanted.privilege);
SELECT 'expected a fixed search_path of function ' || p.oid::regprocedure
  FROM pg_catalog.pg_proc p
 WHERE p.pronamespace IN ('public'::regnamespace, 'streamvibe_private'::regnamespace) AND p.prosecdef
   AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS s (setting) WHERE s.setting LIKE 'search_path=%');
SELECT 'expected function ' || p.oid::regprocedure || ' not to be everybody''s to call'
  FROM pg_catalog.pg_proc p
 WHERE p.pronamespace IN ('public'::regnamespace, 'streamvibe_private'::regnamespace)
   AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
                WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE')
   -- Extensions bring functions of their own.
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e');
SELECT 'expected ' || api.role || ' to have no way into streamvibe_private'
  FROM (VALUES ('anon'), ('authenticated'), ('service_role')) AS api (role)
 WHERE has_schema_privilege(api.role, 'streamvibe_private', 'USAGE');
-- Personal data and tokens: in auth.users and in the vault, in no column here.
SELECT 'expected no column for personal data or tokens, found ' || c.table_name || '.' || c.column_name
  FROM information_schema.columns c
 WHERE c.table_schema = 'public' AND c.data_type <> 'boolean'
   AND c.column_name ~ '(full|first|last|real|family|given)_?name|(^|_)e_?mail|phone|address|birth|gender|(^|_)ip(_|$)|raw_user_meta|(access|refresh)_token|password';
