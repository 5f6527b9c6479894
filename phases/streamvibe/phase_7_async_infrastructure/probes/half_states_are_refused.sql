-- Constraints hold for whoever writes, the owner of the schema too: no claim without a lease, no end without a time.
DO $$
DECLARE
    attempt text;
    job     constant uuid := public.create_job(NULL, 'cleanup', '{"streamvibe":"probe"}');
BEGIN
    INSERT INTO public.stripe_webhook_events (event_id, event_type, payload) VALUES ('evt_streamvibe_probe', 'probe', '{}');
    FOREACH attempt IN ARRAY ARRAY[
        $q$UPDATE public.job_queue SET status = 'processing' WHERE id = $1$q$,
        $q$UPDATE public.job_queue SET status = 'processing', claim_token = gen_random_uuid(), claimed_by = 'x' WHERE id = $1$q$,
        $q$UPDATE public.job_queue SET claim_token = gen_random_uuid(), claimed_by = 'x', lease_expires_at = now() WHERE id = $1$q$,
        $q$UPDATE public.job_queue SET status = 'completed' WHERE id = $1$q$,
        $q$UPDATE public.job_queue SET finished_at = now() WHERE id = $1$q$,
        $q$UPDATE public.job_queue SET status = 'done', finished_at = now() WHERE id = $1$q$,
        $q$UPDATE public.job_queue SET priority = 0 WHERE id = $1$q$,
        $q$UPDATE public.job_queue SET progress = 101 WHERE id = $1$q$,
        $q$UPDATE public.job_queue SET payload = '[]' WHERE id = $1$q$,
        $q$UPDATE public.job_type SET max_attempts = 0 WHERE $1 IS NOT NULL$q$,
        $q$UPDATE public.job_type SET max_retry_delay_seconds = retry_delay_seconds - 1 WHERE $1 IS NOT NULL$q$,
        $q$UPDATE public.job_type SET timeout_seconds = 0 WHERE $1 IS NOT NULL$q$,
        $q$UPDATE public.job_log SET level = 'fatal' WHERE job_id = $1$q$,
        $q$UPDATE public.job_log SET event = 'exploded' WHERE job_id = $1$q$,
        $q$UPDATE public.stripe_webhook_events SET status = 'processed' WHERE event_id = 'evt_streamvibe_probe' AND $1 IS NOT NULL$q$,
        $q$UPDATE public.stripe_webhook_events SET status = 'processing' WHERE event_id = 'evt_streamvibe_probe' AND $1 IS NOT NULL$q$,
        $q$UPDATE public.stripe_webhook_events SET event_id = 'streamvibe_probe' WHERE event_id = 'evt_streamvibe_probe' AND $1 IS NOT NULL$q$]
    LOOP
        BEGIN
            EXECUTE attempt USING job;
            RAISE EXCEPTION 'expected to be refused: %', attempt;
        EXCEPTION WHEN check_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;
