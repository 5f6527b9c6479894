-- Success: quota enforced, 1 account for the free tier (testing 5), whoever connects it, service_role and owner included.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid'),
                                          ('5eed0000-0000-4000-8000-00000000000b', 'probe-b@streamvibe.invalid');
INSERT INTO public.subscription (user_id, tier_id, status_id)
SELECT u.id, (SELECT id FROM public.subscription_tier WHERE slug = 'free'), (SELECT id FROM public.subscription_status WHERE slug = 'active')
  FROM public.users u
 WHERE u.id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b');
INSERT INTO public.platform_connection (id, user_id, platform_id, platform_user_id, vault_secret_name)
SELECT v.id::uuid, v.user_id::uuid, p.id, v.login, 'streamvibe_probe_' || v.login
  FROM (VALUES ('5eed0000-0000-4000-8000-0000000000ca', '5eed0000-0000-4000-8000-00000000000a', 'a'),
               ('5eed0000-0000-4000-8000-0000000000cb', '5eed0000-0000-4000-8000-00000000000b', 'b')) AS v (id, user_id, login)
  JOIN public.platform p ON p.slug = 'youtube';
INSERT INTO public.social_account (id, user_id, connection_id, platform_id, status_id, platform_account_id)
SELECT v.id::uuid, c.user_id, c.id, c.platform_id, s.id, 'probe channel'
  FROM (VALUES ('5eed0000-0000-4000-8000-0000000000aa', '5eed0000-0000-4000-8000-0000000000ca'),
               ('5eed0000-0000-4000-8000-0000000000ab', '5eed0000-0000-4000-8000-0000000000cb')) AS v (id, connection_id)
  JOIN public.platform_connection c ON c.id = v.connection_id::uuid
  JOIN public.account_status s ON s.slug = 'active';
SELECT 'expected accounts_used 1, found ' || accounts_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND accounts_used <> 1;
SELECT 'check_quota(): expected no account to be left' WHERE public.check_quota('5eed0000-0000-4000-8000-00000000000a', 'account') IS NOT FALSE;
DO $$
DECLARE
    api_role text;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['service_role', 'none'] LOOP
        EXECUTE format('SET LOCAL ROLE %s', api_role);
        BEGIN
            INSERT INTO public.social_account (user_id, connection_id, platform_id, status_id, platform_account_id)
            SELECT c.user_id, c.id, c.platform_id, s.id, 'second channel'
              FROM public.platform_connection c, public.account_status s
             WHERE c.id = '5eed0000-0000-4000-8000-0000000000ca' AND s.slug = 'active';
            RAISE EXCEPTION 'expected the second account of a free user to be refused, was connected with role %', api_role;
        EXCEPTION WHEN check_violation THEN
            NULL;
        END;
        RESET ROLE;
    END LOOP;
END
$$;

-- A disconnected account does not count, and comes back only if there is room.
UPDATE public.social_account SET status_id = (SELECT id FROM public.account_status WHERE slug = 'disconnected')
 WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
INSERT INTO public.social_account (user_id, connection_id, platform_id, status_id, platform_account_id)
SELECT c.user_id, c.id, c.platform_id, s.id, 'second channel'
  FROM public.platform_connection c, public.account_status s
 WHERE c.id = '5eed0000-0000-4000-8000-0000000000ca' AND s.slug = 'active';
DO $$
BEGIN
    UPDATE public.social_account SET status_id = (SELECT id FROM public.account_status WHERE slug = 'active')
     WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
    RAISE EXCEPTION 'expected a disconnected account not to come back beyond the quota';
EXCEPTION WHEN check_violation THEN
    NULL;
END
$$;

-- A larger tier has room. A smaller one disconnects nobody, and lets an account change its state.
UPDATE public.subscription SET tier_id = (SELECT id FROM public.subscription_tier WHERE slug = 'creator')
 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
UPDATE public.social_account SET status_id = (SELECT id FROM public.account_status WHERE slug = 'active')
 WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
UPDATE public.subscription SET tier_id = (SELECT id FROM public.subscription_tier WHERE slug = 'free')
 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
UPDATE public.social_account SET status_id = (SELECT id FROM public.account_status WHERE slug = 'expired')
 WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
SELECT 'expected accounts_used 2 after upgrade and downgrade, found ' || accounts_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND accounts_used <> 2;
DELETE FROM public.social_account WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'expected accounts_used 0 after deleting both, found ' || accounts_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND accounts_used <> 0;

-- Two in one statement are one too many; so is one without a subscription.
DO $$
BEGIN
    INSERT INTO public.social_account (user_id, connection_id, platform_id, status_id, platform_account_id)
    SELECT c.user_id, c.id, c.platform_id, s.id, 'channel ' || n
      FROM public.platform_connection c, public.account_status s, generate_series(1, 2) n
     WHERE c.id = '5eed0000-0000-4000-8000-0000000000ca' AND s.slug = 'active';
    RAISE EXCEPTION 'expected two accounts in one statement to be refused';
EXCEPTION WHEN check_violation THEN
    NULL;
END
$$;
DELETE FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
DO $$
BEGIN
    INSERT INTO public.social_account (user_id, connection_id, platform_id, status_id, platform_account_id)
    SELECT c.user_id, c.id, c.platform_id, s.id, 'channel'
      FROM public.platform_connection c, public.account_status s
     WHERE c.id = '5eed0000-0000-4000-8000-0000000000ca' AND s.slug = 'active';
    RAISE EXCEPTION 'expected an account without a subscription to be refused';
EXCEPTION WHEN check_violation THEN
    NULL;
END
$$;
