-- "Foreign keys have explicit indexes": one that begins with the key's columns, so that a cascade does not read the whole table.
SELECT 'expected an index that begins with the columns of ' || k.conname
  FROM pg_constraint k
 WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
   AND NOT EXISTS (SELECT FROM pg_index i
                    WHERE i.indrelid = k.conrelid AND i.indpred IS NULL
                      AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] = k.conkey);
