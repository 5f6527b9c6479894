-- The table that a name of a mapping means: exactly so, else whatever its case; what the search path has comes first.
SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
   AND pg_catalog.lower(c.relname) = pg_catalog.lower(%(name)s)
   AND (%(schema)s::text IS NULL AND n.nspname = ANY (pg_catalog.current_schemas(false)) OR n.nspname = %(schema)s)
 ORDER BY c.relname <> %(name)s, pg_catalog.array_position(pg_catalog.current_schemas(false), n.nspname)
 LIMIT 1
