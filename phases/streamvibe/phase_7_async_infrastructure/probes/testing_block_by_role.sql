-- Testing 1 to 5 once more, with no more rights than the edge functions have: the user creates and watches, workers do the rest.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'create_job(): expected the id of a job' WHERE (SELECT public.create_job(auth.uid(), 'sync_youtube', '{}'::jsonb, 5)) IS NULL;
SELECT 'get_user_jobs(): expected one pending sync_youtube, found ' || coalesce(string_agg(j.status || ' ' || j.job_type, ', '), 'none')
  FROM (SELECT * FROM public.get_user_jobs(auth.uid(), NULL, NULL, 10, 0)) AS j
HAVING string_agg(j.status || ' ' || j.job_type, ', ') IS DISTINCT FROM 'pending sync_youtube';
SELECT 'find_or_create_job(): expected the existing job'
 WHERE (SELECT f.is_new FROM public.find_or_create_job(auth.uid(), 'sync_youtube', '{}'::jsonb) AS f) IS NOT FALSE;
RESET ROLE;

SET LOCAL request.jwt.claims = '{"role":"service_role"}';
SET LOCAL ROLE service_role;
SELECT 'log_stripe_webhook_event(): expected true' WHERE (SELECT public.log_stripe_webhook_event('evt_test', 'subscription.created', '{}'::jsonb)) IS NOT TRUE;
SELECT 'log_stripe_webhook_event() once more: expected false' WHERE (SELECT public.log_stripe_webhook_event('evt_test', 'subscription.created', '{}'::jsonb)) IS NOT FALSE;
SELECT 'cache_stripe_data(): expected a time' WHERE (SELECT public.cache_stripe_data('stripe:product:test', '{"name":"Premium"}'::jsonb, 3600)) IS NULL;
SELECT 'get_cached_stripe_data(): expected {"name": "Premium"}'
 WHERE (SELECT public.get_cached_stripe_data('stripe:product:test')) IS DISTINCT FROM '{"name":"Premium"}'::jsonb;
-- Success: jobs are queued and processed; by one who has no other right than to call the functions.
DO $$
DECLARE
    job public.job_queue;
    t   uuid;
BEGIN
    SELECT q.* INTO job FROM public.job_queue q WHERE q.user_id = '5eed0000-0000-4000-8000-00000000000a';
    FOR round IN 1 .. 100 LOOP
        SELECT c.claim_token INTO t FROM public.claim_jobs('probe', 100, ARRAY['sync_youtube']) c WHERE c.job_id = job.id;
        EXIT WHEN FOUND;
    END LOOP;
    IF NOT public.update_job_progress(job.id, t, 50, 'half of it') THEN
        RAISE EXCEPTION 'expected progress to be taken';
    END IF;
    IF (SELECT (s.status, s.progress, s.message) IS DISTINCT FROM ('processing', 50, 'half of it') FROM public.get_job_status(job.id) s) THEN
        RAISE EXCEPTION 'get_job_status(): expected processing, 50, half of it';
    END IF;
    IF NOT public.complete_job(job.id, t, '{"items":3}') THEN
        RAISE EXCEPTION 'expected the job to be completed';
    END IF;
END
$$;
RESET ROLE;
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'expected the user to see his job completed, with its result; found ' || coalesce(string_agg(concat_ws(' ', s.status, s.progress, s.result, s.last_error), ', '), 'none')
  FROM public.get_user_jobs(auth.uid(), 'completed', 'sync_youtube', 10, 0) j, public.get_job_status(j.job_id) s
HAVING string_agg(concat_ws(' ', s.status, s.progress, s.result, s.last_error), ', ') IS DISTINCT FROM 'completed 100 {"items": 3}';
