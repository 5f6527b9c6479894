SELECT format('%I.%I on %s', n.nspname, k.conname,
              CASE WHEN k.conrelid <> 0 THEN k.conrelid::regclass::text ELSE k.contypid::regtype::text END),
       format('%s, validated %s, comment %s', pg_get_constraintdef(k.oid), k.convalidated,
              obj_description(k.oid, 'pg_constraint'))
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'cfdb')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = k.conrelid AND d.deptype = 'e')
