-- Security: public profiles are visible to all, private and unlisted ones to their owner only; prices to everybody.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid'),
                                          ('5eed0000-0000-4000-8000-00000000000b', 'probe-b@streamvibe.invalid'),
                                          ('5eed0000-0000-4000-8000-00000000000c', 'probe-c@streamvibe.invalid');
UPDATE public.users SET visibility = 'public' WHERE id = '5eed0000-0000-4000-8000-00000000000b';
UPDATE public.users SET visibility = 'unlisted' WHERE id = '5eed0000-0000-4000-8000-00000000000c';

SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'anon: expected the public profile only, found ' || count(*) || ' of the three'
  FROM public.users
 WHERE id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b', '5eed0000-0000-4000-8000-00000000000c')
HAVING count(*) <> 1 OR bool_or(visibility <> 'public');
SELECT 'anon: expected the price list, found no tier' WHERE NOT EXISTS (SELECT FROM public.subscription_tier WHERE slug = 'free');
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['user_role', 'user_setting', 'subscription', 'notification', 'audit_log', 'quota_usage_history', 'cache_store'] LOOP
        BEGIN
            EXECUTE format('SELECT FROM public.%I', t);
            RAISE EXCEPTION 'expected anon to be refused: public.%', t;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
    END LOOP;
END
$$;
RESET ROLE;

SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'A: expected his own and the public profile, found ' || count(*) || ' of the three'
  FROM public.users
 WHERE id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b', '5eed0000-0000-4000-8000-00000000000c')
HAVING count(*) <> 2 OR bool_or(visibility = 'unlisted');
