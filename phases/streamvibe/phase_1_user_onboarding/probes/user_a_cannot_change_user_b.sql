-- Success: row level security. User A can neither change nor delete nor forge a row of user B.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid'),
                                          ('5eed0000-0000-4000-8000-00000000000b', 'probe-b@streamvibe.invalid'),
                                          ('5eed0000-0000-4000-8000-00000000000c', 'probe-c@streamvibe.invalid');
UPDATE public.users SET visibility = 'public' WHERE id = '5eed0000-0000-4000-8000-00000000000b';
INSERT INTO public.subscription (user_id, tier_id, status_id)
SELECT u.id, (SELECT id FROM public.subscription_tier WHERE slug = 'free'), (SELECT id FROM public.subscription_status WHERE slug = 'active')
  FROM public.users u
 WHERE u.id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b');
INSERT INTO public.notification (user_id, title) VALUES ('5eed0000-0000-4000-8000-00000000000b', 'for B');
INSERT INTO public.audit_log (user_id, action, entity_type) VALUES ('5eed0000-0000-4000-8000-00000000000b', 'probe.run', 'probe');
DO $$
BEGIN
    PERFORM public.increment_quota('5eed0000-0000-4000-8000-00000000000b', 'sync', 1);
END
$$;

SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
DO $$
DECLARE
    attempt text;
    n       bigint;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$UPDATE public.users SET display_name = 'A was here' WHERE id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$DELETE FROM public.users WHERE id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$DELETE FROM public.users WHERE id = '5eed0000-0000-4000-8000-00000000000a'$q$,
        $q$INSERT INTO public.users (id) VALUES (gen_random_uuid())$q$,
        $q$INSERT INTO public.user_role (user_id, role, granted_by) VALUES ('5eed0000-0000-4000-8000-00000000000b', 'admin', '5eed0000-0000-4000-8000-00000000000a')$q$,
        $q$UPDATE public.user_role SET role = 'admin' WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$DELETE FROM public.user_role WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$UPDATE public.user_setting SET theme = 'dark' WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$DELETE FROM public.user_setting WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$INSERT INTO public.subscription (user_id, tier_id, status_id, cycle_start_date, cycle_end_date)
           SELECT '5eed0000-0000-4000-8000-00000000000c', t.id, s.id, now(), now() + interval '1 month'
             FROM public.subscription_tier t, public.subscription_status s WHERE t.slug = 'free' AND s.slug = 'active'$q$,
        $q$UPDATE public.subscription SET syncs_used = 10 WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$DELETE FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$INSERT INTO public.notification (user_id, title) VALUES ('5eed0000-0000-4000-8000-00000000000b', 'forged')$q$,
        $q$UPDATE public.notification SET read_at = now() WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$DELETE FROM public.notification WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$INSERT INTO public.audit_log (user_id, action, entity_type) VALUES ('5eed0000-0000-4000-8000-00000000000b', 'forged', 'probe')$q$,
        $q$UPDATE public.audit_log SET action = 'forged' WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$DELETE FROM public.audit_log WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$UPDATE public.quota_usage_history SET used = 0 WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$DELETE FROM public.quota_usage_history WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$]
    LOOP
        n := 0;
        BEGIN
            EXECUTE attempt;
            GET DIAGNOSTICS n = ROW_COUNT;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
        IF n > 0 THEN
            RAISE EXCEPTION 'expected user A to change nothing, changed % row(s) by: %', n, attempt;
        END IF;
    END LOOP;
END
$$;
