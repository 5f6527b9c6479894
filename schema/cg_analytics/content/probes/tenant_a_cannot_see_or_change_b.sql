-- Row level security of posts: super_admin all, a tenant those of its sites and, without a site, of its artists; an artist
-- his own, and only to read; editors write within their tenant.
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
INSERT INTO public."Posts" ("postId", "title", "postType", "platform", "dataSource", "siteId", "artistId", "publishTime") VALUES
    ('facebook_cgprobe_a1', 'A, artist''s',        'Video', 'facebook', 'facebook', '5eed0000-0000-4000-8000-0000000000a9', '5eed0000-0000-4000-8000-0000000000aa', now() - interval '3 days'),
    ('facebook_cgprobe_a2', 'A, nobody''s',        'Photo', 'facebook', 'facebook', '5eed0000-0000-4000-8000-0000000000a9', NULL, now() - interval '2 days'),
    ('facebook_cgprobe_a3', 'A, artist''s, a file', 'Video', 'facebook', 'csv',      NULL, '5eed0000-0000-4000-8000-0000000000aa', now() - interval '1 day'),
    ('facebook_cgprobe_b1', 'B, artist''s',        'Video', 'facebook', 'facebook', '5eed0000-0000-4000-8000-0000000000b9', '5eed0000-0000-4000-8000-0000000000ba', now());
DO $$
DECLARE
    actor  text;
    wanted text;
    found  text;
BEGIN
    FOR actor, wanted IN VALUES
        ('01', 'a1, a2, a3, b1'),
        ('a1', 'a1, a2, a3'),
        ('a2', 'a1, a2, a3'),
        ('a3', 'a1, a2, a3'),
        ('a4', 'a1, a3'),
        ('b1', 'b1'),
        ('ff', ''),
        ('', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(right(p."postId", 2), ', ' ORDER BY p."postId"), '') INTO found FROM public."Posts" p WHERE p."postId" LIKE 'facebook_cgprobe_%';
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
        ('a1', $q$UPDATE public."Posts" SET "title" = 'x' WHERE "postId" = 'facebook_cgprobe_b1'$q$),
        ('a1', $q$DELETE FROM public."Posts" WHERE "postId" = 'facebook_cgprobe_b1'$q$),
        ('a2', $q$UPDATE public."Posts" SET "siteId" = '5eed0000-0000-4000-8000-0000000000b9' WHERE "postId" = 'facebook_cgprobe_a1'$q$),
        ('a2', $q$UPDATE public."Posts" SET "artistId" = '5eed0000-0000-4000-8000-0000000000ba' WHERE "postId" = 'facebook_cgprobe_a1'$q$),
        ('a2', $q$UPDATE public."Posts" SET "siteId" = NULL WHERE "postId" = 'facebook_cgprobe_a2'$q$),
        ('a2', $q$INSERT INTO public."Posts" ("postId", "postType", "platform", "siteId") VALUES ('facebook_cgprobe_x', 'Text', 'facebook', '5eed0000-0000-4000-8000-0000000000b9')$q$),
        ('a2', $q$INSERT INTO public."Posts" ("postId", "postType", "platform") VALUES ('facebook_cgprobe_x', 'Text', 'facebook')$q$),
        ('a2', $q$INSERT INTO public."Posts" ("postId", "postType", "platform", "siteId") VALUES ('facebook_cgprobe_b1', 'Text', 'facebook', '5eed0000-0000-4000-8000-0000000000a9') ON CONFLICT ("postId") DO UPDATE SET "title" = 'x'$q$),
        ('a2', $q$DELETE FROM public."Posts"$q$),
        ('a3', $q$UPDATE public."Posts" SET "title" = 'x'$q$),
        ('a4', $q$UPDATE public."Posts" SET "title" = 'x'$q$),
        ('a4', $q$INSERT INTO public."Posts" ("postId", "postType", "platform", "artistId") VALUES ('facebook_cgprobe_x', 'Text', 'facebook', '5eed0000-0000-4000-8000-0000000000aa')$q$)
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
        ('a2', $q$UPDATE public."Posts" SET "title" = 'x' WHERE "postId" = 'facebook_cgprobe_a1' RETURNING "postId"$q$),
        ('a2', $q$INSERT INTO public."Posts" ("postId", "postType", "platform", "siteId", "artistId") VALUES ('facebook_cgprobe_x', 'Text', 'facebook', '5eed0000-0000-4000-8000-0000000000a9', '5eed0000-0000-4000-8000-0000000000aa') RETURNING "postId"$q$),
        ('a2', $q$INSERT INTO public."Posts" ("postId", "postType", "platform", "artistId") VALUES ('facebook_cgprobe_y', 'Text', 'facebook', '5eed0000-0000-4000-8000-0000000000aa') RETURNING "postId"$q$),
        ('a1', $q$DELETE FROM public."Posts" WHERE "postId" = 'facebook_cgprobe_x'$q$),
        ('01', $q$UPDATE public."Posts" SET "title" = 'x' WHERE "postId" = 'facebook_cgprobe_b1'$q$)
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
