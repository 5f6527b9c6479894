-- Row level security of accounts: super_admin sees all, an admin his tenant, everybody else himself; who is inactive, unknown
-- or nobody sees nothing.
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
INSERT INTO public."Users" ("id", "username", "email", "password", "role", "isActive") VALUES
    ('5eed0000-0000-4000-8000-0000000000e1', 'probe-off', 'probe-off@cg.invalid', '$2b$10$' || repeat('a', 53), 'super_admin', false);
INSERT INTO public."ApiKeys" ("userId", "name", "keyPrefix", "keyHash") VALUES
    ('5eed0000-0000-4000-8000-0000000000a2', 'editor A', 'cga_live', repeat('1', 64)),
    ('5eed0000-0000-4000-8000-0000000000b1', 'admin B',  'cga_live', repeat('2', 64));
DO $$
DECLARE
    actor  text;
    wanted text;
    found  text;
BEGIN
    FOR actor, wanted IN VALUES
        ('01', 'admin-a, admin-b, artist-a, editor-a, off, reader-a, super'),
        ('a1', 'admin-a, artist-a, editor-a, reader-a'),
        ('a2', 'editor-a'),
        ('a3', 'reader-a'),
        ('a4', 'artist-a'),
        ('b1', 'admin-b'),
        ('e1', ''),
        ('ff', ''),
        ('', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(substr(u."username", 7), ', ' ORDER BY u."username"), '') INTO found FROM public."Users" u WHERE u."username" LIKE 'probe-%';
        RESET ROLE;
        IF found IS DISTINCT FROM wanted THEN
            RAISE EXCEPTION 'expected user % to see %, found %', quote_literal(actor), quote_literal(wanted), quote_literal(found);
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
        ('01', 'A, B'),
        ('a1', 'A'),
        ('a2', 'A'),
        ('a3', 'A'),
        ('a4', 'A'),
        ('b1', 'B'),
        ('e1', ''),
        ('', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(right(a."name", 1), ', ' ORDER BY a."name"), '') INTO found FROM public."Artists" a WHERE a."name" LIKE 'Probe artist %';
        RESET ROLE;
        IF found IS DISTINCT FROM wanted THEN
            RAISE EXCEPTION 'expected user % to see %, found %', quote_literal(actor), quote_literal(wanted), quote_literal(found);
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
        ('01', 'admin B, editor A'),
        ('a1', 'editor A'),
        ('a2', 'editor A'),
        ('a3', ''),
        ('b1', 'admin B')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(k."name", ', ' ORDER BY k."name"), '') INTO found FROM public."ApiKeys" k WHERE k."keyPrefix" = 'cga_live';
        RESET ROLE;
        IF found IS DISTINCT FROM wanted THEN
            RAISE EXCEPTION 'expected user % to see %, found %', quote_literal(actor), quote_literal(wanted), quote_literal(found);
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
        ('a1', $q$UPDATE public."Users" SET "lastLogin" = now() WHERE "username" = 'probe-admin-b'$q$),
        ('a1', $q$DELETE FROM public."Users" WHERE "username" = 'probe-admin-b'$q$),
        ('a1', $q$UPDATE public."Artists" SET "royaltyRate" = 99 WHERE "name" = 'Probe artist B'$q$),
        ('a1', $q$UPDATE public."Artists" SET "addedBy" = '5eed0000-0000-4000-8000-0000000000b1' WHERE "name" = 'Probe artist A'$q$),
        ('a1', $q$INSERT INTO public."Artists" ("name", "addedBy") VALUES ('Probe artist C', '5eed0000-0000-4000-8000-0000000000b1')$q$),
        ('a3', $q$INSERT INTO public."Artists" ("name", "addedBy") VALUES ('Probe artist C', '5eed0000-0000-4000-8000-0000000000a1')$q$),
        ('a4', $q$UPDATE public."Artists" SET "royaltyRate" = 99$q$),
        ('a1', $q$INSERT INTO public."ApiKeys" ("userId", "name", "keyPrefix", "keyHash") VALUES ('5eed0000-0000-4000-8000-0000000000a2', 'x', 'cga_live', repeat('3', 64))$q$),
        ('a1', $q$UPDATE public."ApiKeys" SET "keyHash" = repeat('4', 64) WHERE "name" = 'editor A'$q$),
        ('a2', $q$UPDATE public."ApiKeys" SET "userId" = '5eed0000-0000-4000-8000-0000000000a1' WHERE "name" = 'editor A'$q$)
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
        ('a1', $q$INSERT INTO public."Artists" ("name", "addedBy") VALUES ('Probe artist C', '5eed0000-0000-4000-8000-0000000000a1') RETURNING "id"$q$),
        ('a2', $q$UPDATE public."Artists" SET "royaltyRate" = 40 WHERE "name" = 'Probe artist A'$q$),
        ('a1', $q$DELETE FROM public."ApiKeys" WHERE "name" = 'editor A'$q$),
        ('a2', $q$INSERT INTO public."ApiKeys" ("userId", "name", "keyPrefix", "keyHash") VALUES ('5eed0000-0000-4000-8000-0000000000a2', 'x', 'cga_live', repeat('3', 64)) RETURNING "id"$q$),
        ('01', $q$UPDATE public."Artists" SET "royaltyRate" = 30 WHERE "name" = 'Probe artist B'$q$)
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
