-- StreamVibe, phase 0, undone: drops what carries the comment 'Made by cfdb …', in reverse, without CASCADE.
-- Whatever the server brought itself stays as it is.

-- Vault, with every secret in it.
DO $drop$
BEGIN
    IF obj_description(to_regclass('vault.secrets'), 'pg_class') LIKE 'Made by cfdb%' THEN
        DROP FUNCTION vault.update_secret(uuid, text, text, text, uuid);
        DROP FUNCTION vault.create_secret(text, text, text, uuid);
        DROP VIEW vault.decrypted_secrets;
        DROP TABLE vault.secrets;
    END IF;
    IF obj_description(to_regnamespace('vault')::oid, 'pg_namespace') LIKE 'Made by cfdb%' THEN
        DROP SCHEMA vault;
    END IF;
END
$drop$;

-- Functions of the JWT.
DO $drop$
DECLARE
    signature text;
BEGIN
    FOREACH signature IN ARRAY ARRAY['auth.email()', 'auth.role()', 'auth.uid()', 'auth.jwt()'] LOOP
        IF obj_description(to_regprocedure(signature), 'pg_proc') LIKE 'Made by cfdb%' THEN
            EXECUTE 'DROP FUNCTION ' || signature;
        END IF;
    END LOOP;
END
$drop$;

-- The rights in schema public that were given, then auth.users, whose comment names the roles that got them. They were
-- given by its owner, who may be another role than the one that rolls back.
DO $drop$
DECLARE
    note     constant text := obj_description(to_regclass('auth.users'), 'pg_class');
    maker    constant text := (SELECT relowner::regrole::text FROM pg_catalog.pg_class WHERE oid = to_regclass('auth.users'));
    api_role text;
BEGIN
    IF note IS NULL OR note NOT LIKE 'Made by cfdb%' THEN
        RETURN;
    END IF;
    FOREACH api_role IN ARRAY string_to_array(trim(substring(note FROM '[^:]*$')), ', ') LOOP
        CONTINUE WHEN to_regrole(api_role) IS NULL;
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %s IN SCHEMA public REVOKE ALL ON FUNCTIONS FROM %I', maker, api_role);
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %s IN SCHEMA public REVOKE ALL ON SEQUENCES FROM %I', maker, api_role);
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %s IN SCHEMA public REVOKE ALL ON TABLES FROM %I', maker, api_role);
        EXECUTE format('REVOKE USAGE ON SCHEMA public FROM %I', api_role);
    END LOOP;
    DROP TABLE auth.users;
END
$drop$;

DO $drop$
BEGIN
    IF obj_description(to_regnamespace('auth')::oid, 'pg_namespace') LIKE 'Made by cfdb%' THEN
        DROP SCHEMA auth;
    END IF;
END
$drop$;

-- Roles. DROP ROLE refuses while anything in any database of the server depends on the role: then it stays, and the
-- last database that rolls back takes it along. (Two databases that roll back in the same moment each see the other
-- one's grants and both leave it; the next rollback drops it.)
DO $drop$
DECLARE
    api_role text;
    why      text;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
        CONTINUE WHEN coalesce(shobj_description(to_regrole(api_role)::oid, 'pg_authid'), '') NOT LIKE 'Made by cfdb%';
        BEGIN
            EXECUTE format('DROP ROLE %I', api_role);
        EXCEPTION
            WHEN dependent_objects_still_exist THEN
                GET STACKED DIAGNOSTICS why = PG_EXCEPTION_DETAIL;
                RAISE NOTICE 'role % is kept: %', api_role, why;
                -- We were made a member to act as it in this database. Keep that only for other databases of ours.
                IF NOT EXISTS (SELECT FROM pg_catalog.pg_shdepend s
                                 JOIN pg_catalog.pg_database d ON d.oid = s.dbid
                                WHERE s.refclassid = 'pg_catalog.pg_authid'::regclass
                                  AND s.refobjid = to_regrole(api_role)
                                  AND d.datname <> current_database()
                                  AND d.datdba = to_regrole(quote_ident(current_user)))
                   AND EXISTS (SELECT FROM pg_catalog.pg_auth_members m
                                WHERE m.roleid = to_regrole(api_role)
                                  AND m.member = to_regrole(quote_ident(current_user))
                                  AND m.grantor = to_regrole(quote_ident(current_user)))
                THEN
                    EXECUTE format('REVOKE %I FROM CURRENT_USER', api_role);
                END IF;
            WHEN insufficient_privilege THEN
                RAISE NOTICE 'role % is kept: it was made by another role, % may not drop it', api_role, current_user;
            WHEN undefined_object THEN
                NULL;  -- dropped by another database's rollback while we waited
        END;
    END LOOP;
END
$drop$;
