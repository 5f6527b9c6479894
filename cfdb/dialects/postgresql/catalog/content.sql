-- What stands in the way of a restore, by kind: what belongs to a schema (each such object depends on it), schemas, and
-- what belongs to the database as a whole. Not what an extension brought, nor the sequence of an identity column.
WITH spaces AS (
    SELECT oid, nspname
    FROM pg_catalog.pg_namespace
    WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
), described AS (
    SELECT (pg_catalog.pg_identify_object(d.classid, d.objid, 0)).type AS kind
    FROM pg_catalog.pg_depend d
    JOIN spaces s ON d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = s.oid
    WHERE d.deptype = 'n' AND d.objsubid = 0
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend o
                      WHERE o.classid = d.classid AND o.objid = d.objid AND o.objsubid = 0 AND o.deptype IN ('a', 'e', 'i'))
    UNION ALL
    SELECT 'schema' FROM spaces s
    WHERE s.nspname <> 'public'
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                      WHERE e.classid = 'pg_catalog.pg_namespace'::regclass AND e.objid = s.oid AND e.deptype = 'e')
    UNION ALL
    SELECT 'large object' FROM pg_catalog.pg_largeobject_metadata
    UNION ALL
    SELECT 'default privilege' FROM pg_catalog.pg_default_acl
    UNION ALL
    SELECT 'publication' FROM pg_catalog.pg_publication
    UNION ALL
    SELECT 'event trigger' FROM pg_catalog.pg_event_trigger t
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                      WHERE e.classid = 'pg_catalog.pg_event_trigger'::regclass AND e.objid = t.oid AND e.deptype = 'e')
    UNION ALL
    SELECT 'subscription' FROM pg_catalog.pg_subscription s
    JOIN pg_catalog.pg_database d ON d.oid = s.subdbid AND d.datname = pg_catalog.current_database()
    UNION ALL
    -- Numbers below 16384 are those of initdb.
    SELECT (pg_catalog.pg_identify_object(own.class, own.oid, 0)).type
    FROM (SELECT 'pg_catalog.pg_foreign_data_wrapper'::regclass AS class, oid FROM pg_catalog.pg_foreign_data_wrapper
          UNION ALL SELECT 'pg_catalog.pg_am'::regclass, oid FROM pg_catalog.pg_am
          UNION ALL SELECT 'pg_catalog.pg_cast'::regclass, oid FROM pg_catalog.pg_cast
          UNION ALL SELECT 'pg_catalog.pg_transform'::regclass, oid FROM pg_catalog.pg_transform
          UNION ALL SELECT 'pg_catalog.pg_language'::regclass, oid FROM pg_catalog.pg_language) AS own
    WHERE own.oid >= 16384
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                      WHERE e.classid = own.class AND e.objid = own.oid AND e.deptype = 'e')
)
SELECT kind, count(*)::int
FROM described
WHERE kind NOT IN ('default acl', 'extension')
GROUP BY kind
ORDER BY min(CASE kind WHEN 'table' THEN 1 WHEN 'view' THEN 2 WHEN 'materialized view' THEN 3 WHEN 'function' THEN 4 ELSE 5 END), kind
