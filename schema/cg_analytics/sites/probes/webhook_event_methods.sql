-- WebhookEvent: pending events come oldest first, failures are counted and given back until there were three, what is
-- processed is not given back, nor marked as failed by somebody slower.
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
SET LOCAL ROLE cg_analytics_worker;
-- Older than whatever else waits: they come first.
INSERT INTO public."WebhookEvents" ("id", "siteId", "platform", "eventType", "eventData", "createdAt") VALUES
    ('5eed0000-0000-4000-8000-0000000000e1', '5eed0000-0000-4000-8000-0000000000a9', 'facebook', 'post.update', '{"n": 1}', '1990-01-03'),
    ('5eed0000-0000-4000-8000-0000000000e2', '5eed0000-0000-4000-8000-0000000000a9', 'facebook', 'post.update', '{"n": 2}', '1990-01-01'),
    ('5eed0000-0000-4000-8000-0000000000e3', NULL,                                   'youtube',  'video.new',   '{"n": 3}', '1990-01-02');
SELECT 'getPendingEvents: expected e2, e3, e1, found ' || coalesce(found, 'none')
  FROM (SELECT string_agg(right(e."id"::text, 2), ', ' ORDER BY e.position) AS found
          FROM public."getPendingEvents"(3) WITH ORDINALITY AS e ("id", "siteId", "platform", "eventType", "eventData", "status", "processedAt", "retryCount", "errorMessage", "createdAt", "updatedAt", position)) AS events
 WHERE found IS DISTINCT FROM 'e2, e3, e1';
SELECT 'getPendingEvents(1): expected 1, found ' || count(*) FROM public."getPendingEvents"(1) HAVING count(*) <> 1;
SELECT 'markProcessed: found ' || r::text FROM public."markProcessed"('5eed0000-0000-4000-8000-0000000000e2') AS r
 WHERE r."status" <> 'processed' OR r."processedAt" IS NULL;
SELECT 'shouldRetry: expected false of a pending event' WHERE public."shouldRetry"('5eed0000-0000-4000-8000-0000000000e1');
DO $$
DECLARE
    event public."WebhookEvents";
BEGIN
    FOR n IN 1 .. 3 LOOP
        event := public."webhookEventMarkFailed"('5eed0000-0000-4000-8000-0000000000e1', 'attempt ' || n);
        IF (event."status", event."retryCount", event."errorMessage") IS DISTINCT FROM ('failed', n, 'attempt ' || n) THEN
            RAISE EXCEPTION 'webhookEventMarkFailed: attempt %, found %', n, event;
        END IF;
        IF public."shouldRetry"('5eed0000-0000-4000-8000-0000000000e1') IS DISTINCT FROM (n < 3)
           OR (SELECT count(*) FROM public."getFailedRetryableEvents"(3, 1) AS e WHERE e."id" = event."id") <> (n < 3)::integer
        THEN
            RAISE EXCEPTION 'shouldRetry, getFailedRetryableEvents: expected % after attempt %', n < 3, n;
        END IF;
    END LOOP;
END
$$;
SELECT 'shouldRetry: expected true with five attempts' WHERE NOT public."shouldRetry"('5eed0000-0000-4000-8000-0000000000e1', 5);
SELECT 'markProcessed: expected a failed event to be mended, found ' || r::text FROM public."markProcessed"('5eed0000-0000-4000-8000-0000000000e1') AS r
 WHERE r."status" <> 'processed' OR r."errorMessage" IS NOT NULL;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$SELECT public."webhookEventMarkFailed"('5eed0000-0000-4000-8000-0000000000e2', 'late')$q$,
        $q$SELECT public."markProcessed"('5eed0000-0000-4000-8000-0000000000ef')$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN no_data_found THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;
