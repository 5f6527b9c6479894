-- CG Analytics, accounts: who is asking, and what he may do with accounts.
--
-- The functions are SECURITY DEFINER: a policy of "Users" that read "Users" with the caller's rights would recurse for
-- ever. In policies they stand in sub-selects, so that they are evaluated once per statement, not once per row.

CREATE FUNCTION cg_analytics_private."currentUser"() RETURNS public."Users"
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
    SELECT u
      FROM public."Users" u
     WHERE u."id" = nullif(current_setting('app.user_id', true), '')::uuid AND u."isActive"
$$;
COMMENT ON FUNCTION cg_analytics_private."currentUser"() IS 'The active user that app.user_id names; NULL: nobody. Not for the API roles: it has the password''s hash';
REVOKE ALL ON FUNCTION cg_analytics_private."currentUser"() FROM PUBLIC;

CREATE FUNCTION cg_analytics_private."currentUserId"() RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
    SELECT (cg_analytics_private."currentUser"())."id"
$$;
COMMENT ON FUNCTION cg_analytics_private."currentUserId"() IS 'Id of the current user';

CREATE FUNCTION cg_analytics_private."currentRole"() RETURNS public."enum_Users_role"
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
    SELECT (cg_analytics_private."currentUser"())."role"
$$;
COMMENT ON FUNCTION cg_analytics_private."currentRole"() IS 'Role of the current user';

CREATE FUNCTION cg_analytics_private."isSuperAdmin"() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
    SELECT coalesce(cg_analytics_private."currentRole"() = 'super_admin', false)
$$;
COMMENT ON FUNCTION cg_analytics_private."isSuperAdmin"() IS 'Is the current user a super_admin?';

CREATE FUNCTION cg_analytics_private."currentArtistId"() RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
    SELECT (cg_analytics_private."currentUser"())."artistId"
$$;
COMMENT ON FUNCTION cg_analytics_private."currentArtistId"() IS 'The artist that the current user is; NULL: he has another role';

-- Of an artist it is NULL: he belongs to a tenant, but acts only for himself.
CREATE FUNCTION cg_analytics_private."currentTenantId"() RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
    SELECT CASE WHEN u."role" <> 'artist' THEN coalesce(u."tenantId", u."id") END
      FROM cg_analytics_private."currentUser"() AS u
$$;
COMMENT ON FUNCTION cg_analytics_private."currentTenantId"() IS 'The tenant that the current user works for; NULL: none, or he is an artist';

CREATE FUNCTION cg_analytics_private."usersFor"(p_roles public."enum_Users_role"[]) RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
    SELECT coalesce(array_agg(u."id"), '{}')
      FROM public."Users" u
     WHERE (SELECT cg_analytics_private."currentRole"()) = ANY (p_roles)
       AND (u."id" = (SELECT cg_analytics_private."currentTenantId"())
            OR u."tenantId" = (SELECT cg_analytics_private."currentTenantId"()))
$$;
COMMENT ON FUNCTION cg_analytics_private."usersFor"(public."enum_Users_role"[]) IS
    'Users of the current tenant, if the current user has one of the roles; else none';

CREATE FUNCTION cg_analytics_private."artistsFor"(p_roles public."enum_Users_role"[]) RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
    SELECT coalesce(array_agg(a."id"), '{}')
      FROM public."Artists" a
     WHERE a."addedBy" = ANY ((SELECT cg_analytics_private."usersFor"(p_roles))::uuid[])
$$;
COMMENT ON FUNCTION cg_analytics_private."artistsFor"(public."enum_Users_role"[]) IS
    'Artists of the current tenant, if the current user has one of the roles; else none';

-- Artists too may change their password, so this asks for what "currentTenantId" hides.
CREATE FUNCTION cg_analytics_private."keepsRights"(p_role public."enum_Users_role", p_artist_id uuid, p_tenant_id uuid, p_is_active boolean)
    RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
    SELECT (p_role, p_artist_id, p_tenant_id, p_is_active) IS NOT DISTINCT FROM (u."role", u."artistId", u."tenantId", u."isActive")
      FROM cg_analytics_private."currentUser"() AS u
$$;
COMMENT ON FUNCTION cg_analytics_private."keepsRights"(public."enum_Users_role", uuid, uuid, boolean) IS
    'Are these what the current user had before this statement? For the row that he writes of himself';

REVOKE ALL ON FUNCTION cg_analytics_private."keepsRights"(public."enum_Users_role", uuid, uuid, boolean),
    cg_analytics_private."currentUserId"(), cg_analytics_private."currentRole"(), cg_analytics_private."isSuperAdmin"(),
    cg_analytics_private."currentArtistId"(), cg_analytics_private."currentTenantId"(),
    cg_analytics_private."usersFor"(public."enum_Users_role"[]), cg_analytics_private."artistsFor"(public."enum_Users_role"[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cg_analytics_private."keepsRights"(public."enum_Users_role", uuid, uuid, boolean),
    cg_analytics_private."currentUserId"(), cg_analytics_private."currentRole"(), cg_analytics_private."isSuperAdmin"(),
    cg_analytics_private."currentArtistId"(), cg_analytics_private."currentTenantId"(),
    cg_analytics_private."usersFor"(public."enum_Users_role"[]), cg_analytics_private."artistsFor"(public."enum_Users_role"[]) TO cg_analytics_app;

-- ---------------------------------------------------------------------------------------------------------------------
-- Before there is a current user: the two questions that make one
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public."findLogin"(p_login text) RETURNS TABLE ("id" uuid, "password" varchar, "role" public."enum_Users_role")
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
    SELECT u."id", u."password", u."role"
      FROM public."Users" u
     WHERE u."isActive" AND (u."username" = p_login OR lower(u."email") = lower(p_login))
     -- One user's name may be another one's address: the name wins.
     ORDER BY u."username" = p_login DESC
     LIMIT 1
$$;
COMMENT ON FUNCTION public."findLogin"(text) IS 'The active user of that name or address, with the hash to hold his password against; no row: no log-in';

CREATE FUNCTION public."findApiKey"(p_key_hash text)
    RETURNS TABLE ("id" uuid, "userId" uuid, "permissions" jsonb, "allowedIps" jsonb, "rateLimit" integer)
    LANGUAGE sql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
    -- Once a minute will do: a busy key would write a row version per request.
    UPDATE public."ApiKeys" k
       SET "lastUsedAt" = now()
      FROM public."Users" u
     WHERE k."keyHash" = p_key_hash AND u."id" = k."userId" AND u."isActive"
       AND k."isActive" AND (k."expiresAt" IS NULL OR k."expiresAt" > now())
       AND (k."lastUsedAt" IS NULL OR k."lastUsedAt" < now() - interval '1 minute');
    SELECT k."id", k."userId", k."permissions", k."allowedIps", k."rateLimit"
      FROM public."ApiKeys" k
      JOIN public."Users" u ON u."id" = k."userId" AND u."isActive"
     WHERE k."keyHash" = p_key_hash AND k."isActive" AND (k."expiresAt" IS NULL OR k."expiresAt" > now())
$$;
COMMENT ON FUNCTION public."findApiKey"(text) IS
    'The key with that SHA-256 and what it may do, if it is active, not expired, and its user is active; notes that it was used. No row: refuse';

REVOKE ALL ON FUNCTION public."findLogin"(text), public."findApiKey"(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public."findLogin"(text), public."findApiKey"(text) TO cg_analytics_app;

-- ---------------------------------------------------------------------------------------------------------------------
-- Rights
-- ---------------------------------------------------------------------------------------------------------------------
-- REVOKE first: a server may have default privileges that open every new table.
REVOKE ALL ON TABLE public."Artists", public."Users", public."ApiKeys", public."AuditLogs" FROM PUBLIC, cg_analytics_app, cg_analytics_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public."Artists", public."Users", public."ApiKeys" TO cg_analytics_app;
GRANT SELECT, INSERT ON TABLE public."AuditLogs" TO cg_analytics_app;
GRANT SELECT ON TABLE public."Artists" TO cg_analytics_worker;
GRANT INSERT ON TABLE public."AuditLogs" TO cg_analytics_worker;

ALTER TABLE public."Artists" ENABLE ROW LEVEL SECURITY;
ALTER TABLE public."Users" ENABLE ROW LEVEL SECURITY;
ALTER TABLE public."ApiKeys" ENABLE ROW LEVEL SECURITY;
ALTER TABLE public."AuditLogs" ENABLE ROW LEVEL SECURITY;

-- Artists
CREATE POLICY "Artists_select" ON public."Artists" FOR SELECT TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "addedBy" = ANY ((SELECT cg_analytics_private."usersFor"('{admin,editor,analyst,api_user}'))::uuid[])
           OR "id" = (SELECT cg_analytics_private."currentArtistId"()));
CREATE POLICY "Artists_insert" ON public."Artists" FOR INSERT TO cg_analytics_app
    WITH CHECK ((SELECT cg_analytics_private."isSuperAdmin"())
                OR "addedBy" = ANY ((SELECT cg_analytics_private."usersFor"('{admin,editor}'))::uuid[]));
CREATE POLICY "Artists_update" ON public."Artists" FOR UPDATE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "addedBy" = ANY ((SELECT cg_analytics_private."usersFor"('{admin,editor}'))::uuid[]));
CREATE POLICY "Artists_delete" ON public."Artists" FOR DELETE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "addedBy" = ANY ((SELECT cg_analytics_private."usersFor"('{admin}'))::uuid[]));
CREATE POLICY "Artists_worker" ON public."Artists" FOR SELECT TO cg_analytics_worker
    USING (true);

-- Users. An admin makes no super_admin, moves nobody to another tenant, and links nobody to another tenant's artist, whose
-- posts that user would see. Anybody may change his own name, address and password, not what he may do.
CREATE POLICY "Users_select" ON public."Users" FOR SELECT TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "id" = (SELECT cg_analytics_private."currentUserId"())
           OR "id" = ANY ((SELECT cg_analytics_private."usersFor"('{admin}'))::uuid[])
           -- A row that he has just made, which INSERT … RETURNING has to show him.
           OR ("tenantId" = (SELECT cg_analytics_private."currentTenantId"()) AND (SELECT cg_analytics_private."currentRole"()) = 'admin'));
CREATE POLICY "Users_insert" ON public."Users" FOR INSERT TO cg_analytics_app
    WITH CHECK ((SELECT cg_analytics_private."isSuperAdmin"())
                OR ((SELECT cg_analytics_private."currentRole"()) = 'admin'
                    AND "role" <> 'super_admin'
                    AND "tenantId" = (SELECT cg_analytics_private."currentTenantId"())
                    AND ("artistId" IS NULL OR "artistId" = ANY ((SELECT cg_analytics_private."artistsFor"('{admin}'))::uuid[]))));
CREATE POLICY "Users_update" ON public."Users" FOR UPDATE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "id" = ANY ((SELECT cg_analytics_private."usersFor"('{admin}'))::uuid[]) AND "role" <> 'super_admin')
    WITH CHECK ((SELECT cg_analytics_private."isSuperAdmin"())
                OR ((SELECT cg_analytics_private."currentRole"()) = 'admin'
                    AND "role" <> 'super_admin'
                    AND (SELECT cg_analytics_private."currentTenantId"()) = coalesce("tenantId", "id")
                    AND ("artistId" IS NULL OR "artistId" = ANY ((SELECT cg_analytics_private."artistsFor"('{admin}'))::uuid[]))));
CREATE POLICY "Users_update_own" ON public."Users" FOR UPDATE TO cg_analytics_app
    USING ("id" = (SELECT cg_analytics_private."currentUserId"()))
    WITH CHECK ("id" = (SELECT cg_analytics_private."currentUserId"())
                AND cg_analytics_private."keepsRights"("role", "artistId", "tenantId", "isActive"));
CREATE POLICY "Users_delete" ON public."Users" FOR DELETE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "tenantId" = (SELECT cg_analytics_private."currentTenantId"()) AND (SELECT cg_analytics_private."currentRole"()) = 'admin'
              AND "role" <> 'super_admin');

-- ApiKeys
CREATE POLICY "ApiKeys_select" ON public."ApiKeys" FOR SELECT TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "userId" = (SELECT cg_analytics_private."currentUserId"())
           OR "userId" = ANY ((SELECT cg_analytics_private."usersFor"('{admin}'))::uuid[]));
CREATE POLICY "ApiKeys_insert" ON public."ApiKeys" FOR INSERT TO cg_analytics_app
    WITH CHECK ("userId" = (SELECT cg_analytics_private."currentUserId"()));
-- An admin takes away keys of his users; one that he could change would let him act in their name.
CREATE POLICY "ApiKeys_update" ON public."ApiKeys" FOR UPDATE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "userId" = (SELECT cg_analytics_private."currentUserId"()));
CREATE POLICY "ApiKeys_delete" ON public."ApiKeys" FOR DELETE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "userId" = (SELECT cg_analytics_private."currentUserId"())
           OR "userId" = ANY ((SELECT cg_analytics_private."usersFor"('{admin}'))::uuid[]));

-- AuditLogs
CREATE POLICY "AuditLogs_select" ON public."AuditLogs" FOR SELECT TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "userId" = ANY ((SELECT cg_analytics_private."usersFor"('{admin}'))::uuid[]));
CREATE POLICY "AuditLogs_insert" ON public."AuditLogs" FOR INSERT TO cg_analytics_app
    WITH CHECK ("userId" = (SELECT cg_analytics_private."currentUserId"()));
CREATE POLICY "AuditLogs_worker" ON public."AuditLogs" FOR INSERT TO cg_analytics_worker
    WITH CHECK (true);
