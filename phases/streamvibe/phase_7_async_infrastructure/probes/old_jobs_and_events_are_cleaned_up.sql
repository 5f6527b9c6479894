-- What ended long ago goes, with its log; what has not ended, what is recent, and what failed stays.
INSERT INTO public.job_type (slug, name) VALUES ('streamvibe_probe', 'Probe');
INSERT INTO public.job_queue (job_type_id, status, priority, dedup_key, finished_at, created_at)
SELECT t.id, v.status, 5, v.key, v.finished_at::timestamptz, '2000-01-01'
  FROM public.job_type t,
       (VALUES ('completed', 'old done', '2000-01-01'), ('canceled', 'old canceled', '2000-01-01'), ('failed', 'old failed', '2000-01-01'),
               ('completed', 'done', (now() - interval '29 days')::text), ('failed', 'failed', (now() - interval '89 days')::text),
               ('pending', 'pending', NULL)) AS v (status, key, finished_at)
 WHERE t.slug = 'streamvibe_probe';
INSERT INTO public.stripe_webhook_events (event_id, event_type, payload, status, finished_at)
VALUES ('evt_streamvibe_probe_1', 'probe', '{}', 'processed', '2000-01-01'), ('evt_streamvibe_probe_2', 'probe', '{}', 'ignored', '2000-01-01'),
       ('evt_streamvibe_probe_3', 'probe', '{}', 'failed', '2000-01-01'), ('evt_streamvibe_probe_4', 'probe', '{}', 'processed', now());
SET LOCAL ROLE service_role;
-- Oldest first, so many of each kind at most: on a server in use, ours are among them.
SELECT 'cleanup_old_jobs(): expected 3 or more' WHERE public.cleanup_old_jobs(p_limit => 10) < 3;
SELECT 'expected done, failed and pending to stay, found ' || coalesce(string_agg(q.dedup_key, ', ' ORDER BY q.dedup_key), 'none')
  FROM public.job_queue q JOIN public.job_type t ON t.id = q.job_type_id WHERE t.slug = 'streamvibe_probe'
HAVING string_agg(q.dedup_key, ', ' ORDER BY q.dedup_key) IS DISTINCT FROM 'done, failed, pending';
SELECT 'cleanup_stripe_webhook_events(): expected 1 at a limit of 1' WHERE public.cleanup_stripe_webhook_events(p_limit => 1) <> 1;
SELECT 'cleanup_stripe_webhook_events(): expected 1 or more' WHERE public.cleanup_stripe_webhook_events(p_limit => 10) < 1;
SELECT 'expected the failed and the recent event to stay, found ' || coalesce(string_agg(e.event_id, ', ' ORDER BY e.event_id), 'none')
  FROM public.stripe_webhook_events e WHERE e.event_id LIKE 'evt\_streamvibe\_probe\__'
HAVING string_agg(e.event_id, ', ' ORDER BY e.event_id) IS DISTINCT FROM 'evt_streamvibe_probe_3, evt_streamvibe_probe_4';
-- Nobody forgets what deduplication and idempotence still need.
DO $$
DECLARE
    call text;
BEGIN
    FOREACH call IN ARRAY ARRAY[
        $q$SELECT public.cleanup_old_jobs('4 minutes')$q$,
        $q$SELECT public.cleanup_old_jobs('1 day', '1 minute')$q$,
        $q$SELECT public.cleanup_old_jobs(NULL)$q$,
        $q$SELECT public.cleanup_stripe_webhook_events('29 days')$q$,
        $q$SELECT public.cleanup_stripe_webhook_events(NULL)$q$]
    LOOP
        BEGIN
            EXECUTE call;
            RAISE EXCEPTION 'expected an error: %', call;
        EXCEPTION WHEN invalid_parameter_value THEN
            NULL;
        END;
    END LOOP;
END
$$;
