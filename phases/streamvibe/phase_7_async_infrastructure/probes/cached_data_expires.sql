-- Stripe's answers are kept until they expire or are invalidated; a newer one takes the place of an older one.
SET LOCAL ROLE service_role;
DO $$
BEGIN
    PERFORM public.cache_stripe_data('stripe:streamvibe_probe:' || n, jsonb_build_object('n', n), 60) FROM generate_series(1, 3) n;
    PERFORM public.cache_stripe_data('stripe:streamvibe_probe:1', '{"n":"newer"}', 7200);
    PERFORM public.cache_stripe_data('stripe:streamvibe_probe%', '{"n":"other"}');
    INSERT INTO public.cache_store (key, value, expires_at) VALUES ('streamvibe_probe', '{}', now() + interval '1 hour');
    UPDATE public.cache_store SET expires_at = now() - interval '1 second' WHERE key = 'stripe:streamvibe_probe:2';
END
$$;
SELECT 'expected the newer answer, found ' || coalesce(public.get_cached_stripe_data('stripe:streamvibe_probe:1')::text, 'none')
 WHERE public.get_cached_stripe_data('stripe:streamvibe_probe:1') IS DISTINCT FROM '{"n":"newer"}';
SELECT 'expected nothing of what has expired' WHERE public.get_cached_stripe_data('stripe:streamvibe_probe:2') IS NOT NULL;
SELECT 'expected nothing of what was never there' WHERE public.get_cached_stripe_data('stripe:streamvibe_probe:9') IS NOT NULL;
SELECT 'expected nothing that is not Stripe''s' WHERE public.get_cached_stripe_data('streamvibe_probe') IS NOT NULL;
SELECT 'expected to be an hour when nobody says how long, found ' || expires_at FROM public.cache_store
 WHERE key = 'stripe:streamvibe_probe%' AND expires_at NOT BETWEEN now() + interval '59 minutes' AND now() + interval '61 minutes';
SELECT 'cleanup_expired_cache(): expected to delete what has expired' WHERE public.cleanup_expired_cache() < 1;
SELECT 'cleanup: expected keys 1, 3, other; found ' || string_agg(key, ', ' ORDER BY key COLLATE "C")
  FROM public.cache_store WHERE key ~ 'streamvibe_probe'
HAVING string_agg(key, ', ' ORDER BY key COLLATE "C") IS DISTINCT FROM
       'streamvibe_probe, stripe:streamvibe_probe%, stripe:streamvibe_probe:1, stripe:streamvibe_probe:3';
SELECT 'invalidate_stripe_cache(): expected 2' WHERE public.invalidate_stripe_cache('stripe:streamvibe_probe:') <> 2;
SELECT 'expected only what begins so to be gone, found ' || count(*) || ' of 2 left'
  FROM public.cache_store WHERE key ~ 'streamvibe_probe' HAVING count(*) <> 2;
DO $$
DECLARE
    call text;
BEGIN
    FOREACH call IN ARRAY ARRAY[
        $q$SELECT public.cache_stripe_data('product:test', '{}', 60)$q$,
        $q$SELECT public.cache_stripe_data(NULL, '{}', 60)$q$,
        $q$SELECT public.cache_stripe_data('stripe:x', '{}', 0)$q$,
        $q$SELECT public.cache_stripe_data('stripe:x', '{}', NULL)$q$,
        $q$SELECT public.invalidate_stripe_cache('')$q$]
    LOOP
        BEGIN
            EXECUTE call;
            RAISE EXCEPTION 'expected an error: %', call;
        EXCEPTION WHEN invalid_parameter_value THEN
            NULL;
        END;
    END LOOP;
END
$$;
