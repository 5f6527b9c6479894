-- Testing 2 to 4 once more, as the signed-in user himself: nothing but auth.uid() and row level security.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;

SELECT 'expected the user to see his own row, found none'
 WHERE NOT EXISTS (SELECT id, is_onboarded FROM public.users WHERE id = auth.uid());

INSERT INTO public.subscription (user_id, tier_id, status_id, cycle_start_date, cycle_end_date)
SELECT auth.uid(),
    (SELECT id FROM public.subscription_tier WHERE slug = 'free'),
    (SELECT id FROM public.subscription_status WHERE slug = 'active'),
    NOW(), NOW() + INTERVAL '1 month';

SELECT 'check_quota(): expected true' WHERE public.check_quota(auth.uid(), 'sync') IS NOT TRUE;
SELECT 'increment_quota(): expected true' WHERE public.increment_quota(auth.uid(), 'sync', 1) IS NOT TRUE;
SELECT 'expected syncs_used 1, found ' || coalesce(max(syncs_used)::text, 'no row')
  FROM public.subscription WHERE user_id = auth.uid() HAVING max(syncs_used) IS DISTINCT FROM 1;

-- He finishes onboarding and finds his profile as he left it.
UPDATE public.users SET is_onboarded = true, display_name = 'Probe A', profile_slug = 'streamvibe-probe-a' WHERE id = auth.uid();
UPDATE public.user_setting SET theme = 'dark' WHERE user_id = auth.uid();
SELECT 'expected the user to be able to finish onboarding'
 WHERE NOT EXISTS (SELECT FROM public.users u JOIN public.user_setting s ON s.user_id = u.id
                    WHERE u.id = auth.uid() AND u.is_onboarded AND s.theme = 'dark');
