-- CG Analytics, accounts, undone. Without CASCADE: fails while sites, content or metrics use any of it. Policies go with
-- their tables, and tables before the functions that their policies call.

DROP FUNCTION public."findApiKey"(text);
DROP FUNCTION public."findLogin"(text);

DROP TABLE public."AuditLogs";
DROP TABLE public."ApiKeys";

-- What policies of "Artists" and "Users" call reads "Users", and returns its rows.
DROP POLICY "Users_delete" ON public."Users";
DROP POLICY "Users_update_own" ON public."Users";
DROP POLICY "Users_update" ON public."Users";
DROP POLICY "Users_insert" ON public."Users";
DROP POLICY "Users_select" ON public."Users";
DROP POLICY "Artists_worker" ON public."Artists";
DROP POLICY "Artists_delete" ON public."Artists";
DROP POLICY "Artists_update" ON public."Artists";
DROP POLICY "Artists_insert" ON public."Artists";
DROP POLICY "Artists_select" ON public."Artists";
DROP FUNCTION cg_analytics_private."keepsRights"(public."enum_Users_role", uuid, uuid, boolean);
DROP FUNCTION cg_analytics_private."artistsFor"(public."enum_Users_role"[]);
DROP FUNCTION cg_analytics_private."usersFor"(public."enum_Users_role"[]);
DROP FUNCTION cg_analytics_private."currentTenantId"();
DROP FUNCTION cg_analytics_private."currentArtistId"();
DROP FUNCTION cg_analytics_private."isSuperAdmin"();
DROP FUNCTION cg_analytics_private."currentRole"();
DROP FUNCTION cg_analytics_private."currentUserId"();
DROP FUNCTION cg_analytics_private."currentUser"();

ALTER TABLE public."Artists" DROP CONSTRAINT "Artists_addedBy_fkey";
DROP TABLE public."Users";
DROP TABLE public."Artists";

DROP FUNCTION cg_analytics_private."recordChange"();
DROP FUNCTION cg_analytics_private."refuseChange"();

DROP TYPE public."enum_Users_role";
DROP TYPE public."enum_Artists_status";
