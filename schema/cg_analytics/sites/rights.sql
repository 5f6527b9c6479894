-- CG Analytics, sites: who sees and changes what.
CREATE FUNCTION cg_analytics_private."sitesFor"(p_roles public."enum_Users_role"[]) RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
    SELECT coalesce(array_agg(s."id"), '{}')
      FROM public."Sites" s
     WHERE s."addedBy" = ANY ((SELECT cg_analytics_private."usersFor"(p_roles))::uuid[])
$$;
COMMENT ON FUNCTION cg_analytics_private."sitesFor"(public."enum_Users_role"[]) IS
    'Sites of the current tenant, if the current user has one of the roles; else none';
REVOKE ALL ON FUNCTION cg_analytics_private."sitesFor"(public."enum_Users_role"[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cg_analytics_private."sitesFor"(public."enum_Users_role"[]) TO cg_analytics_app;

REVOKE ALL ON TABLE public."Sites", public."SiteSettings", public."SyncLogs", public."WebhookEvents"
    FROM PUBLIC, cg_analytics_app, cg_analytics_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public."Sites", public."SiteSettings" TO cg_analytics_app;
GRANT SELECT ON TABLE public."SyncLogs", public."WebhookEvents" TO cg_analytics_app;
-- The worker refreshes tokens and statistics; it connects and deletes no site.
GRANT SELECT, UPDATE ON TABLE public."Sites" TO cg_analytics_worker;
GRANT SELECT, INSERT, UPDATE ON TABLE public."SiteSettings", public."SyncLogs", public."WebhookEvents" TO cg_analytics_worker;

ALTER TABLE public."Sites" ENABLE ROW LEVEL SECURITY;
ALTER TABLE public."SiteSettings" ENABLE ROW LEVEL SECURITY;
ALTER TABLE public."SyncLogs" ENABLE ROW LEVEL SECURITY;
ALTER TABLE public."WebhookEvents" ENABLE ROW LEVEL SECURITY;

-- Sites. A new site is its admin's tenant's from the first moment: "addedBy" is checked, not the id, which no function
-- can have seen yet.
CREATE POLICY "Sites_select" ON public."Sites" FOR SELECT TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "addedBy" = ANY ((SELECT cg_analytics_private."usersFor"('{admin,editor,analyst,api_user}'))::uuid[]));
CREATE POLICY "Sites_insert" ON public."Sites" FOR INSERT TO cg_analytics_app
    WITH CHECK ((SELECT cg_analytics_private."isSuperAdmin"())
                OR "addedBy" = ANY ((SELECT cg_analytics_private."usersFor"('{admin}'))::uuid[]));
CREATE POLICY "Sites_update" ON public."Sites" FOR UPDATE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "addedBy" = ANY ((SELECT cg_analytics_private."usersFor"('{admin}'))::uuid[]));
CREATE POLICY "Sites_delete" ON public."Sites" FOR DELETE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "addedBy" = ANY ((SELECT cg_analytics_private."usersFor"('{admin}'))::uuid[]));
CREATE POLICY "Sites_worker" ON public."Sites" FOR ALL TO cg_analytics_worker
    USING (true) WITH CHECK (true);

-- SiteSettings. Editors may look, admins change.
CREATE POLICY "SiteSettings_select" ON public."SiteSettings" FOR SELECT TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin,editor}'))::uuid[]));
CREATE POLICY "SiteSettings_insert" ON public."SiteSettings" FOR INSERT TO cg_analytics_app
    WITH CHECK ((SELECT cg_analytics_private."isSuperAdmin"())
                OR "siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin}'))::uuid[]));
CREATE POLICY "SiteSettings_update" ON public."SiteSettings" FOR UPDATE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin}'))::uuid[]));
CREATE POLICY "SiteSettings_delete" ON public."SiteSettings" FOR DELETE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin}'))::uuid[]));
CREATE POLICY "SiteSettings_worker" ON public."SiteSettings" FOR ALL TO cg_analytics_worker
    USING (true) WITH CHECK (true);

-- Written by the worker alone.
CREATE POLICY "SyncLogs_select" ON public."SyncLogs" FOR SELECT TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin,editor,analyst,api_user}'))::uuid[]));
CREATE POLICY "SyncLogs_worker" ON public."SyncLogs" FOR ALL TO cg_analytics_worker
    USING (true) WITH CHECK (true);
CREATE POLICY "WebhookEvents_select" ON public."WebhookEvents" FOR SELECT TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin}'))::uuid[]));
CREATE POLICY "WebhookEvents_worker" ON public."WebhookEvents" FOR ALL TO cg_analytics_worker
    USING (true) WITH CHECK (true);
