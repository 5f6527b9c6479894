-- Row level security: a user sees jobs and logs of his own, creates and cancels his own, and writes no table at all.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid'),
                                          ('5eed0000-0000-4000-8000-00000000000b', 'probe-b@streamvibe.invalid');
INSERT INTO public.job_queue (id, user_id, job_type_id, priority, payload, dedup_key)
SELECT v.id::uuid, v.user_id::uuid, t.id, 5, '{}', 'probe'
  FROM (VALUES ('5eed0000-0000-4000-8000-0000000000ea', '5eed0000-0000-4000-8000-00000000000a'),
               ('5eed0000-0000-4000-8000-0000000000eb', '5eed0000-0000-4000-8000-00000000000b'),
               ('5eed0000-0000-4000-8000-0000000000ec', NULL)) AS v (id, user_id)
  JOIN public.job_type t ON t.slug = 'sync_youtube';
INSERT INTO public.stripe_webhook_events (event_id, event_type, payload) VALUES ('evt_streamvibe_probe', 'probe', '{}');
SELECT 'expected the owner of the schema to create a job for B'
 WHERE public.create_job('5eed0000-0000-4000-8000-00000000000b', 'sync_youtube', '{"there":"already"}') IS NULL;
-- The claim "service_role" of a JWT must not help A while he acts as authenticated.
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"service_role","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'expected A to see one job, his own; found ' || count(*) FROM public.job_queue
HAVING count(*) <> 1 OR bool_or(user_id IS DISTINCT FROM auth.uid());
SELECT 'expected A to see the log of his job only, found ' || count(*) FROM public.job_log
HAVING count(*) <> 1 OR bool_or(job_id <> '5eed0000-0000-4000-8000-0000000000ea');
SELECT 'get_user_jobs(): expected nothing of B, found ' || count(*)
  FROM public.get_user_jobs('5eed0000-0000-4000-8000-00000000000b', NULL, NULL, 10, 0) HAVING count(*) <> 0;
SELECT 'get_user_jobs(): expected nothing of the system, found ' || count(*)
  FROM public.get_user_jobs(NULL, NULL, NULL, 10, 0) HAVING count(*) <> 0;
SELECT 'get_job_status(): expected nothing of B or the system, found ' || count(*)
  FROM (VALUES ('5eed0000-0000-4000-8000-0000000000eb'), ('5eed0000-0000-4000-8000-0000000000ec')) AS v (id), public.get_job_status(v.id::uuid)
HAVING count(*) <> 0;
SELECT 'cancel_job(): expected false for jobs of B and of the system'
  FROM (VALUES ('5eed0000-0000-4000-8000-0000000000eb'), ('5eed0000-0000-4000-8000-0000000000ec'), (NULL)) AS v (id)
 WHERE public.cancel_job(v.id::uuid) IS NOT FALSE;
RESET ROLE;
DO $$
DECLARE
    api_role text;
    attempt  text;
BEGIN
    FOR api_role, attempt IN VALUES
        ('authenticated', $q$SELECT public.create_job('5eed0000-0000-4000-8000-00000000000b', 'sync_youtube', '{}'::jsonb, 5)$q$),
        ('authenticated', $q$SELECT public.create_job('5eed0000-0000-4000-8000-00000000000b', 'sync_youtube', '{"there":"already"}')$q$),
        ('authenticated', $q$SELECT public.create_job(NULL, 'sync_youtube', '{}'::jsonb, 5)$q$),
        ('authenticated', $q$SELECT public.find_or_create_job('5eed0000-0000-4000-8000-00000000000b', 'sync_youtube', '{}'::jsonb)$q$),
        ('authenticated', $q$SELECT public.check_job_rate_limit('5eed0000-0000-4000-8000-00000000000b')$q$),
        ('authenticated', $q$SELECT public.claim_jobs('me')$q$),
        ('authenticated', $q$SELECT public.log_stripe_webhook_event('evt_forged', 'customer.subscription.created', '{}')$q$),
        ('authenticated', $q$SELECT public.get_cached_stripe_data('stripe:product:test')$q$),
        ('authenticated', $q$SELECT claim_token FROM public.job_queue$q$),
        ('authenticated', $q$SELECT FROM public.stripe_webhook_events$q$),
        ('authenticated', $q$INSERT INTO public.job_queue (user_id, job_type_id, priority, dedup_key) SELECT auth.uid(), 1, 1, 'x'$q$),
        ('authenticated', $q$UPDATE public.job_queue SET priority = 1$q$),
        ('authenticated', $q$DELETE FROM public.job_queue$q$),
        ('authenticated', $q$INSERT INTO public.job_log (job_id, attempt) VALUES ('5eed0000-0000-4000-8000-0000000000ea', 1)$q$),
        ('authenticated', $q$DELETE FROM public.job_log$q$),
        ('authenticated', $q$UPDATE public.job_type SET default_priority = 1$q$),
        ('anon',          $q$SELECT FROM public.job_queue$q$),
        ('anon',          $q$SELECT FROM public.job_log$q$),
        ('anon',          $q$SELECT FROM public.stripe_webhook_events$q$),
        ('anon',          $q$SELECT public.get_user_jobs('5eed0000-0000-4000-8000-00000000000a')$q$),
        ('service_role',  $q$UPDATE public.job_queue SET status = 'pending'$q$),
        ('service_role',  $q$DELETE FROM public.job_queue$q$),
        ('service_role',  $q$UPDATE public.job_log SET message = 'forged'$q$),
        ('service_role',  $q$DELETE FROM public.job_log$q$),
        ('service_role',  $q$UPDATE public.stripe_webhook_events SET status = 'pending'$q$)
    LOOP
        EXECUTE format('SET LOCAL ROLE %I', api_role);
        BEGIN
            EXECUTE attempt;
            RAISE EXCEPTION 'expected % to be refused: %', api_role, attempt;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
        RESET ROLE;
    END LOOP;
END
$$;
SELECT 'expected the jobs to wait as before, found ' || count(*) || ' of 3'
  FROM public.job_queue WHERE dedup_key = 'probe' AND status = 'pending' AND priority = 5 HAVING count(*) <> 3;
-- Who is erased takes his jobs along.
DELETE FROM auth.users WHERE id = '5eed0000-0000-4000-8000-00000000000b';
SELECT 'expected the jobs of an erased user to be gone, with their log'
  FROM public.job_log WHERE job_id = '5eed0000-0000-4000-8000-0000000000eb';
