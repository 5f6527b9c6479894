-- The group roles cannot log in, go round row level security, or reach a partition by itself.
SELECT 'role ' || wanted.name || ': ' || coalesce('login ' || rolcanlogin || ', superuser ' || rolsuper || ', bypass rls ' || rolbypassrls, 'missing')
  FROM (VALUES ('cg_analytics_app'), ('cg_analytics_worker')) AS wanted (name)
  LEFT JOIN pg_catalog.pg_roles r ON r.rolname = wanted.name
 WHERE r.rolname IS NULL OR r.rolcanlogin OR r.rolsuper OR r.rolbypassrls;
SELECT 'expected ' || r.rolname || ' not to reach schema cg_analytics_partitions'
  FROM pg_catalog.pg_roles r
 WHERE r.rolname LIKE 'cg\_analytics\_%' AND has_schema_privilege(r.oid, 'cg_analytics_partitions', 'USAGE') AND NOT r.rolsuper
   AND r.rolname IN ('cg_analytics_app', 'cg_analytics_worker');
