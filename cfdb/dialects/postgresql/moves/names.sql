-- The tables that a name without its schema means; cfdb's own are not among them.
SELECT c.relname::text
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND pg_catalog.pg_table_is_visible(c.oid)
   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'cfdb')
   AND pg_catalog.lower(c.relname) = ANY (%(names)s)
 ORDER BY c.relname
