-- CG Analytics, metrics: common aggregations, computed ahead.
--
-- A materialized view knows no row level security: these are read by the worker alone. For the application each has a
-- view of the same name with "My" before it, which shows what the current user may see. Those views run with their
-- owner's rights, as they must to get at the rows; security_barrier keeps functions in a query's WHERE from seeing rows
-- before the filter has.

CREATE MATERIALIZED VIEW public."PostPerformance" AS
    SELECT p."postId", p."siteId", p."artistId", p."platform", p."postType", p."status", p."title", p."publishTime",
           s."snapshotDate", s."lifetimeEarnings", s."lifetimeQualifiedViews", s."lifetimeSecondsViewed", s."views",
           s."impressions", s."reach",
           coalesce(s."reactions", 0)::bigint + coalesce(s."comments", 0) + coalesce(s."shares", 0) + coalesce(s."saves", 0) AS "engagements",
           round(s."lifetimeEarnings" * 1000 / nullif(s."lifetimeQualifiedViews", 0), 4) AS "earningsPerThousandViews"
      FROM public."Posts" p
      LEFT JOIN LATERAL (
            SELECT "snapshotDate", "lifetimeEarnings", "lifetimeQualifiedViews", "lifetimeSecondsViewed", "views", "impressions",
                   "reach", "reactions", "comments", "shares", "saves"
              FROM public."Snapshots" WHERE "postId" = p."postId"
            UNION ALL
            SELECT "snapshotDate", "lifetimeEarnings", "lifetimeQualifiedViews", "lifetimeSecondsViewed", "views", "impressions",
                   "reach", "reactions", "comments", "shares", "saves"
              FROM public."SnapshotsArchive" WHERE "postId" = p."postId"
             ORDER BY "snapshotDate" DESC
             LIMIT 1
           ) AS s ON true
      WITH DATA;
COMMENT ON MATERIALIZED VIEW public."PostPerformance" IS 'Each post with its latest snapshot, be it archived; NULL where it never had one';
CREATE UNIQUE INDEX post_performance_post_id ON public."PostPerformance" ("postId");
CREATE INDEX post_performance_site_id ON public."PostPerformance" ("siteId");
CREATE INDEX post_performance_artist_id ON public."PostPerformance" ("artistId");

-- By the site of the post, not that of the snapshot: a CSV import names no site.
CREATE MATERIALIZED VIEW public."SiteDailyMetrics" AS
    SELECT day."siteId", day."date", count(*) AS "posts",
           sum(day."lifetimeEarnings") AS "lifetimeEarnings",
           sum(day."lifetimeQualifiedViews") AS "lifetimeQualifiedViews",
           sum(day."lifetimeSecondsViewed") AS "lifetimeSecondsViewed",
           sum(day."views") AS "views", sum(day."impressions") AS "impressions",
           sum(coalesce(day."reactions", 0)::bigint + coalesce(day."comments", 0) + coalesce(day."shares", 0) + coalesce(day."saves", 0)) AS "engagements"
      FROM (SELECT DISTINCT ON (s."postId", (s."snapshotDate" AT TIME ZONE 'UTC')::date)
                   p."siteId", (s."snapshotDate" AT TIME ZONE 'UTC')::date AS "date", s."lifetimeEarnings", s."lifetimeQualifiedViews",
                   s."lifetimeSecondsViewed", s."views", s."impressions", s."reactions", s."comments", s."shares", s."saves"
              FROM public."Snapshots" s
              JOIN public."Posts" p ON p."postId" = s."postId"
             WHERE p."siteId" IS NOT NULL
             ORDER BY s."postId", (s."snapshotDate" AT TIME ZONE 'UTC')::date, s."snapshotDate" DESC) AS day
     GROUP BY day."siteId", day."date"
      WITH DATA;
COMMENT ON MATERIALIZED VIEW public."SiteDailyMetrics" IS
    'Per site and day (UTC): sums over the last snapshot that each of its posts has of that day; the year that is not archived. Counters are lifetime ones: subtract days';
CREATE UNIQUE INDEX site_daily_metrics_site_id_date ON public."SiteDailyMetrics" ("siteId", "date");

CREATE MATERIALIZED VIEW public."ArtistEarnings" AS
    SELECT d."artistId", d."period", date_trunc('month', d."toDate" AT TIME ZONE 'UTC')::date AS "month",
           count(DISTINCT d."postId") AS "posts",
           sum(d."earningsDelta") AS "earnings",
           round(sum(d."earningsDelta") * a."royaltyRate" / 100, 4) AS "royalty",
           sum(d."qualifiedViewsDelta") AS "qualifiedViews", sum(d."viewsDelta") AS "views"
      FROM public."Deltas" d
      JOIN public."Artists" a ON a."id" = d."artistId"
     GROUP BY d."artistId", d."period", date_trunc('month', d."toDate" AT TIME ZONE 'UTC')::date, a."royaltyRate"
      WITH DATA;
COMMENT ON MATERIALIZED VIEW public."ArtistEarnings" IS
    'Per artist and month (UTC) in which a period ends, for each kind of period: take one kind, their sums say the same thing again. Royalty by today''s rate';
CREATE UNIQUE INDEX artist_earnings_artist_id_period_month ON public."ArtistEarnings" ("artistId", "period", "month");

CREATE VIEW public."MyPostPerformance" WITH (security_barrier) AS
    SELECT v.*
      FROM public."PostPerformance" v
     WHERE (SELECT cg_analytics_private."isSuperAdmin"())
        OR v."siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin,editor,analyst,api_user}'))::uuid[])
        OR (v."siteId" IS NULL AND v."artistId" = ANY ((SELECT cg_analytics_private."artistsFor"('{admin,editor,analyst,api_user}'))::uuid[]))
        OR v."artistId" = (SELECT cg_analytics_private."currentArtistId"());
COMMENT ON VIEW public."MyPostPerformance" IS '"PostPerformance" of the posts that the current user may see';

CREATE VIEW public."MySiteDailyMetrics" WITH (security_barrier) AS
    SELECT v.*
      FROM public."SiteDailyMetrics" v
     WHERE (SELECT cg_analytics_private."isSuperAdmin"())
        OR v."siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin,editor,analyst,api_user}'))::uuid[]);
COMMENT ON VIEW public."MySiteDailyMetrics" IS '"SiteDailyMetrics" of the sites that the current user may see';

CREATE VIEW public."MyArtistEarnings" WITH (security_barrier) AS
    SELECT v.*
      FROM public."ArtistEarnings" v
     WHERE (SELECT cg_analytics_private."isSuperAdmin"())
        OR v."artistId" = ANY ((SELECT cg_analytics_private."artistsFor"('{admin,editor,analyst,api_user}'))::uuid[])
        OR v."artistId" = (SELECT cg_analytics_private."currentArtistId"());
COMMENT ON VIEW public."MyArtistEarnings" IS '"ArtistEarnings" of the artists that the current user may see';

REVOKE ALL ON TABLE public."PostPerformance", public."SiteDailyMetrics", public."ArtistEarnings",
    public."MyPostPerformance", public."MySiteDailyMetrics", public."MyArtistEarnings" FROM PUBLIC, cg_analytics_app, cg_analytics_worker;
GRANT SELECT ON TABLE public."PostPerformance", public."SiteDailyMetrics", public."ArtistEarnings" TO cg_analytics_worker;
GRANT SELECT ON TABLE public."MyPostPerformance", public."MySiteDailyMetrics", public."MyArtistEarnings" TO cg_analytics_app;

-- SECURITY DEFINER: only the owner may refresh. CONCURRENTLY lets readers go on; it needs a unique index, and data from
-- before, which a database restored with --no-data, for one, has not.
CREATE FUNCTION public."refreshAggregations"() RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['PostPerformance', 'SiteDailyMetrics', 'ArtistEarnings'] LOOP
        EXECUTE format('REFRESH MATERIALIZED VIEW %s public.%I',
                       CASE WHEN (SELECT c.relispopulated FROM pg_catalog.pg_class c
                                   WHERE c.oid = to_regclass(format('public.%I', name))) THEN 'CONCURRENTLY' ELSE '' END,
                       name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION public."refreshAggregations"() IS 'Refreshes all materialized views while they are read; for cron, after the syncs';
REVOKE ALL ON FUNCTION public."refreshAggregations"() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public."refreshAggregations"() TO cg_analytics_worker;
