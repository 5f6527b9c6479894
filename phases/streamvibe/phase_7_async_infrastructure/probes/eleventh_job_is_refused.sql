-- Success: rate limiting, 10 jobs per user.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid'),
                                          ('5eed0000-0000-4000-8000-00000000000b', 'probe-b@streamvibe.invalid');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'job ' || n || ' of 10: expected to be created' FROM generate_series(1, 10) n
 WHERE public.check_job_rate_limit(auth.uid()) IS NOT TRUE
    OR public.create_job(auth.uid(), 'sync_youtube', jsonb_build_object('n', n), 5) IS NULL;
SELECT 'after 10 jobs: expected check_job_rate_limit() false' WHERE public.check_job_rate_limit(auth.uid()) IS NOT FALSE;
DO $$
DECLARE
    call text;
BEGIN
    FOREACH call IN ARRAY ARRAY[
        $q$SELECT public.create_job(auth.uid(), 'sync_youtube', '{"n":11}', 5)$q$,
        $q$SELECT FROM public.find_or_create_job(auth.uid(), 'sync_tiktok')$q$]
    LOOP
        BEGIN
            EXECUTE call;
            RAISE EXCEPTION 'expected job 11 to be refused: %', call;
        EXCEPTION WHEN SQLSTATE 'PT429' THEN
            NULL;
        END;
    END LOOP;
END
$$;
SELECT 'a duplicate is no new job: expected the existing one'
 WHERE (SELECT f.is_new FROM public.find_or_create_job(auth.uid(), 'sync_youtube', '{"n":10}') f) IS NOT FALSE;
SELECT 'expected 10 jobs, found ' || count(*) FROM public.job_queue WHERE user_id = auth.uid() HAVING count(*) <> 10;

-- A canceled one makes room for one, a completed one too; and the limit is each user's own.
SELECT 'expected a pending job to be canceled' WHERE public.cancel_job((SELECT j.job_id FROM public.get_user_jobs(auth.uid(), NULL, NULL, 1, 9) j)) IS NOT TRUE;
SELECT 'expected room for one job' WHERE public.create_job(auth.uid(), 'sync_youtube', '{"n":11}', 5) IS NULL;
SELECT 'expected room for one job only' WHERE public.check_job_rate_limit(auth.uid()) IS NOT FALSE;
RESET ROLE;
UPDATE public.job_queue SET status = 'completed', finished_at = clock_timestamp()
 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND payload = '{"n":5}';
SELECT 'expected room after one was completed' WHERE public.check_job_rate_limit('5eed0000-0000-4000-8000-00000000000a') IS NOT TRUE;
SET LOCAL request.jwt.claims = '{"role":"service_role"}';
SET LOCAL ROLE service_role;
SELECT 'expected the limit of A not to be that of B' WHERE public.create_job('5eed0000-0000-4000-8000-00000000000b', 'sync_youtube', '{"n":1}') IS NULL;
SELECT 'expected no limit for the system''s own jobs' FROM generate_series(1, 11) n
 WHERE public.create_job(NULL, 'cleanup', jsonb_build_object('probe', n)) IS NULL;
DO $$
BEGIN
    PERFORM public.create_job('5eed0000-0000-4000-8000-00000000000a', 'sync_youtube', jsonb_build_object('more', n)) FROM generate_series(1, 2) n;
    RAISE EXCEPTION 'expected the limit to hold for jobs that service_role creates for a user';
EXCEPTION WHEN SQLSTATE 'PT429' THEN
    NULL;
END
$$;
