-- A new cycle starts with nothing used, whoever begins it; what was used before stays in quota_usage_history.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
INSERT INTO public.subscription (user_id, tier_id, status_id, cycle_start_date, cycle_end_date)
SELECT '5eed0000-0000-4000-8000-00000000000a',
       (SELECT id FROM public.subscription_tier WHERE slug = 'free'),
       (SELECT id FROM public.subscription_status WHERE slug = 'active'),
       now() - interval '10 days', now() + interval '20 days';
SELECT 'expected 10 syncs to be counted' WHERE public.increment_quota('5eed0000-0000-4000-8000-00000000000a', 'sync', 10) IS NOT TRUE;
SELECT 'history: expected 10 of 10 syncs in the running cycle, found ' || coalesce(string_agg(used || ' of ' || quota_limit, ', '), 'none')
  FROM public.quota_usage_history
 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND quota_type = 'sync'
HAVING coalesce(string_agg(used || ' of ' || quota_limit, ', '), '') <> '10 of 10';

-- Time passes: the cycle ended 40 days ago.
UPDATE public.subscription SET cycle_start_date = now() - interval '70 days', cycle_end_date = now() - interval '40 days'
 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'moving a cycle back must not reset it: expected 10 syncs used, found ' || syncs_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND syncs_used <> 10;
SELECT 'after the end of the cycle: expected check_quota() true' WHERE public.check_quota('5eed0000-0000-4000-8000-00000000000a', 'sync', 10) IS NOT TRUE;
SELECT 'after the end of the cycle: expected increment_quota() true' WHERE public.increment_quota('5eed0000-0000-4000-8000-00000000000a', 'sync', 1) IS NOT TRUE;
SELECT 'expected 1 sync used in a cycle around now, found ' || syncs_used || ' from ' || cycle_start_date || ' to ' || cycle_end_date
  FROM public.subscription
 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a'
   AND NOT (syncs_used = 1 AND cycle_start_date <= now() AND cycle_end_date > now()
            AND cycle_end_date - cycle_start_date BETWEEN interval '27 days' AND interval '32 days');
SELECT 'history: expected the old cycle''s 10 and the new one''s 1, found ' || coalesce(string_agg(used::text, ', ' ORDER BY used DESC), 'none')
  FROM public.quota_usage_history
 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND quota_type = 'sync'
HAVING coalesce(string_agg(used::text, ', ' ORDER BY used DESC), '') <> '10, 1';

-- Stripe's webhook renews: no function called.
UPDATE public.subscription SET cycle_start_date = cycle_end_date, cycle_end_date = cycle_end_date + interval '1 month'
 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'after a renewal: expected nothing used, found ' || syncs_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND syncs_used <> 0;
