-- Foreign keys of these tables. conenforced is new in PostgreSQL 18; one that is not enforced costs nothing.
WITH RECURSIVE family AS (
    SELECT k.oid, k.oid AS part FROM pg_catalog.pg_constraint AS k WHERE k.contype = 'f' AND k.conparentid = 0
    UNION ALL
    SELECT f.oid, k.oid FROM family AS f JOIN pg_catalog.pg_constraint AS k ON k.conparentid = f.part
)
SELECT k.oid, ARRAY(SELECT f.part FROM family AS f WHERE f.oid = k.oid) AS family, pg_catalog.quote_ident(k.conname) AS name, k.conname AS bare, k.conrelid AS relation, k.conindid AS index,
       k.confrelid::regclass::text AS references,
       pg_catalog.pg_get_constraintdef(k.oid) AS definition,
       pg_catalog.quote_literal(pg_catalog.obj_description(k.oid, 'pg_constraint')) AS comment,
       k.convalidated AS validated,
       c.relkind = 'p' OR r.relkind = 'p' AS partitioned,
       CASE WHEN NOT pg_catalog.has_table_privilege(r.oid, 'REFERENCES') THEN 'no right to refer to ' || r.oid::regclass
            WHEN EXISTS (SELECT FROM pg_catalog.pg_trigger AS t WHERE t.tgconstraint = k.oid AND t.tgenabled <> 'O')
            THEN 'its triggers are not enabled as they would be'
            ELSE '' END AS obstacle,
       ARRAY(SELECT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)
               FROM pg_catalog.pg_depend AS d
              WHERE d.refclassid = 'pg_catalog.pg_constraint'::regclass AND d.refobjid = k.oid
                AND d.classid NOT IN ('pg_catalog.pg_trigger'::regclass, 'pg_catalog.pg_constraint'::regclass)
              ORDER BY 1) AS dependents
  FROM pg_catalog.pg_constraint AS k
  JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_class AS r ON r.oid = k.confrelid
 WHERE k.contype = 'f' AND k.conparentid = 0 AND k.conrelid = ANY (%(relations)s::oid[])
   AND coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true)
 ORDER BY k.conrelid, k.conname
