-- What costs money or gives power is not the user's to set: tier, counters, cycle, verification, roles.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid'),
                                          ('5eed0000-0000-4000-8000-00000000000b', 'probe-b@streamvibe.invalid');
INSERT INTO public.subscription (user_id, tier_id, status_id)
SELECT '5eed0000-0000-4000-8000-00000000000b',
       (SELECT id FROM public.subscription_tier WHERE slug = 'free'),
       (SELECT id FROM public.subscription_status WHERE slug = 'active');
DO $$
DECLARE
    caller  uuid;
    attempt text;
    n       bigint;
BEGIN
    FOR caller, attempt IN VALUES
        -- A has no subscription yet.
        ('5eed0000-0000-4000-8000-00000000000a'::uuid,
         $q$INSERT INTO public.subscription (user_id, tier_id, status_id, cycle_start_date, cycle_end_date)
            SELECT auth.uid(), t.id, s.id, now(), now() + interval '1 month'
              FROM public.subscription_tier t, public.subscription_status s WHERE t.slug = 'premium' AND s.slug = 'active'$q$),
        -- Cycles of a minute would bring new quota every minute.
        ('5eed0000-0000-4000-8000-00000000000a',
         $q$INSERT INTO public.subscription (user_id, tier_id, status_id, cycle_start_date, cycle_end_date)
            SELECT auth.uid(), t.id, s.id, now(), now() + interval '1 minute'
              FROM public.subscription_tier t, public.subscription_status s WHERE t.slug = 'free' AND s.slug = 'active'$q$),
        -- B has the free tier.
        ('5eed0000-0000-4000-8000-00000000000b',
         $q$UPDATE public.subscription SET tier_id = (SELECT id FROM public.subscription_tier WHERE slug = 'premium') WHERE user_id = auth.uid()$q$),
        ('5eed0000-0000-4000-8000-00000000000b', $q$UPDATE public.subscription SET syncs_used = 0 WHERE user_id = auth.uid()$q$),
        ('5eed0000-0000-4000-8000-00000000000b', $q$UPDATE public.subscription SET cycle_start_date = now() WHERE user_id = auth.uid()$q$),
        ('5eed0000-0000-4000-8000-00000000000b', $q$DELETE FROM public.subscription WHERE user_id = auth.uid()$q$),
        ('5eed0000-0000-4000-8000-00000000000b', $q$UPDATE public.subscription_tier SET max_syncs = 1000000$q$),
        ('5eed0000-0000-4000-8000-00000000000b', $q$UPDATE public.users SET is_verified = true WHERE id = auth.uid()$q$),
        ('5eed0000-0000-4000-8000-00000000000b', $q$UPDATE public.users SET total_followers = 1000000 WHERE id = auth.uid()$q$),
        ('5eed0000-0000-4000-8000-00000000000b', $q$DELETE FROM public.quota_usage_history WHERE user_id = auth.uid()$q$)
    LOOP
        PERFORM set_config('request.jwt.claims', json_build_object('sub', caller, 'role', 'authenticated')::text, true);
        SET LOCAL ROLE authenticated;
        n := 0;
        BEGIN
            EXECUTE attempt;
            GET DIAGNOSTICS n = ROW_COUNT;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
        RESET ROLE;
        IF n > 0 THEN
            RAISE EXCEPTION 'expected to be refused to the user, changed % row(s) by: %', n, attempt;
        END IF;
    END LOOP;
END
$$;
DO $$
BEGIN
    INSERT INTO public.subscription (user_id, tier_id, status_id)
    SELECT user_id, tier_id, status_id FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000b';
    RAISE EXCEPTION 'expected a second subscription of one user to be refused';
EXCEPTION WHEN unique_violation THEN
    NULL;
END
$$;
