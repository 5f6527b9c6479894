-- Drop all that a restore would collide with. The schema public stays, its grants as initdb made them. Extensions of others
-- stay, too: a restore takes them as they are. Default privileges go, or they would be added to what the backup brings.
DO $clean$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT evtname AS name FROM pg_catalog.pg_event_trigger t
               WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                                 WHERE e.classid = 'pg_catalog.pg_event_trigger'::regclass
                                   AND e.objid = t.oid AND e.deptype = 'e') LOOP
        EXECUTE pg_catalog.format('DROP EVENT TRIGGER %I', one.name);
    END LOOP;
    FOR one IN SELECT pubname AS name FROM pg_catalog.pg_publication LOOP
        EXECUTE pg_catalog.format('DROP PUBLICATION %I', one.name);
    END LOOP;
    -- Without its slot, which stays at the publisher: only then can a subscription go in a transaction, and its tables after it.
    FOR one IN SELECT s.subname AS name FROM pg_catalog.pg_subscription s
               JOIN pg_catalog.pg_database d ON d.oid = s.subdbid AND d.datname = pg_catalog.current_database() LOOP
        EXECUTE pg_catalog.format('ALTER SUBSCRIPTION %I DISABLE', one.name);
        EXECUTE pg_catalog.format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', one.name);
        EXECUTE pg_catalog.format('DROP SUBSCRIPTION %I', one.name);
    END LOOP;
    FOR one IN SELECT extname AS name FROM pg_catalog.pg_extension
               WHERE extname <> 'plpgsql' AND pg_catalog.pg_has_role(extowner, 'USAGE') LOOP
        EXECUTE pg_catalog.format('DROP EXTENSION IF EXISTS %I CASCADE', one.name);
    END LOOP;
    FOR one IN SELECT nspname AS name FROM pg_catalog.pg_namespace n
               WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'public')
                 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                                 WHERE e.classid = 'pg_catalog.pg_namespace'::regclass
                                   AND e.objid = n.oid AND e.deptype = 'e') LOOP
        EXECUTE pg_catalog.format('DROP SCHEMA %I CASCADE', one.name);
    END LOOP;
    FOR one IN SELECT named.type, named.identity
               FROM pg_catalog.pg_depend d
               JOIN pg_catalog.pg_namespace n
                 ON d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid AND n.nspname = 'public'
               CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS named
               WHERE d.deptype = 'n' AND d.objsubid = 0 AND named.type NOT IN ('default acl', 'extension')
                 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                                 WHERE e.classid = d.classid AND e.objid = d.objid AND e.objsubid = 0
                                   AND e.deptype IN ('a', 'e', 'i')) LOOP
        -- One that went before may have taken it along: then it has no name any more, or still has where it was read early.
        CONTINUE WHEN one.identity IS NULL;
        EXECUTE pg_catalog.format('DROP %s IF EXISTS %s CASCADE',
                                  CASE one.type WHEN 'statistics object' THEN 'statistics' ELSE one.type END, one.identity);
    END LOOP;
    -- What belongs to no schema. Numbers below 16384 are those of initdb.
    FOR one IN SELECT pg_catalog.replace(named.type, '-', ' ') AS type, named.identity
               FROM (SELECT 'pg_catalog.pg_foreign_data_wrapper'::regclass AS class, oid FROM pg_catalog.pg_foreign_data_wrapper
                     UNION ALL SELECT 'pg_catalog.pg_am'::regclass, oid FROM pg_catalog.pg_am
                     UNION ALL SELECT 'pg_catalog.pg_cast'::regclass, oid FROM pg_catalog.pg_cast
                     UNION ALL SELECT 'pg_catalog.pg_transform'::regclass, oid FROM pg_catalog.pg_transform
                     UNION ALL SELECT 'pg_catalog.pg_language'::regclass, oid FROM pg_catalog.pg_language) AS own
               CROSS JOIN LATERAL pg_catalog.pg_identify_object(own.class, own.oid, 0) AS named
               WHERE own.oid >= 16384
                 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                                 WHERE e.classid = own.class AND e.objid = own.oid AND e.deptype = 'e') LOOP
        CONTINUE WHEN one.identity IS NULL;
        EXECUTE pg_catalog.format('DROP %s IF EXISTS %s CASCADE', one.type, one.identity);
    END LOOP;
    FOR one IN SELECT DISTINCT pg_catalog.format('ALTER DEFAULT PRIVILEGES FOR ROLE %s', d.defaclrole::regrole)
                      || CASE WHEN d.defaclnamespace = 0 THEN '' ELSE ' IN SCHEMA ' || d.defaclnamespace::regnamespace END AS scope,
                      CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                           WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS kind,
                      d.defaclnamespace = 0 AS everywhere, d.defaclrole::regrole::text AS role,
                      ARRAY(SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
                            FROM pg_catalog.aclexplode(d.defaclacl) AS a) AS grantees
               FROM pg_catalog.pg_default_acl d LOOP
        IF one.grantees <> '{}' THEN
            EXECUTE one.scope || ' REVOKE ALL ON ' || one.kind || ' FROM ' || pg_catalog.array_to_string(one.grantees, ', ');
        END IF;
        IF one.everywhere THEN
            EXECUTE one.scope || ' GRANT ALL ON ' || one.kind || ' TO ' || one.role
                    || CASE WHEN one.kind IN ('FUNCTIONS', 'TYPES') THEN ', PUBLIC' ELSE '' END;
        END IF;
    END LOOP;
    FOR one IN SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS grantee
               FROM pg_catalog.pg_namespace n
               CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) AS a
               WHERE n.nspname = 'public' AND a.grantee <> n.nspowner LOOP
        EXECUTE 'REVOKE ALL ON SCHEMA public FROM ' || one.grantee;
    END LOOP;
    FOR one IN SELECT a.privilege_type AS privilege,
                      CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS grantee
               FROM pg_catalog.pg_init_privs i
               JOIN pg_catalog.pg_namespace n
                 ON i.classoid = 'pg_catalog.pg_namespace'::regclass AND i.objoid = n.oid AND n.nspname = 'public'
               CROSS JOIN LATERAL pg_catalog.aclexplode(i.initprivs) AS a
               WHERE a.grantee <> n.nspowner LOOP
        EXECUTE 'GRANT ' || one.privilege || ' ON SCHEMA public TO ' || one.grantee;
    END LOOP;
    PERFORM pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata;
END
$clean$;
