-- CG Analytics, metrics: metrics are seen by those who see their post.
REVOKE ALL ON TABLE public."Snapshots", public."SnapshotsArchive", public."Deltas" FROM PUBLIC, cg_analytics_app, cg_analytics_worker;
GRANT SELECT, INSERT, UPDATE ON TABLE public."Snapshots" TO cg_analytics_app;
GRANT SELECT ON TABLE public."SnapshotsArchive", public."Deltas" TO cg_analytics_app;
GRANT SELECT, INSERT, UPDATE ON TABLE public."Snapshots" TO cg_analytics_worker;
GRANT SELECT ON TABLE public."SnapshotsArchive" TO cg_analytics_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public."Deltas" TO cg_analytics_worker;

ALTER TABLE public."Snapshots" ENABLE ROW LEVEL SECURITY;
ALTER TABLE public."SnapshotsArchive" ENABLE ROW LEVEL SECURITY;
ALTER TABLE public."Deltas" ENABLE ROW LEVEL SECURITY;

-- The policies of "Posts" apply within the sub-select: one place says who sees a post.
CREATE POLICY "Snapshots_select" ON public."Snapshots" FOR SELECT TO cg_analytics_app
    USING (EXISTS (SELECT FROM public."Posts" p WHERE p."postId" = "Snapshots"."postId"));
-- Editors import files.
CREATE POLICY "Snapshots_insert" ON public."Snapshots" FOR INSERT TO cg_analytics_app
    WITH CHECK ((SELECT cg_analytics_private."isSuperAdmin"())
                OR EXISTS (SELECT FROM public."Posts" p
                            WHERE p."postId" = "Snapshots"."postId"
                              AND (p."siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin,editor}'))::uuid[])
                                   OR p."siteId" IS NULL AND p."artistId" = ANY ((SELECT cg_analytics_private."artistsFor"('{admin,editor}'))::uuid[]))));
CREATE POLICY "Snapshots_update" ON public."Snapshots" FOR UPDATE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR EXISTS (SELECT FROM public."Posts" p
                       WHERE p."postId" = "Snapshots"."postId"
                         AND (p."siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin,editor}'))::uuid[])
                              OR p."siteId" IS NULL AND p."artistId" = ANY ((SELECT cg_analytics_private."artistsFor"('{admin,editor}'))::uuid[]))));
CREATE POLICY "Snapshots_worker" ON public."Snapshots" FOR ALL TO cg_analytics_worker
    USING (true) WITH CHECK (true);

CREATE POLICY "SnapshotsArchive_select" ON public."SnapshotsArchive" FOR SELECT TO cg_analytics_app
    USING (EXISTS (SELECT FROM public."Posts" p WHERE p."postId" = "SnapshotsArchive"."postId"));
CREATE POLICY "SnapshotsArchive_worker" ON public."SnapshotsArchive" FOR SELECT TO cg_analytics_worker
    USING (true);

-- An artist sees what was earned while a post was his, and not what was before.
CREATE POLICY "Deltas_select" ON public."Deltas" FOR SELECT TO cg_analytics_app
    USING ("artistId" = (SELECT cg_analytics_private."currentArtistId"())
           OR (SELECT cg_analytics_private."currentArtistId"()) IS NULL
              AND EXISTS (SELECT FROM public."Posts" p WHERE p."postId" = "Deltas"."postId"));
CREATE POLICY "Deltas_worker" ON public."Deltas" FOR ALL TO cg_analytics_worker
    USING (true) WITH CHECK (true);
