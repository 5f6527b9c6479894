-- A worker that gives no sign of life loses its job to another one, and can no longer end it; the last attempt fails.
INSERT INTO public.job_type (slug, name, max_attempts, timeout_seconds) VALUES ('streamvibe_probe', 'Probe', 2, 60);
SET LOCAL ROLE service_role;
DO $$
DECLARE
    job  constant uuid := public.create_job(NULL, 'streamvibe_probe');
    old  record;
    new  record;
BEGIN
    SELECT c.* INTO old FROM public.claim_jobs('probe 1', 1, ARRAY['streamvibe_probe']) c;
    IF old.job_id IS DISTINCT FROM job OR old.lease_expires_at NOT BETWEEN clock_timestamp() + interval '50 seconds' AND clock_timestamp() + interval '60 seconds' THEN
        RAISE EXCEPTION 'expected a lease of 60 s, found %', old;
    END IF;
    PERFORM public.release_stale_jobs();
    IF EXISTS (SELECT FROM public.claim_jobs('probe 2', 1, ARRAY['streamvibe_probe'])) THEN
        RAISE EXCEPTION 'expected a job to stay with its worker while the lease lasts';
    END IF;

    -- A sign of life.
    RESET ROLE;
    UPDATE public.job_queue SET lease_expires_at = clock_timestamp() + interval '1 second' WHERE id = job;
    SET LOCAL ROLE service_role;
    PERFORM public.update_job_progress(job, old.claim_token, 10);
    IF (SELECT q.lease_expires_at < clock_timestamp() + interval '50 seconds' OR q.progress <> 10 FROM public.job_queue q WHERE q.id = job) THEN
        RAISE EXCEPTION 'expected progress to extend the lease';
    END IF;

    -- No sign of life: claim_jobs() itself puts the job back, and gives it to who asks.
    RESET ROLE;
    UPDATE public.job_queue SET lease_expires_at = '2000-01-01' WHERE id = job;
    SET LOCAL ROLE service_role;
    SELECT c.* INTO new FROM public.claim_jobs('probe 2', 1, ARRAY['streamvibe_probe']) c;
    IF new.job_id IS DISTINCT FROM job OR new.attempt <> 2 OR new.claim_token = old.claim_token THEN
        RAISE EXCEPTION 'expected the other worker to get the job as attempt 2, with a token of his own; found %', new;
    END IF;
    IF public.update_job_progress(job, old.claim_token, 99) OR public.complete_job(job, old.claim_token) OR public.fail_job(job, old.claim_token, 'late') IS NOT NULL THEN
        RAISE EXCEPTION 'expected the worker that came back to be refused';
    END IF;
    IF public.update_job_progress(job, NULL, 99) OR public.complete_job(job, NULL) OR public.fail_job(job, NULL, 'nobody') IS NOT NULL THEN
        RAISE EXCEPTION 'expected nothing to be done without a token';
    END IF;

    -- That was the last attempt.
    RESET ROLE;
    UPDATE public.job_queue SET lease_expires_at = '2000-01-01' WHERE id = job;
    SET LOCAL ROLE service_role;
    IF public.release_stale_jobs(1) <> 1 THEN
        RAISE EXCEPTION 'release_stale_jobs(): expected 1';
    END IF;
    IF NOT EXISTS (SELECT FROM public.job_queue q WHERE q.id = job AND q.status = 'failed' AND q.last_error LIKE 'no sign of life from probe 2%') THEN
        RAISE EXCEPTION 'expected a dead letter that says why';
    END IF;
END
$$;
-- A canceled job is taken from its worker.
DO $$
DECLARE
    job constant uuid := public.create_job(NULL, 'streamvibe_probe', '{"n":2}');
    t   uuid;
BEGIN
    SELECT c.claim_token INTO t FROM public.claim_jobs('probe 1', 1, ARRAY['streamvibe_probe']) c;
    IF NOT public.cancel_job(job) OR public.cancel_job(job) THEN
        RAISE EXCEPTION 'cancel_job(): expected true, then false';
    END IF;
    IF public.update_job_progress(job, t, 50) OR public.complete_job(job, t) THEN
        RAISE EXCEPTION 'expected the worker of a canceled job to be told';
    END IF;
END
$$;
