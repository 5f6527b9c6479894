-- Rights: nobody gives himself a role, a tenant or an artist; an admin makes users of his tenant and never a super_admin;
-- everybody changes his own password.
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
DO $$
DECLARE
    actor   text;
    attempt text;
    n       bigint;
BEGIN
    FOR actor, attempt IN VALUES
        ('a2', $q$UPDATE public."Users" SET "role" = 'super_admin' WHERE "username" = 'probe-editor-a'$q$),
        ('a2', $q$UPDATE public."Users" SET "role" = 'admin' WHERE "username" = 'probe-editor-a'$q$),
        ('a2', $q$UPDATE public."Users" SET "tenantId" = '5eed0000-0000-4000-8000-0000000000b1' WHERE "username" = 'probe-editor-a'$q$),
        ('a2', $q$UPDATE public."Users" SET "tenantId" = NULL WHERE "username" = 'probe-editor-a'$q$),
        ('a4', $q$UPDATE public."Users" SET "artistId" = '5eed0000-0000-4000-8000-0000000000ba' WHERE "username" = 'probe-artist-a'$q$),
        ('a2', $q$UPDATE public."Users" SET "lastLogin" = now() WHERE "username" = 'probe-reader-a'$q$),
        ('a1', $q$UPDATE public."Users" SET "role" = 'super_admin' WHERE "username" = 'probe-admin-a'$q$),
        ('a1', $q$UPDATE public."Users" SET "role" = 'super_admin' WHERE "username" = 'probe-editor-a'$q$),
        ('a1', $q$UPDATE public."Users" SET "tenantId" = '5eed0000-0000-4000-8000-0000000000b1' WHERE "username" = 'probe-editor-a'$q$),
        ('a1', $q$UPDATE public."Users" SET "artistId" = '5eed0000-0000-4000-8000-0000000000ba' WHERE "username" = 'probe-artist-a'$q$),
        ('a1', $q$INSERT INTO public."Users" ("username", "email", "password", "role", "tenantId") VALUES ('probe-x', 'probe-x@cg.invalid', '$2b$10$' || repeat('a', 53), 'super_admin', '5eed0000-0000-4000-8000-0000000000a1')$q$),
        ('a1', $q$INSERT INTO public."Users" ("username", "email", "password", "role", "tenantId") VALUES ('probe-x', 'probe-x@cg.invalid', '$2b$10$' || repeat('a', 53), 'admin', '5eed0000-0000-4000-8000-0000000000b1')$q$),
        ('a1', $q$INSERT INTO public."Users" ("username", "email", "password", "role") VALUES ('probe-x', 'probe-x@cg.invalid', '$2b$10$' || repeat('a', 53), 'admin')$q$),
        ('a2', $q$INSERT INTO public."Users" ("username", "email", "password", "role", "tenantId") VALUES ('probe-x', 'probe-x@cg.invalid', '$2b$10$' || repeat('a', 53), 'analyst', '5eed0000-0000-4000-8000-0000000000a1')$q$)
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
        ('a2', $q$UPDATE public."Users" SET "password" = '$2b$10$' || repeat('b', 53), "lastLogin" = now() WHERE "username" = 'probe-editor-a'$q$),
        ('a4', $q$UPDATE public."Users" SET "password" = '$2b$10$' || repeat('b', 53) WHERE "username" = 'probe-artist-a'$q$),
        ('a1', $q$UPDATE public."Users" SET "role" = 'admin' WHERE "username" = 'probe-editor-a'$q$),
        ('a1', $q$UPDATE public."Users" SET "isActive" = false WHERE "username" = 'probe-reader-a'$q$),
        ('a1', $q$INSERT INTO public."Users" ("username", "email", "password", "role", "tenantId") VALUES ('probe-x', 'probe-x@cg.invalid', '$2b$10$' || repeat('a', 53), 'analyst', '5eed0000-0000-4000-8000-0000000000a1') RETURNING "id"$q$),
        ('01', $q$UPDATE public."Users" SET "role" = 'super_admin' WHERE "username" = 'probe-admin-b'$q$)
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
