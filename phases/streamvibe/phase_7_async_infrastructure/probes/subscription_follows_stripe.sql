-- Stripe's webhooks set the subscription of phase 1: tier, state and cycle; the latest news counts, in whatever order it arrives.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
INSERT INTO public.subscription (user_id, tier_id, status_id, cycle_start_date, cycle_end_date, syncs_used)
SELECT '5eed0000-0000-4000-8000-00000000000a', t.id, s.id, '2030-01-01Z', '2030-02-01Z', 7
  FROM public.subscription_tier t, public.subscription_status s WHERE t.slug = 'free' AND s.slug = 'active';
UPDATE public.subscription_tier SET stripe_price_id = 'price_streamvibe_probe' WHERE slug = 'creator';
-- What is told: seconds after noon of 2030-01-10, event type, subscription, status, price, further fields of the object.
CREATE FUNCTION pg_temp.tell(p_at integer, p_type text, p_subscription text, p_status text, p_price jsonb, p_more jsonb DEFAULT '{}') RETURNS text
    LANGUAGE plpgsql AS $$
DECLARE
    noon  constant bigint := extract(epoch FROM timestamptz '2030-01-10 12:00Z');
    event constant text := 'evt_streamvibe_probe_' || p_at || '_' || p_subscription || '_' || replace(p_type, '.', '_');
BEGIN
    PERFORM public.log_stripe_webhook_event(event, 'customer.subscription.' || p_type, jsonb_build_object(
        'id', event, 'type', 'customer.subscription.' || p_type, 'created', noon + p_at, 'data', jsonb_build_object('object', jsonb_build_object(
            'id', 'sub_streamvibe_probe_' || p_subscription, 'object', 'subscription', 'customer', 'cus_streamvibe_probe',
            'created', noon + ascii(p_subscription) * 1000, 'status', p_status, 'cancel_at_period_end', false,
            'items', jsonb_build_object('data', jsonb_build_array(jsonb_build_object(
                'price', p_price, 'current_period_start', noon, 'current_period_end', noon + 31 * 86400)))) || p_more)));
    RETURN public.process_stripe_webhook_event(event);
END
$$;
CREATE FUNCTION pg_temp.expect(p_step text, p_outcome text, p_wanted_outcome text, p_wanted text) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    found text;
BEGIN
    SELECT concat_ws(' ', t.slug, st.slug, s.syncs_used, right(s.stripe_subscription_id, 1)) INTO found
      FROM public.subscription s JOIN public.subscription_tier t ON t.id = s.tier_id JOIN public.subscription_status st ON st.id = s.status_id
     WHERE s.user_id = '5eed0000-0000-4000-8000-00000000000a';
    IF (p_outcome, found) IS DISTINCT FROM (p_wanted_outcome, p_wanted) THEN
        RAISE EXCEPTION '%: expected %, %; found %, %', p_step, p_wanted_outcome, p_wanted, p_outcome, found;
    END IF;
END
$$;
DO $$
DECLARE
    me      constant jsonb := '{"metadata":{"user_id":"5eed0000-0000-4000-8000-00000000000a"}}';
    creator constant jsonb := '{"id":"price_streamvibe_probe"}';
    premium constant jsonb := '{"id":"price_other","lookup_key":"premium"}';
BEGIN
    PERFORM pg_temp.expect('nobody knows the customer', pg_temp.tell(0, 'updated', 'a', 'active', creator), 'failed', 'free active 7');
    PERFORM pg_temp.expect('first payment outstanding', pg_temp.tell(1, 'created', 'a', 'incomplete', creator, me), 'ignored', 'free active 7');
    PERFORM pg_temp.expect('paid: new cycle', pg_temp.tell(9, 'updated', 'a', 'active', creator, me), 'processed', 'creator active 0 a');
    UPDATE public.subscription SET syncs_used = 3 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
    PERFORM pg_temp.expect('same event again', public.process_stripe_webhook_event('evt_streamvibe_probe_9_a_updated'), 'duplicate', 'creator active 3 a');
    PERFORM pg_temp.expect('older news', pg_temp.tell(8, 'updated', 'a', 'past_due', premium), 'ignored', 'creator active 3 a');
    PERFORM pg_temp.expect('beginning, same second', pg_temp.tell(9, 'created', 'a', 'incomplete', premium), 'ignored', 'creator active 3 a');
    PERFORM pg_temp.expect('same cycle, tier by lookup key', pg_temp.tell(20, 'updated', 'a', 'past_due', premium), 'processed', 'premium past_due 3 a');
    PERFORM pg_temp.expect('price without a tier', pg_temp.tell(21, 'updated', 'a', 'active', '{"id":"price_unknown"}'), 'failed', 'premium past_due 3 a');
    PERFORM pg_temp.expect('unknown status', pg_temp.tell(22, 'updated', 'a', 'on_fire', creator), 'failed', 'premium past_due 3 a');
    PERFORM pg_temp.expect('newer subscription', pg_temp.tell(30, 'created', 'b', 'active', creator), 'processed', 'creator active 3 b');
    PERFORM pg_temp.expect('end of the older one', pg_temp.tell(40, 'deleted', 'a', 'canceled', premium), 'ignored', 'creator active 3 b');
    PERFORM pg_temp.expect('late news of the older one', pg_temp.tell(39, 'updated', 'a', 'active', premium), 'ignored', 'creator active 3 b');
    PERFORM pg_temp.expect('end', pg_temp.tell(50, 'deleted', 'b', 'canceled', creator, '{"canceled_at":1893456000}'), 'processed', 'creator canceled 3 b');
    PERFORM pg_temp.expect('within the second of the end', pg_temp.tell(50, 'updated', 'b', 'active', creator), 'ignored', 'creator canceled 3 b');
END
$$;
SELECT 'expected cycle, customer and end as Stripe says, found ' || concat_ws(', ', cycle_start_date, cycle_end_date, stripe_customer_id, canceled_at)
  FROM public.subscription
 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a'
   AND (cycle_start_date, cycle_end_date, stripe_customer_id, canceled_at)
       IS DISTINCT FROM (timestamptz '2030-01-10 12:00Z', timestamptz '2030-02-10 12:00Z', 'cus_streamvibe_probe', timestamptz '2030-01-01Z');
SELECT 'expected what failed to wait for another try with its reason, found ' || coalesce(string_agg(e.status || ': ' || e.last_error, '; ' ORDER BY e.event_created_at), 'none')
  FROM public.stripe_webhook_events e
 WHERE e.event_id LIKE 'evt\_streamvibe\_probe\_%' AND e.last_error IS NOT NULL
HAVING string_agg(e.status || ': ' || e.last_error, '; ' ORDER BY e.event_created_at) IS DISTINCT FROM
       'pending: no user for Stripe customer cus_streamvibe_probe; pending: no tier for Stripe price price_unknown; pending: unknown subscription status on_fire';
