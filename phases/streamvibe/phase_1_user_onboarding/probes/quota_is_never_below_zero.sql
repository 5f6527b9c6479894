-- decrement_quota() gives back what was not used, never more than was used.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
INSERT INTO public.subscription (user_id, tier_id, status_id)
SELECT '5eed0000-0000-4000-8000-00000000000a',
       (SELECT id FROM public.subscription_tier WHERE slug = 'free'),
       (SELECT id FROM public.subscription_status WHERE slug = 'active');
SET LOCAL ROLE service_role;
SELECT 'increment_quota(): expected true' WHERE public.increment_quota('5eed0000-0000-4000-8000-00000000000a', 'sync', 3) IS NOT TRUE;
SELECT 'decrement_quota(): expected true' WHERE public.decrement_quota('5eed0000-0000-4000-8000-00000000000a', 'sync', 2) IS NOT TRUE;
SELECT 'after 3 - 2: expected 1 sync used, found ' || syncs_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND syncs_used <> 1;
SELECT 'decrement_quota(): expected true' WHERE public.decrement_quota('5eed0000-0000-4000-8000-00000000000a', 'sync', 2147483647) IS NOT TRUE;
SELECT 'after giving back too much: expected 0 syncs used, found ' || syncs_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND syncs_used <> 0;
RESET ROLE;
DO $$
BEGIN
    UPDATE public.subscription SET syncs_used = -1 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
    RAISE EXCEPTION 'expected syncs_used = -1 to be refused';
EXCEPTION WHEN check_violation THEN
    NULL;
END
$$;
