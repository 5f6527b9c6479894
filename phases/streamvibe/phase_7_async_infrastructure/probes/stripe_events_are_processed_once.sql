-- Success: Stripe's webhooks are idempotent. The same event twice is kept once, counted, and processed once; one whose
-- processing died is picked up again.
SET LOCAL ROLE service_role;
SELECT 'first delivery: expected true' WHERE public.log_stripe_webhook_event('evt_streamvibe_probe', 'invoice.paid', '{"n":1}') IS NOT TRUE;
SELECT 'second delivery: expected false' WHERE public.log_stripe_webhook_event('evt_streamvibe_probe', 'invoice.paid', '{"n":2}') IS NOT FALSE;
SELECT 'expected one event with the first payload, delivered twice; found ' || coalesce(string_agg(e.payload::text || ' x ' || e.deliveries, ', '), 'none')
  FROM public.stripe_webhook_events e WHERE e.event_id = 'evt_streamvibe_probe'
HAVING string_agg(e.payload::text || ' x ' || e.deliveries, ', ') IS DISTINCT FROM '{"n": 1} x 2';
DO $$
DECLARE
    mine  record;
    other record;
BEGIN
    SELECT c.* INTO mine FROM public.claim_stripe_webhook_event('evt_streamvibe_probe') c;
    IF mine.event_type IS DISTINCT FROM 'invoice.paid' OR mine.payload <> '{"n":1}' OR mine.attempt <> 1 THEN
        RAISE EXCEPTION 'expected to claim the event, found %', mine;
    END IF;
    IF EXISTS (SELECT FROM public.claim_stripe_webhook_event('evt_streamvibe_probe'))
       OR public.process_stripe_webhook_event('evt_streamvibe_probe') <> 'duplicate' THEN
        RAISE EXCEPTION 'expected an event that somebody has to be his alone';
    END IF;

    -- Its worker dies; the next delivery takes over.
    RESET ROLE;
    UPDATE public.stripe_webhook_events SET lease_expires_at = clock_timestamp() - interval '1 second' WHERE event_id = 'evt_streamvibe_probe';
    SET LOCAL ROLE service_role;
    SELECT c.* INTO other FROM public.claim_stripe_webhook_event('evt_streamvibe_probe') c;
    IF other.attempt IS DISTINCT FROM 2 OR public.complete_stripe_webhook_event('evt_streamvibe_probe', mine.claim_token)
       OR public.fail_stripe_webhook_event('evt_streamvibe_probe', mine.claim_token, 'late') IS NOT NULL THEN
        RAISE EXCEPTION 'expected the next delivery to take over, and the dead one to be refused';
    END IF;

    -- It fails: not before a minute has passed, unless Stripe delivers it again.
    IF public.fail_stripe_webhook_event('evt_streamvibe_probe', other.claim_token, 'no connection') IS DISTINCT FROM 'pending' THEN
        RAISE EXCEPTION 'second failure: expected pending';
    END IF;
    IF NOT EXISTS (SELECT FROM public.stripe_webhook_events e
                    WHERE e.event_id = 'evt_streamvibe_probe' AND e.last_error = 'no connection'
                      AND e.next_attempt_at BETWEEN clock_timestamp() + interval '110 seconds' AND clock_timestamp() + interval '133 seconds') THEN
        RAISE EXCEPTION 'second failure: expected to wait 120 s and up to a tenth more';
    END IF;
    SELECT c.* INTO mine FROM public.claim_stripe_webhook_event('evt_streamvibe_probe') c;
    IF NOT public.complete_stripe_webhook_event('evt_streamvibe_probe', mine.claim_token) THEN
        RAISE EXCEPTION 'expected the event to be completed';
    END IF;
    IF public.log_stripe_webhook_event('evt_streamvibe_probe', 'invoice.paid', '{}')
       OR EXISTS (SELECT FROM public.claim_stripe_webhook_event('evt_streamvibe_probe'))
       OR public.process_stripe_webhook_event('evt_streamvibe_probe') <> 'duplicate' THEN
        RAISE EXCEPTION 'expected a processed event never to be processed again';
    END IF;

    -- The next that is due, whichever it is; then the eighth failure is the last.
    PERFORM public.log_stripe_webhook_event('evt_streamvibe_probe_2', 'invoice.paid', '{}');
    RESET ROLE;
    UPDATE public.stripe_webhook_events SET attempts = 7, next_attempt_at = '2000-01-01' WHERE event_id = 'evt_streamvibe_probe_2';
    UPDATE public.stripe_webhook_events SET lease_expires_at = clock_timestamp() + interval '1 hour' WHERE status = 'processing';
    SET LOCAL ROLE service_role;
    SELECT c.* INTO mine FROM public.claim_stripe_webhook_event() c;
    IF mine.event_id IS DISTINCT FROM 'evt_streamvibe_probe_2'
       OR public.fail_stripe_webhook_event('evt_streamvibe_probe_2', mine.claim_token, '') IS DISTINCT FROM 'failed' THEN
        RAISE EXCEPTION 'expected to claim what is due, and to give up after eight attempts';
    END IF;
END
$$;
-- An event of a type that is none of this database's business.
SELECT 'expected true' WHERE public.log_stripe_webhook_event('evt_streamvibe_probe_3', 'charge.refunded', '{}') IS NOT TRUE;
SELECT 'process_stripe_webhook_event(): expected ignored, then duplicate'
 WHERE public.process_stripe_webhook_event('evt_streamvibe_probe_3') <> 'ignored' OR public.process_stripe_webhook_event('evt_streamvibe_probe_3') <> 'duplicate';
DO $$
BEGIN
    PERFORM public.process_stripe_webhook_event('evt_streamvibe_probe_unheard_of');
    RAISE EXCEPTION 'expected an event that was never logged to be refused';
EXCEPTION WHEN no_data_found THEN
    NULL;
END
$$;
DO $$
BEGIN
    PERFORM public.log_stripe_webhook_event('evt_streamvibe_probe_4', 'invoice.paid', '{"id":"evt_other"}');
    RAISE EXCEPTION 'expected the payload of another event to be refused';
EXCEPTION WHEN invalid_parameter_value THEN
    NULL;
END
$$;
