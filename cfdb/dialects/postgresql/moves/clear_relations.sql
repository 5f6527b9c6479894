-- The tables that rows are written into, with all partitions of those that have some. Tracks are by the topmost table:
-- locks on an index of a partitioned table reach all of its partitions.
WITH RECURSIVE relation AS (
    SELECT t.oid::oid AS oid
      FROM pg_catalog.unnest(%(tables)s::regclass[]) AS t (oid)
    UNION
    SELECT i.inhrelid
      FROM relation AS r
      JOIN pg_catalog.pg_inherits AS i ON i.inhparent = r.oid
      JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid AND c.relispartition
)
SELECT c.oid,
       pg_catalog.format('%%I.%%I', n.nspname, c.relname) AS name,
       coalesce(pg_catalog.pg_partition_root(c.oid), c.oid)::regclass::text AS root,
       c.relkind = 'p' AS partitioned,
       CASE WHEN NOT pg_catalog.pg_has_role(c.relowner, 'USAGE') THEN 'the role does not own ' || c.oid::regclass ELSE '' END
           AS obstacle,
       CASE WHEN NOT pg_catalog.has_schema_privilege(n.oid, 'CREATE')
            THEN pg_catalog.format('no right to create in schema %%I', n.nspname) ELSE '' END AS no_room
  FROM relation AS r
  JOIN pg_catalog.pg_class AS c ON c.oid = r.oid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 ORDER BY c.oid
