-- Quotas hold: the free tier gives 10 syncs, 25 AI analyses and no SEO submission, and not one more.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'without a subscription: expected check_quota() false' WHERE public.check_quota(auth.uid(), 'sync') IS NOT FALSE;
SELECT 'without a subscription: expected increment_quota() false' WHERE public.increment_quota(auth.uid(), 'sync', 1) IS NOT FALSE;
RESET ROLE;

INSERT INTO public.subscription (user_id, tier_id, status_id)
SELECT '5eed0000-0000-4000-8000-00000000000a',
       (SELECT id FROM public.subscription_tier WHERE slug = 'free'),
       (SELECT id FROM public.subscription_status WHERE slug = 'active');
SET LOCAL ROLE authenticated;
SELECT 'sync ' || n || ' of 10: expected to be counted' FROM generate_series(1, 10) n WHERE public.increment_quota(auth.uid(), 'sync', 1) IS NOT TRUE;
SELECT 'after 10 syncs: expected check_quota() false' WHERE public.check_quota(auth.uid(), 'sync') IS NOT FALSE;
SELECT 'sync 11: expected to be refused' WHERE public.increment_quota(auth.uid(), 'sync', 1) IS NOT FALSE;
SELECT '25 AI analyses at once: expected to be counted' WHERE public.increment_quota(auth.uid(), 'ai_analysis', 25) IS NOT TRUE;
SELECT 'AI analysis 26: expected to be refused' WHERE public.increment_quota(auth.uid(), 'ai_analysis') IS NOT FALSE;
SELECT 'SEO submission: expected check_quota() false' WHERE public.check_quota(auth.uid(), 'seo_submission') IS NOT FALSE;
SELECT 'SEO submission: expected to be refused' WHERE public.increment_quota(auth.uid(), 'seo_submission', 1) IS NOT FALSE;
SELECT 'largest integer: expected to be refused, not to overflow' WHERE public.increment_quota(auth.uid(), 'sync', 2147483647) IS NOT FALSE;
SELECT 'account: expected one to be left and not two'
 WHERE public.check_quota(auth.uid(), 'account') IS NOT TRUE OR public.check_quota(auth.uid(), 'account', 2) IS NOT FALSE;
SELECT 'a refusal must count nothing: expected 10, 25, 0; found ' || concat_ws(', ', syncs_used, ai_analyses_used, seo_submissions_used)
  FROM public.subscription
 WHERE user_id = auth.uid() AND (syncs_used, ai_analyses_used, seo_submissions_used) <> (10, 25, 0);
RESET ROLE;

-- A larger tier gives more at once; a canceled subscription gives nothing.
UPDATE public.subscription SET tier_id = (SELECT id FROM public.subscription_tier WHERE slug = 'premium')
 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'after the upgrade: expected sync 11 to be counted' WHERE public.increment_quota('5eed0000-0000-4000-8000-00000000000a', 'sync', 1) IS NOT TRUE;
UPDATE public.subscription SET status_id = (SELECT id FROM public.subscription_status WHERE slug = 'canceled')
 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'canceled: expected check_quota() false' WHERE public.check_quota('5eed0000-0000-4000-8000-00000000000a', 'sync') IS NOT FALSE;
SELECT 'canceled: expected increment_quota() false' WHERE public.increment_quota('5eed0000-0000-4000-8000-00000000000a', 'sync', 1) IS NOT FALSE;

-- What makes no sense is an error.
DO $$
DECLARE
    call text;
BEGIN
    FOREACH call IN ARRAY ARRAY[
        $q$SELECT public.check_quota('5eed0000-0000-4000-8000-00000000000a', 'syncs')$q$,
        $q$SELECT public.increment_quota('5eed0000-0000-4000-8000-00000000000a', NULL, 1)$q$,
        $q$SELECT public.increment_quota('5eed0000-0000-4000-8000-00000000000a', 'sync', 0)$q$,
        $q$SELECT public.increment_quota('5eed0000-0000-4000-8000-00000000000a', 'sync', -5)$q$,
        $q$SELECT public.increment_quota('5eed0000-0000-4000-8000-00000000000a', 'account', 1)$q$,
        $q$SELECT public.decrement_quota('5eed0000-0000-4000-8000-00000000000a', 'account', 1)$q$]
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
