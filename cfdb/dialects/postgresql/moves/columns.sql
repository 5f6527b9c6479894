-- The columns of a table: the type is that of the base of a domain (pg_type.typbasetype), lengths are in atttypmod.
WITH RECURSIVE base AS (
    SELECT a.attrelid, a.attnum, a.atttypid AS type, a.atttypmod AS modifier, a.attnotnull AS not_null
      FROM pg_catalog.pg_attribute AS a
     WHERE a.attrelid = %(table)s::regclass AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT b.attrelid, b.attnum, t.typbasetype, CASE WHEN t.typtypmod >= 0 THEN t.typtypmod ELSE b.modifier END,
           b.not_null OR t.typnotnull
      FROM base AS b
      JOIN pg_catalog.pg_type AS t ON t.oid = b.type AND t.typtype = 'd'
)
SELECT a.attname AS name,
       CASE t.typtype WHEN 'e' THEN 'enum' ELSE t.typname END AS type,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS declared,
       b.modifier,
       NOT b.not_null AS nullable,
       a.atthasdef OR a.attidentity <> '' AS has_default,
       a.attgenerated <> '' AS generated,
       CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' ELSE '' END AS identity,
       ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels,
       coalesce(
           pg_catalog.pg_get_serial_sequence(%(table)s::text, a.attname::text),
           -- One that no column owns, but that its default takes numbers from.
           (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(s.relname)
              FROM pg_catalog.pg_attrdef AS f
              JOIN pg_catalog.pg_depend AS e
                ON e.classid = 'pg_catalog.pg_attrdef'::regclass AND e.objid = f.oid
               AND e.refclassid = 'pg_catalog.pg_class'::regclass
              JOIN pg_catalog.pg_class AS s ON s.oid = e.refobjid AND s.relkind = 'S'
              JOIN pg_catalog.pg_namespace AS n ON n.oid = s.relnamespace
             WHERE f.adrelid = a.attrelid AND f.adnum = a.attnum AND t.typname IN ('int2', 'int4', 'int8')
             LIMIT 1)
       ) AS sequence
  FROM base AS b
  JOIN pg_catalog.pg_type AS t ON t.oid = b.type AND t.typtype <> 'd'
  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = b.attrelid AND a.attnum = b.attnum
 ORDER BY a.attnum
