-- How a foreign key is laid down on partitions, all the way down.
WITH RECURSIVE part AS (
    SELECT k.* FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = %(table)s::regclass AND k.conname = %(name)s
    UNION ALL
    SELECT k.* FROM part AS p JOIN pg_catalog.pg_constraint AS k ON k.conparentid = p.oid
)
SELECT p.conrelid, p.conname, p.confrelid, p.convalidated, pg_catalog.pg_get_constraintdef(p.oid),
       pg_catalog.obj_description(p.oid, 'pg_constraint')
  FROM part AS p
 ORDER BY p.conrelid, p.conname
