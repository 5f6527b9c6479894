-- Row level security of metrics: they are seen by who sees their post; an artist sees the deltas that were his. Partitions
-- cannot be read by themselves.
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
INSERT INTO public."Snapshots" ("postId", "snapshotDate") SELECT p."postId", now() FROM public."Posts" p WHERE p."postId" LIKE 'facebook_cgprobe_%';
INSERT INTO public."Snapshots" ("postId", "snapshotDate") SELECT p."postId", timestamptz '1990-01-01' FROM public."Posts" p WHERE p."postId" LIKE 'facebook_cgprobe_%';
DO $$
BEGIN
    PERFORM public."archiveSnapshots"('1990-02-01');
END
$$;
INSERT INTO public."Deltas" ("postId", "fromDate", "toDate", "period", "artistId") SELECT p."postId", now() - interval '1 day', now(), 'daily', p."artistId" FROM public."Posts" p WHERE p."postId" LIKE 'facebook_cgprobe_%';
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
        SELECT coalesce(string_agg(right(s."postId", 2), ', ' ORDER BY s."postId"), '') INTO found FROM public."Snapshots" s WHERE s."postId" LIKE 'facebook_cgprobe_%';
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
        ('01', 'a1, a2, a3, b1'),
        ('a1', 'a1, a2, a3'),
        ('a4', 'a1, a3'),
        ('b1', 'b1'),
        ('', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(right(s."postId", 2), ', ' ORDER BY s."postId"), '') INTO found FROM public."SnapshotsArchive" s WHERE s."postId" LIKE 'facebook_cgprobe_%';
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
        ('01', 'a1, a2, a3, b1'),
        ('a1', 'a1, a2, a3'),
        ('a4', 'a1, a3'),
        ('b1', 'b1'),
        ('', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(right(d."postId", 2), ', ' ORDER BY d."postId"), '') INTO found FROM public."Deltas" d WHERE d."postId" LIKE 'facebook_cgprobe_%';
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
        ('a1', $q$UPDATE public."Snapshots" SET "views" = 1 WHERE "postId" = 'facebook_cgprobe_b1'$q$),
        ('a2', $q$UPDATE public."Snapshots" SET "postId" = 'facebook_cgprobe_b1', "snapshotDate" = now() - interval '1 hour' WHERE "postId" = 'facebook_cgprobe_a1'$q$),
        ('a2', $q$INSERT INTO public."Snapshots" ("postId", "snapshotDate") VALUES ('facebook_cgprobe_b1', now() - interval '1 hour')$q$),
        ('a3', $q$INSERT INTO public."Snapshots" ("postId", "snapshotDate") VALUES ('facebook_cgprobe_a1', now() - interval '1 hour')$q$),
        ('a4', $q$UPDATE public."Snapshots" SET "lifetimeEarnings" = 1000000$q$),
        ('01', $q$DELETE FROM public."Snapshots"$q$),
        ('01', $q$UPDATE public."Deltas" SET "earningsDelta" = 1$q$),
        ('01', $q$INSERT INTO cg_analytics_partitions."Snapshots_default" ("postId", "snapshotDate") VALUES ('facebook_cgprobe_a1', 'epoch')$q$)
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
        ('a2', $q$INSERT INTO public."Snapshots" ("postId", "snapshotDate") VALUES ('facebook_cgprobe_a1', now() - interval '1 hour') RETURNING "id"$q$),
        ('a2', $q$INSERT INTO public."Snapshots" ("postId", "snapshotDate") VALUES ('facebook_cgprobe_a3', now() - interval '1 hour') RETURNING "id"$q$),
        ('a2', $q$INSERT INTO public."Snapshots" ("postId", "snapshotDate", "views") VALUES ('facebook_cgprobe_a1', now(), 7) ON CONFLICT ("postId", "snapshotDate") DO UPDATE SET "views" = EXCLUDED."views"$q$),
        ('01', $q$INSERT INTO public."Snapshots" ("postId", "snapshotDate") VALUES ('facebook_cgprobe_b1', now() - interval '1 hour') RETURNING "id"$q$)
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
-- A post that changes hands: the new artist does not see what the old one earned by it.
UPDATE public."Posts" SET "artistId" = '5eed0000-0000-4000-8000-0000000000aa' WHERE "postId" = 'facebook_cgprobe_b1';
DO $$
DECLARE
    actor  text;
    wanted text;
    found  text;
BEGIN
    FOR actor, wanted IN VALUES
        ('a4', 'a1, a3')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(right(d."postId", 2), ', ' ORDER BY d."postId"), '') INTO found FROM public."Deltas" d WHERE d."postId" LIKE 'facebook_cgprobe_%';
        RESET ROLE;
        IF found IS DISTINCT FROM wanted THEN
            RAISE EXCEPTION 'expected user % to see %, found %', quote_literal(actor), quote_literal(wanted), quote_literal(found);
        END IF;
    END LOOP;
END
$$;
