-- Performance: queries of phase 1 take less than 10 ms. Each runs once unmeasured, so that the server's caches are warm.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
INSERT INTO public.subscription (user_id, tier_id, status_id)
SELECT '5eed0000-0000-4000-8000-00000000000a',
       (SELECT id FROM public.subscription_tier WHERE slug = 'free'),
       (SELECT id FROM public.subscription_status WHERE slug = 'active');
INSERT INTO public.notification (user_id, title) SELECT '5eed0000-0000-4000-8000-00000000000a', 'note ' || n FROM generate_series(1, 50) n;
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
DO $$
BEGIN
    PERFORM FROM public.users WHERE id = auth.uid();
    PERFORM public.check_quota(auth.uid(), 'sync');
    PERFORM public.increment_quota(auth.uid(), 'sync', 1);
    PERFORM public.has_role(auth.uid(), 'admin');
    PERFORM FROM public.subscription WHERE user_id = auth.uid();
    PERFORM FROM public.notification WHERE user_id = auth.uid() ORDER BY created_at DESC LIMIT 20;
END
$$;
-- budget: 10ms
SELECT 'expected the own profile' WHERE NOT EXISTS (SELECT FROM public.users WHERE id = auth.uid());
-- budget: 10ms
SELECT 'check_quota(): expected true' WHERE public.check_quota(auth.uid(), 'sync') IS NOT TRUE;
-- budget: 10ms
SELECT 'increment_quota(): expected true' WHERE public.increment_quota(auth.uid(), 'sync', 1) IS NOT TRUE;
-- budget: 10ms
SELECT 'has_role(): expected false for admin' WHERE public.has_role(auth.uid(), 'admin') IS NOT FALSE;
-- budget: 10ms
SELECT 'expected 2 syncs used, found ' || coalesce(max(syncs_used)::text, 'no row')
  FROM public.subscription WHERE user_id = auth.uid() HAVING max(syncs_used) IS DISTINCT FROM 2;
-- budget: 10ms
SELECT 'expected the 20 latest notifications, found ' || count(*)
  FROM (SELECT FROM public.notification WHERE user_id = auth.uid() ORDER BY created_at DESC LIMIT 20) latest
HAVING count(*) <> 20;
