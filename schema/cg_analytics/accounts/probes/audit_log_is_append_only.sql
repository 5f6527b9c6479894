-- The audit log is added to; not even its owner changes or empties it, and who is in it is deactivated, not deleted. The
-- application writes in the current user's name only.
INSERT INTO public."Users" ("id", "username", "email", "password", "role", "tenantId")
SELECT v.id::uuid, 'probe-' || v.name, 'probe-' || v.name || '@cg.invalid', '$2b$10$' || repeat('a', 53), v.role::public."enum_Users_role", v.tenant::uuid
  FROM (VALUES
        ('5eed0000-0000-4000-8000-000000000001', 'super',    'super_admin', NULL),
        ('5eed0000-0000-4000-8000-0000000000a1', 'admin-a',  'admin',       NULL),
        ('5eed0000-0000-4000-8000-0000000000a2', 'editor-a', 'editor',      '5eed0000-0000-4000-8000-0000000000a1'),
        ('5eed0000-0000-4000-8000-0000000000a3', 'reader-a', 'analyst',     '5eed0000-0000-4000-8000-0000000000a1'),
        ('5eed0000-0000-4000-8000-0000000000b1', 'admin-b',  'admin',       NULL)
       ) AS v (id, name, role, tenant);
INSERT INTO public."Artists" ("id", "name", "royaltyRate", "addedBy") VALUES
    ('5eed0000-0000-4000-8000-0000000000aa', 'Probe artist A', 50, '5eed0000-0000-4000-8000-0000000000a1'),
    ('5eed0000-0000-4000-8000-0000000000ba', 'Probe artist B', 50, '5eed0000-0000-4000-8000-0000000000b1');
INSERT INTO public."Users" ("id", "username", "email", "password", "role", "tenantId", "artistId") VALUES
    ('5eed0000-0000-4000-8000-0000000000a4', 'probe-artist-a', 'probe-artist-a@cg.invalid', '$2b$10$' || repeat('a', 53), 'artist',
     '5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-0000000000aa');
INSERT INTO public."AuditLogs" ("userId", "action", "entityType") VALUES ('5eed0000-0000-4000-8000-0000000000a1', 'probe', 'probe');
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$UPDATE public."AuditLogs" SET "action" = 'forged' WHERE "entityType" = 'probe'$q$,
        $q$DELETE FROM public."AuditLogs" WHERE "entityType" = 'probe'$q$,
        $q$TRUNCATE public."AuditLogs"$q$,
        $q$SET LOCAL ROLE cg_analytics_app; DELETE FROM public."AuditLogs"$q$,
        $q$SET LOCAL ROLE cg_analytics_worker; UPDATE public."AuditLogs" SET "action" = 'forged'$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN insufficient_privilege THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$DELETE FROM public."Users" WHERE "username" = 'probe-admin-a'$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN foreign_key_violation OR restrict_violation THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;
DO $$
DECLARE
    actor   text;
    attempt text;
    n       bigint;
BEGIN
    FOR actor, attempt IN VALUES
        ('a1', $q$INSERT INTO public."AuditLogs" ("userId", "action", "entityType") VALUES ('5eed0000-0000-4000-8000-0000000000b1', 'forged', 'probe')$q$)
    LOOP
        PERFORM set_config('app.user_id', '5eed0000-0000-4000-8000-0000000000' || actor, true);
        SET LOCAL ROLE cg_analytics_app;
        n := 0;
        BEGIN
            EXECUTE attempt;
            GET DIAGNOSTICS n = ROW_COUNT;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
        RESET ROLE;
        IF n > 0 THEN
            RAISE EXCEPTION 'expected user % to change nothing, changed % row(s) by: %', actor, n, attempt;
        END IF;
    END LOOP;
END
$$;
DO $$
DECLARE
    actor   text;
    attempt text;
    n       bigint;
BEGIN
    FOR actor, attempt IN VALUES
        ('a1', $q$INSERT INTO public."AuditLogs" ("userId", "action", "entityType") VALUES ('5eed0000-0000-4000-8000-0000000000a1', 'export', 'probe')$q$)
    LOOP
        PERFORM set_config('app.user_id', '5eed0000-0000-4000-8000-0000000000' || actor, true);
        SET LOCAL ROLE cg_analytics_app;
        EXECUTE attempt;
        GET DIAGNOSTICS n = ROW_COUNT;
        RESET ROLE;
        IF n <> 1 THEN
            RAISE EXCEPTION 'expected user % to change one row, changed % by: %', actor, n, attempt;
        END IF;
    END LOOP;
END
$$;
DO $$
DECLARE
    actor  text;
    wanted text;
    found  text;
BEGIN
    FOR actor, wanted IN VALUES
        ('01', 'export, probe'),
        ('a1', 'export, probe'),
        ('a2', ''),
        ('b1', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(l."action", ', ' ORDER BY l."action"), '') INTO found FROM public."AuditLogs" l WHERE l."entityType" = 'probe';
        RESET ROLE;
        IF found IS DISTINCT FROM wanted THEN
            RAISE EXCEPTION 'expected user % to see %, found %', quote_literal(actor), quote_literal(wanted), quote_literal(found);
        END IF;
    END LOOP;
END
$$;
