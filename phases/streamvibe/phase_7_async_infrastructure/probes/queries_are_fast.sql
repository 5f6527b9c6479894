-- Performance: queries of phase 7 take less than 50 ms. Each runs once unmeasured, so that the server's caches are warm.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
INSERT INTO public.job_type (slug, name) VALUES ('streamvibe_probe', 'Probe');
INSERT INTO public.job_queue (user_id, job_type_id, status, priority, dedup_key, finished_at)
SELECT '5eed0000-0000-4000-8000-00000000000a', t.id, 'completed', 5, 'probe ' || n, now() FROM public.job_type t, generate_series(1, 1000) n
 WHERE t.slug = 'streamvibe_probe';
DO $$
DECLARE
    job   uuid;
    token uuid;
BEGIN
    FOR n IN 1 .. 2 LOOP
        job := public.create_job('5eed0000-0000-4000-8000-00000000000a', 'streamvibe_probe', '{"warm":true}', p_dedup_key => n::text);
        SELECT c.claim_token INTO token FROM public.claim_jobs('probe', 1, ARRAY['streamvibe_probe']) c;
        PERFORM public.update_job_progress(job, token, 1, 'warm');
        PERFORM public.get_user_jobs('5eed0000-0000-4000-8000-00000000000a', NULL, NULL, 10, 0), public.get_job_status(job);
        PERFORM CASE n WHEN 1 THEN public.complete_job(job, token) ELSE public.fail_job(job, token, 'warm', false) IS NOT NULL END;
        PERFORM public.log_stripe_webhook_event('evt_streamvibe_probe', 'probe', '{}'), public.process_stripe_webhook_event('evt_streamvibe_probe');
        PERFORM public.cache_stripe_data('stripe:streamvibe_probe', '{}', 60), public.get_cached_stripe_data('stripe:streamvibe_probe');
    END LOOP;
END
$$;
-- budget: 50ms
SELECT 'create_job(): expected the id of a job' WHERE public.create_job('5eed0000-0000-4000-8000-00000000000a', 'streamvibe_probe', '{}'::jsonb, 5) IS NULL;
-- budget: 50ms
SELECT 'find_or_create_job(): expected the existing job' WHERE (SELECT f.is_new FROM public.find_or_create_job('5eed0000-0000-4000-8000-00000000000a', 'streamvibe_probe', '{}'::jsonb) f) IS NOT FALSE;
-- budget: 50ms
SELECT 'get_user_jobs(): expected 10 jobs, found ' || count(*) FROM public.get_user_jobs('5eed0000-0000-4000-8000-00000000000a', NULL, NULL, 10, 0) HAVING count(*) <> 10;
-- budget: 50ms
SELECT 'check_job_rate_limit(): expected true' WHERE public.check_job_rate_limit('5eed0000-0000-4000-8000-00000000000a') IS NOT TRUE;
-- budget: 50ms
SELECT 'claim_jobs(): expected one job, found ' || count(*) FROM public.claim_jobs('probe', 1, ARRAY['streamvibe_probe']) HAVING count(*) <> 1;
-- budget: 50ms
SELECT 'complete_job(): expected true' FROM public.job_queue q WHERE q.claimed_by = 'probe' AND q.status = 'processing' AND public.complete_job(q.id, q.claim_token) IS NOT TRUE;
-- budget: 50ms
SELECT 'log_stripe_webhook_event(): expected true' WHERE public.log_stripe_webhook_event('evt_streamvibe_probe_2', 'probe', '{}') IS NOT TRUE;
-- budget: 50ms
SELECT 'process_stripe_webhook_event(): expected ignored' WHERE public.process_stripe_webhook_event('evt_streamvibe_probe_2') IS DISTINCT FROM 'ignored';
-- budget: 50ms
SELECT 'cache_stripe_data(): expected a time' WHERE public.cache_stripe_data('stripe:streamvibe_probe', '{}', 60) IS NULL;
-- budget: 50ms
SELECT 'get_cached_stripe_data(): expected {}' WHERE public.get_cached_stripe_data('stripe:streamvibe_probe') IS DISTINCT FROM '{}';
-- budget: 50ms
SELECT 'get_queue_stats(): expected 1002 completed, 1 failed; found ' || concat_ws(', ', completed, failed) FROM public.get_queue_stats()
 WHERE job_type = 'streamvibe_probe' AND (completed, failed, due, processing, stale) IS DISTINCT FROM (1002, 1, 0, 0, 0);
