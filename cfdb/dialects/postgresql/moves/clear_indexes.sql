-- Indexes of these tables, and the constraints that are made of them; primary keys stay: see cfdb/run/moving/rebuilding.py.
-- conperiod (WITHOUT OVERLAPS) is new in PostgreSQL 18; no target is -1 until 16, NULL from then on.
SELECT i.indexrelid AS oid, p.inhparent AS parent, i.indrelid AS relation,
       pg_catalog.quote_ident(c.relname) AS name, c.relname AS bare,
       i.indexrelid::regclass::text AS qualified,
       pg_catalog.pg_get_indexdef(i.indexrelid) AS definition,
       i.indisunique AS is_unique,
       i.indisclustered AS clustered,
       i.indisreplident AS identity,
       coalesce(s.spcname, '') AS tablespace,
       pg_catalog.quote_literal(pg_catalog.obj_description(i.indexrelid, 'pg_class')) AS comment,
       ARRAY(SELECT pg_catalog.format('%%s SET STATISTICS %%s', a.attnum, a.attstattarget)
               FROM pg_catalog.pg_attribute AS a
              WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0 ORDER BY a.attnum) AS statistics,
       coalesce(k.contype::text, '') AS kind,
       coalesce((pg_catalog.to_jsonb(k) ->> 'conperiod')::boolean, false) AS period,
       pg_catalog.pg_get_constraintdef(k.oid) AS constraint,
       CASE WHEN k.condeferred THEN ' DEFERRABLE INITIALLY DEFERRED' WHEN k.condeferrable THEN ' DEFERRABLE' ELSE '' END
           AS deferrable,
       pg_catalog.quote_literal(pg_catalog.obj_description(k.oid, 'pg_constraint')) AS constraint_comment,
       CASE WHEN NOT i.indisvalid THEN 'it is not valid'
            WHEN c.relkind = 'I' AND k.oid IS NOT NULL AND c.reloptions IS NOT NULL
            THEN 'a constraint of a partitioned table that has storage parameters cannot be put together again'
            WHEN s.oid IS NOT NULL AND NOT pg_catalog.has_tablespace_privilege(s.oid, 'CREATE')
            THEN 'no right to create in tablespace ' || s.spcname
            WHEN EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                          WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = i.indexrelid AND d.deptype IN ('e', 'x'))
            THEN 'it belongs to an extension'
            ELSE '' END AS obstacle,
       ARRAY(SELECT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)
               FROM pg_catalog.pg_depend AS d
              WHERE (d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = i.indexrelid
                     OR d.refclassid = 'pg_catalog.pg_constraint'::regclass AND d.refobjid = k.oid)
                AND NOT (d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = i.indexrelid)
                AND NOT (d.classid = 'pg_catalog.pg_constraint'::regclass AND d.objid = ANY (%(keys)s::oid[]))
                -- A part of it, or of a partition: that goes and comes with it.
                AND d.deptype NOT IN ('P', 'S', 'I', 'i')
              ORDER BY 1) AS dependents
  FROM pg_catalog.pg_index AS i
  JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
  LEFT JOIN pg_catalog.pg_inherits AS p ON p.inhrelid = i.indexrelid
  LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = c.reltablespace
  LEFT JOIN pg_catalog.pg_constraint AS k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
 WHERE i.indrelid = ANY (%(relations)s::oid[])
 ORDER BY i.indrelid, i.indexrelid
