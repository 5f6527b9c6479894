-- The unique indexes of a table, part by part. indnkeyatts leaves out what INCLUDE adds; indkey is 0 for an expression.
-- indnullsnotdistinct is there from PostgreSQL 15 on: asked through to_jsonb, it may be missing.
SELECT c.relname AS name,
       k.place,
       a.attname AS "column",
       pg_catalog.pg_get_indexdef(i.indexrelid, k.place::integer, true) AS definition,
       t.typname = 'citext' AS folded,
       coalesce(l.collisdeterministic, true) AS deterministic,
       i.indpred IS NOT NULL AS partial,
       coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_equal
  FROM pg_catalog.pg_index AS i
  JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
  CROSS JOIN LATERAL pg_catalog.generate_series(1, i.indnkeyatts) AS k (place)
  LEFT JOIN pg_catalog.pg_attribute AS a
         ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place - 1] AND a.attnum > 0
  LEFT JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = i.indcollation[k.place - 1]
 WHERE i.indrelid = %(table)s::regclass AND i.indisunique AND i.indislive
 ORDER BY NOT i.indisprimary, c.relname, k.place
