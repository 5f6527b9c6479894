-- Triggers that an INSERT fires, with their likes on partitions, which have a state of their own.
SELECT pg_catalog.quote_ident(t.tgname) AS name, t.tgname AS bare, t.tgrelid AS relation, t.tgenabled = 'A' AS always
  FROM pg_catalog.pg_trigger AS t
 WHERE t.tgrelid = ANY (%(relations)s::oid[])
   AND (NOT t.tgisinternal
        OR EXISTS (SELECT FROM pg_catalog.pg_trigger AS p WHERE p.oid = t.tgparentid AND NOT p.tgisinternal))
   -- Bit 2 (value 4) of tgtype says INSERT: src/include/catalog/pg_trigger.h.
   AND t.tgtype & 4 <> 0 AND t.tgenabled IN ('O', 'A')
 ORDER BY t.tgrelid, t.tgname
