SELECT o.conname AS name,
       pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS table,
       pg_catalog.quote_ident(rn.nspname) || '.' || pg_catalog.quote_ident(r.relname) AS references,
       ARRAY(SELECT a.attname::text
               FROM pg_catalog.unnest(o.conkey) WITH ORDINALITY AS k (attnum, place)
               JOIN pg_catalog.pg_attribute AS a ON a.attrelid = o.conrelid AND a.attnum = k.attnum
              ORDER BY k.place) AS columns,
       ARRAY(SELECT a.attname::text
               FROM pg_catalog.unnest(o.confkey) WITH ORDINALITY AS k (attnum, place)
               JOIN pg_catalog.pg_attribute AS a ON a.attrelid = o.confrelid AND a.attnum = k.attnum
              ORDER BY k.place) AS referenced
  FROM pg_catalog.pg_constraint AS o
  JOIN pg_catalog.pg_class AS c ON c.oid = o.conrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class AS r ON r.oid = o.confrelid
  JOIN pg_catalog.pg_namespace AS rn ON rn.oid = r.relnamespace
 WHERE o.contype = 'f' AND o.conrelid = %(table)s::regclass AND o.conparentid = 0
 ORDER BY o.conname
