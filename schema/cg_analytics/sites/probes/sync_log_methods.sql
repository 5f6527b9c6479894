-- SyncLog: updateProgress() sets counts, markCompleted() and markFailed() end a run, once; a site that was synced says when.
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
INSERT INTO public."SyncLogs" ("id", "siteId", "syncType") VALUES
    ('5eed0000-0000-4000-8000-0000000000c1', '5eed0000-0000-4000-8000-0000000000a9', 'full'),
    ('5eed0000-0000-4000-8000-0000000000c2', '5eed0000-0000-4000-8000-0000000000b9', 'incremental');
SET LOCAL ROLE cg_analytics_worker;
SELECT 'updateProgress: expected 40, 2, abc, found ' || r::text FROM public."updateProgress"('5eed0000-0000-4000-8000-0000000000c1', 40, 2, 'abc') AS r
 WHERE (r."recordsProcessed", r."recordsFailed", r."nextCursor", r."status") IS DISTINCT FROM (40, 2, 'abc', 'started');
SELECT 'updateProgress: expected 80 and the rest kept, found ' || r::text FROM public."updateProgress"('5eed0000-0000-4000-8000-0000000000c1', 80) AS r
 WHERE (r."recordsProcessed", r."recordsFailed", r."nextCursor") IS DISTINCT FROM (80, 2, 'abc');
SELECT 'markCompleted: expected 81, 2 and a time, found ' || r::text FROM public."markCompleted"('5eed0000-0000-4000-8000-0000000000c1', 81) AS r
 WHERE (r."status", r."recordsProcessed", r."recordsFailed") IS DISTINCT FROM ('completed', 81, 2) OR r."completedAt" IS NULL OR r."nextCursor" IS NOT NULL;
SELECT 'syncLogMarkFailed: expected message and details, found ' || r::text FROM public."syncLogMarkFailed"('5eed0000-0000-4000-8000-0000000000c2', 'quota', '{"code": 4}') AS r
 WHERE (r."status", r."errorMessage", r."errorDetails") IS DISTINCT FROM ('failed', 'quota', '{"code": 4}'::jsonb) OR r."completedAt" IS NULL;
SELECT 'expected a time of the last sync for the completed one alone, found ' || count(*) FROM public."Sites"
 WHERE "platformId" LIKE 'cg-probe-%' AND ("lastSyncAt" IS NOT NULL) = ("platformId" = 'cg-probe-a') HAVING count(*) <> 2;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$SELECT public."markCompleted"('5eed0000-0000-4000-8000-0000000000c1')$q$,
        $q$SELECT public."syncLogMarkFailed"('5eed0000-0000-4000-8000-0000000000c1', 'late')$q$,
        $q$SELECT public."markCompleted"('5eed0000-0000-4000-8000-0000000000c2')$q$,
        $q$SELECT public."updateProgress"('5eed0000-0000-4000-8000-0000000000c2', 1)$q$,
        $q$SELECT public."markCompleted"('5eed0000-0000-4000-8000-0000000000cf')$q$,
        $q$UPDATE public."SyncLogs" SET "status" = 'started' WHERE "id" = '5eed0000-0000-4000-8000-0000000000c1'$q$,
        $q$UPDATE public."SyncLogs" SET "recordsFailed" = -1 WHERE "id" = '5eed0000-0000-4000-8000-0000000000c1'$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN object_not_in_prerequisite_state OR no_data_found OR check_violation THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;
RESET ROLE;
SET LOCAL ROLE cg_analytics_app;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$SELECT public."markCompleted"('5eed0000-0000-4000-8000-0000000000c1')$q$,
        $q$INSERT INTO public."SyncLogs" ("siteId", "syncType") VALUES ('5eed0000-0000-4000-8000-0000000000a9', 'full')$q$]
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
