-- One that begins with the key's columns, so that deleting what it points at does not read the whole table. It may leave
-- out NULLs, which point at nothing.
SELECT 'expected an index that begins with the columns of ' || k.conname
  FROM pg_constraint k
 WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
   AND NOT EXISTS (SELECT FROM pg_index i
                    WHERE i.indrelid = k.conrelid
                      AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) ~ '^\(\w+ IS NOT NULL\)$')
                      AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] = k.conkey);
