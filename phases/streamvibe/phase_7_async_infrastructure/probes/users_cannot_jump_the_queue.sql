-- A user may make his jobs less urgent, not more; and creates jobs for users only.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"service_role","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
DO $$
BEGIN
    PERFORM public.create_job(auth.uid(), 'sync_youtube', '{"n":1}', 1);
    PERFORM public.create_job(auth.uid(), 'sync_youtube', '{"n":2}', 9);
    PERFORM public.create_job(auth.uid(), 'sync_youtube', '{"n":3}', 5, '2000-01-01');
END
$$;
SELECT 'expected priorities 5, 9, 5; found ' || string_agg(priority::text, ', ' ORDER BY payload ->> 'n')
  FROM public.job_queue WHERE user_id = auth.uid()
HAVING string_agg(priority::text, ', ' ORDER BY payload ->> 'n') IS DISTINCT FROM '5, 9, 5';
SELECT 'expected no job to be due since long ago, found ' || min(scheduled_for)
  FROM public.job_queue WHERE user_id = auth.uid() HAVING min(scheduled_for) < now() - interval '1 minute';
DO $$
BEGIN
    PERFORM public.create_job(auth.uid(), 'cleanup');
    RAISE EXCEPTION 'expected a user to be refused a job of the system';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
DO $$
BEGIN
    PERFORM public.create_job(auth.uid(), 'sync_youtube', jsonb_build_object('x', repeat('x', 70000)));
    RAISE EXCEPTION 'expected a payload of 70 kB to be refused';
EXCEPTION WHEN check_violation THEN
    NULL;
END
$$;
