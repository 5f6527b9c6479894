-- Materialized views: correct sums, a unique index each, refreshed concurrently, by the worker; the application reads them
-- through views that show a tenant its own rows.
SELECT 'expected a unique index that lets ' || c.relname || ' be refreshed concurrently, found none'
  FROM pg_catalog.pg_class c
 WHERE c.relkind = 'm' AND c.relnamespace = 'public'::regnamespace
   AND c.relname IN ('PostPerformance', 'SiteDailyMetrics', 'ArtistEarnings')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indisvalid);
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
INSERT INTO public."Snapshots" ("postId", "snapshotDate", "lifetimeEarnings", "lifetimeQualifiedViews", "views", "reactions", "comments") VALUES
    ('facebook_cgprobe_a1', '2020-05-04 08:00+00', 1.00, 1000, 1500, 10, 1),
    ('facebook_cgprobe_a1', '2020-05-04 20:00+00', 2.00, 2000, 2500, 20, 2),
    ('facebook_cgprobe_a2', '2020-05-04 09:00+00', 0.50, 100,  3000000000, 5, NULL),
    ('facebook_cgprobe_a3', '2020-05-04 09:00+00', 4.00, 100,  200, NULL, NULL),
    ('facebook_cgprobe_b1', '2020-05-05 09:00+00', 9.00, 0,    NULL, NULL, NULL);
INSERT INTO public."Deltas" ("postId", "fromDate", "toDate", "period", "artistId", "earningsDelta", "qualifiedViewsDelta", "viewsDelta") VALUES
    ('facebook_cgprobe_a1', '2020-05-03', '2020-05-04', 'daily',   '5eed0000-0000-4000-8000-0000000000aa', 1.00, 1000, 1500),
    ('facebook_cgprobe_a3', '2020-05-04', '2020-05-05', 'daily',   '5eed0000-0000-4000-8000-0000000000aa', 0.50, 500,  500),
    ('facebook_cgprobe_a1', '2020-04-05', '2020-05-05', 'monthly', '5eed0000-0000-4000-8000-0000000000aa', 1.25, 1000, 1500),
    ('facebook_cgprobe_b1', '2020-05-04', '2020-05-05', 'daily',   '5eed0000-0000-4000-8000-0000000000ba', 7.00, 1, 1);
REFRESH MATERIALIZED VIEW CONCURRENTLY public."PostPerformance";
REFRESH MATERIALIZED VIEW CONCURRENTLY public."SiteDailyMetrics";
REFRESH MATERIALIZED VIEW CONCURRENTLY public."ArtistEarnings";
SELECT 'PostPerformance: expected the latest snapshot, found ' || v::text FROM public."PostPerformance" v
 WHERE v."postId" = 'facebook_cgprobe_a1'
   AND (v."lifetimeEarnings", v."views", v."engagements", v."earningsPerThousandViews") IS DISTINCT FROM (2.00, 2500, 22, 1.0000);
SELECT 'SiteDailyMetrics: expected the last of the day of two posts, found ' || coalesce(string_agg(v::text, '; '), 'none') FROM public."SiteDailyMetrics" v
 WHERE v."siteId" = '5eed0000-0000-4000-8000-0000000000a9'
HAVING count(*) <> 1 OR bool_or((v."date", v."posts", v."lifetimeEarnings", v."views", v."engagements") IS DISTINCT FROM (date '2020-05-04', 2, 2.50, 3000002500, 27));
SELECT 'ArtistEarnings: expected 1.50 daily and 1.25 monthly, half of it royalty, found ' || coalesce(string_agg(v::text, '; '), 'none') FROM public."ArtistEarnings" v
 WHERE v."artistId" = '5eed0000-0000-4000-8000-0000000000aa' AND v."month" = '2020-05-01'
HAVING string_agg(format('%s %s %s %s', v."period", v."posts", v."earnings", v."royalty"), '; ' ORDER BY v."period") IS DISTINCT FROM 'daily 2 1.5000 0.7500; monthly 1 1.2500 0.6250';
DO $$
BEGIN
    PERFORM public."archiveSnapshots"('2020-06-01');
    SET LOCAL ROLE cg_analytics_worker;
    PERFORM public."refreshAggregations"();
    RESET ROLE;
END
$$;
SELECT 'PostPerformance: expected archived snapshots to count, found ' || coalesce("lifetimeEarnings"::text, 'NULL') FROM public."PostPerformance"
 WHERE "postId" = 'facebook_cgprobe_a1' AND "lifetimeEarnings" IS DISTINCT FROM 2.00;
INSERT INTO public."Snapshots" ("postId", "snapshotDate") VALUES ('facebook_cgprobe_a1', now()), ('facebook_cgprobe_b1', now());
DO $$
BEGIN
    PERFORM public."refreshAggregations"();
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
        ('a3', 'a1, a2, a3'),
        ('a4', 'a1, a3'),
        ('b1', 'b1'),
        ('', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(right(v."postId", 2), ', ' ORDER BY v."postId"), '') INTO found FROM public."MyPostPerformance" v WHERE v."postId" LIKE 'facebook_cgprobe_%';
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
        ('01', 'a9, b9'),
        ('a1', 'a9'),
        ('a4', ''),
        ('b1', 'b9'),
        ('', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(right(v."siteId"::text, 2), ', ' ORDER BY v."siteId"), '') INTO found FROM public."MySiteDailyMetrics" v WHERE v."siteId"::text LIKE '5eed0000-%';
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
        ('01', 'aa, ba'),
        ('a1', 'aa'),
        ('a4', 'aa'),
        ('b1', 'ba'),
        ('', '')
    LOOP
        PERFORM set_config('app.user_id', CASE actor WHEN '' THEN '' ELSE '5eed0000-0000-4000-8000-0000000000' || actor END, true);
        SET LOCAL ROLE cg_analytics_app;
        SELECT coalesce(string_agg(DISTINCT right(v."artistId"::text, 2), ', '), '') INTO found FROM public."MyArtistEarnings" v WHERE v."artistId"::text LIKE '5eed0000-%';
        RESET ROLE;
        IF found IS DISTINCT FROM wanted THEN
            RAISE EXCEPTION 'expected user % to see %, found %', quote_literal(actor), quote_literal(wanted), quote_literal(found);
        END IF;
    END LOOP;
END
$$;
SET LOCAL ROLE cg_analytics_app;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$SELECT FROM public."PostPerformance"$q$,
        $q$SELECT FROM public."SiteDailyMetrics"$q$,
        $q$SELECT FROM public."ArtistEarnings"$q$,
        $q$SELECT public."refreshAggregations"()$q$]
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
