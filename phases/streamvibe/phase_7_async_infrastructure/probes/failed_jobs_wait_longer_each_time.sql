-- Retries: the wait doubles up to its limit, then the job is a dead letter; and a dead letter can be tried anew.
SELECT 'backoff(): attempt ' || w.attempt || ': expected ' || w.seconds || ' s, found ' || f.seconds
  FROM (VALUES (0, 60), (1, 60), (2, 120), (3, 240), (4, 480), (5, 960), (6, 1000), (25, 1000), (2147483647, 1000)) AS w (attempt, seconds)
 CROSS JOIN LATERAL (SELECT extract(epoch FROM streamvibe_private.backoff(least(w.attempt, 1000), 60, 1000)) AS seconds) AS f
 WHERE f.seconds <> w.seconds;

INSERT INTO public.job_type (slug, name, max_attempts, retry_delay_seconds, max_retry_delay_seconds)
VALUES ('streamvibe_probe', 'Probe', 5, 10, 35);
DO $$
DECLARE
    job     constant uuid := public.create_job(NULL, 'streamvibe_probe');
    wanted  constant integer[] := ARRAY[10, 20, 35, 35];
    attempt integer;
    token   uuid;
    outcome text;
    wait    numeric;
BEGIN
    FOR n IN 1 .. 5 LOOP
        SELECT c.attempt, c.claim_token INTO attempt, token FROM public.claim_jobs('probe', 1, ARRAY['streamvibe_probe']) c WHERE c.job_id = job;
        IF attempt IS DISTINCT FROM n THEN
            RAISE EXCEPTION 'expected to claim attempt %, found %', n, coalesce(attempt::text, 'none');
        END IF;
        outcome := public.fail_job(job, token, 'error ' || n);
        IF outcome IS DISTINCT FROM (CASE WHEN n < 5 THEN 'pending' ELSE 'failed' END) THEN
            RAISE EXCEPTION 'attempt % failed: found %', n, outcome;
        END IF;
        IF public.fail_job(job, token, 'once more') IS NOT NULL OR public.complete_job(job, token) THEN
            RAISE EXCEPTION 'expected a claim to end a job once';
        END IF;
        IF n < 5 THEN
            IF EXISTS (SELECT FROM public.claim_jobs('probe', 1, ARRAY['streamvibe_probe'])) THEN
                RAISE EXCEPTION 'expected no retry before its time';
            END IF;
            SELECT extract(epoch FROM q.scheduled_for - clock_timestamp()) INTO wait FROM public.job_queue q WHERE q.id = job;
            IF wait NOT BETWEEN wanted[n] - 5 AND wanted[n] * 1.1 THEN
                RAISE EXCEPTION 'after attempt %: expected to wait % s and up to a tenth more, found %', n, wanted[n], wait;
            END IF;
            UPDATE public.job_queue SET scheduled_for = clock_timestamp() WHERE id = job;
        END IF;
    END LOOP;
    IF NOT EXISTS (SELECT FROM public.job_queue q WHERE q.id = job AND q.status = 'failed' AND q.attempts = 5 AND q.last_error = 'error 5' AND q.finished_at IS NOT NULL) THEN
        RAISE EXCEPTION 'expected a dead letter with 5 attempts and the last error';
    END IF;
    IF EXISTS (SELECT FROM public.claim_jobs('probe', 1, ARRAY['streamvibe_probe'])) THEN
        RAISE EXCEPTION 'expected nobody to get a dead letter';
    END IF;

    IF NOT public.retry_job(job) OR public.retry_job(job) THEN
        RAISE EXCEPTION 'retry_job(): expected true for a dead letter, false for a job that waits';
    END IF;
    SELECT c.attempt, c.claim_token INTO attempt, token FROM public.claim_jobs('probe', 1, ARRAY['streamvibe_probe']) c WHERE c.job_id = job;
    IF attempt IS DISTINCT FROM 1 THEN
        RAISE EXCEPTION 'after retry_job(): expected attempt 1, found %', coalesce(attempt::text, 'none');
    END IF;
    -- What cannot get better is not tried again.
    IF public.fail_job(job, token, 'account is gone', false) IS DISTINCT FROM 'failed' THEN
        RAISE EXCEPTION 'p_retry false: expected failed at once';
    END IF;
END
$$;
SELECT 'expected the log to tell the story, found ' || string_agg(l.event, ' ' ORDER BY l.id)
  FROM public.job_log l JOIN public.job_queue q ON q.id = l.job_id JOIN public.job_type t ON t.id = q.job_type_id
 WHERE t.slug = 'streamvibe_probe'
HAVING string_agg(l.event, ' ' ORDER BY l.id) IS DISTINCT FROM
       'created' || repeat(' claimed retry_scheduled', 4) || ' claimed failed requeued claimed failed';
SELECT 'expected the reason in the log, found ' || coalesce(string_agg(l.level || ' ' || l.message, ', ' ORDER BY l.id), 'none')
  FROM public.job_log l JOIN public.job_queue q ON q.id = l.job_id JOIN public.job_type t ON t.id = q.job_type_id
 WHERE t.slug = 'streamvibe_probe' AND l.event IN ('retry_scheduled', 'failed')
HAVING string_agg(l.level || ' ' || l.message, ', ' ORDER BY l.id) IS DISTINCT FROM
       'warning error 1, warning error 2, warning error 3, warning error 4, error error 5, error account is gone';
