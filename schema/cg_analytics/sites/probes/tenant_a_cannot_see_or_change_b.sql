-- Row level security of sites: super_admin all, a tenant its own; an artist none; analysts read, admins change.
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
INSERT INTO public."Sites" ("id", "name", "platform", "platformId", "addedBy") VALUES
    ('5eed0000-0000-4000-8000-0000000000a9', 'Probe page A', 'facebook', 'cg-probe-a', '5eed0000-0000-4000-8000-0000000000a1'),
    ('5eed0000-0000-4000-8000-0000000000b9', 'Probe page B', 'facebook', 'cg-probe-b', '5eed0000-0000-4000-8000-0000000000b1');
INSERT INTO public."SiteSettings" ("siteId", "settingKey", "settingValue") SELECT "id", 'probe', right("name", 1) FROM public."Sites" WHERE "platformId" LIKE 'cg-probe-%';
INSERT INTO public."SyncLogs" ("siteId", "syncType", "nextCursor") SELECT "id", 'full', 'probe ' || right("name", 1) FROM public."Sites" WHERE "platformId" LIKE 'cg-probe-%';
INSERT INTO public."WebhookEvents" ("siteId", "platform", "eventType", "eventData") SELECT "id", 'facebook', 'probe ' || right("name", 1), '{}' FROM public."Sites" WHERE "platformId" LIKE 'cg-probe-%';
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
        ('a4', ''),
        ('b1', 'B'),
        ('ff', ''),
        ('', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(right(s."name", 1), ', ' ORDER BY s."name"), '') INTO found FROM public."Sites" s WHERE s."platformId" LIKE 'cg-probe-%';
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
        ('a3', ''),
        ('a4', ''),
        ('b1', 'B'),
        ('', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(s."settingValue", ', ' ORDER BY s."settingValue"), '') INTO found FROM public."SiteSettings" s WHERE s."settingKey" = 'probe';
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
        ('a3', 'A'),
        ('a4', ''),
        ('b1', 'B'),
        ('', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(right(l."nextCursor", 1), ', ' ORDER BY l."nextCursor"), '') INTO found FROM public."SyncLogs" l WHERE l."nextCursor" LIKE 'probe %';
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
        ('a2', ''),
        ('a4', ''),
        ('b1', 'B'),
        ('', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(right(e."eventType", 1), ', ' ORDER BY e."eventType"), '') INTO found FROM public."WebhookEvents" e WHERE e."eventType" LIKE 'probe %';
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
        ('a1', $q$UPDATE public."Sites" SET "syncStatus" = 'paused' WHERE "platformId" = 'cg-probe-b'$q$),
        ('a1', $q$DELETE FROM public."Sites" WHERE "platformId" = 'cg-probe-b'$q$),
        ('a1', $q$UPDATE public."Sites" SET "addedBy" = '5eed0000-0000-4000-8000-0000000000b1' WHERE "platformId" = 'cg-probe-a'$q$),
        ('a1', $q$INSERT INTO public."Sites" ("name", "platform", "platformId", "addedBy") VALUES ('x', 'tiktok', 'cg-probe-x', '5eed0000-0000-4000-8000-0000000000b1')$q$),
        ('a3', $q$UPDATE public."Sites" SET "syncStatus" = 'paused'$q$),
        ('a3', $q$INSERT INTO public."Sites" ("name", "platform", "platformId", "addedBy") VALUES ('x', 'tiktok', 'cg-probe-x', '5eed0000-0000-4000-8000-0000000000a3')$q$),
        ('a2', $q$UPDATE public."SiteSettings" SET "settingValue" = 'x'$q$),
        ('a1', $q$INSERT INTO public."SiteSettings" ("siteId", "settingKey") VALUES ('5eed0000-0000-4000-8000-0000000000b9', 'mine')$q$),
        ('a1', $q$UPDATE public."SyncLogs" SET "nextCursor" = 'x'$q$),
        ('a1', $q$DELETE FROM public."WebhookEvents"$q$)
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
        ('a1', $q$INSERT INTO public."Sites" ("name", "platform", "platformId", "addedBy") VALUES ('x', 'tiktok', 'cg-probe-x', '5eed0000-0000-4000-8000-0000000000a1') RETURNING "id"$q$),
        ('a1', $q$UPDATE public."Sites" SET "syncStatus" = 'paused' WHERE "platformId" = 'cg-probe-a' RETURNING "id"$q$),
        ('a1', $q$SELECT FROM public."setValue"('5eed0000-0000-4000-8000-0000000000a9', 'mine', 'true')$q$),
        ('01', $q$UPDATE public."Sites" SET "syncStatus" = 'paused' WHERE "platformId" = 'cg-probe-b' RETURNING "id"$q$)
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
