-- Quota functions act for the caller only, for others only when service_role asks; nobody gives quota back to himself.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid'),
                                          ('5eed0000-0000-4000-8000-00000000000b', 'probe-b@streamvibe.invalid');
INSERT INTO public.subscription (user_id, tier_id, status_id)
SELECT u.id, (SELECT id FROM public.subscription_tier WHERE slug = 'free'), (SELECT id FROM public.subscription_status WHERE slug = 'active')
  FROM public.users u
 WHERE u.id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b');

-- User A; the claim "service_role" of a JWT must not help him while he acts as authenticated.
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"service_role","email":"probe-a@streamvibe.invalid"}';
DO $$
DECLARE
    api_role text;
    call     text;
BEGIN
    FOR api_role, call IN VALUES
        ('authenticated', $q$SELECT public.check_quota('5eed0000-0000-4000-8000-00000000000b', 'sync')$q$),
        ('authenticated', $q$SELECT public.increment_quota('5eed0000-0000-4000-8000-00000000000b', 'sync', 1)$q$),
        ('authenticated', $q$SELECT public.increment_quota(NULL, 'sync', 1)$q$),
        ('authenticated', $q$SELECT public.decrement_quota('5eed0000-0000-4000-8000-00000000000b', 'sync', 1)$q$),
        ('authenticated', $q$SELECT public.decrement_quota('5eed0000-0000-4000-8000-00000000000a', 'sync', 1)$q$),
        ('anon',          $q$SELECT public.check_quota('5eed0000-0000-4000-8000-00000000000a', 'sync')$q$),
        ('anon',          $q$SELECT public.increment_quota('5eed0000-0000-4000-8000-00000000000a', 'sync', 1)$q$)
    LOOP
        EXECUTE format('SET LOCAL ROLE %I', api_role);
        BEGIN
            EXECUTE call;
            RAISE EXCEPTION 'expected % to be refused: %', api_role, call;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
        RESET ROLE;
    END LOOP;
END
$$;
SELECT 'expected no quota of B to be used by A, found ' || syncs_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000b' AND syncs_used <> 0;

SET LOCAL request.jwt.claims = '{"role":"service_role"}';
SET LOCAL ROLE service_role;
SELECT 'service_role: expected to use quota of a user' WHERE public.increment_quota('5eed0000-0000-4000-8000-00000000000b', 'sync', 1) IS NOT TRUE;
