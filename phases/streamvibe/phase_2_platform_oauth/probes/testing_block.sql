-- Testing 2 and 4: after the OAuth callback the user finds his connection and his account, in less than 5 ms.
-- Each query runs once unmeasured, so that the server's caches are warm.
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
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
DO $$
BEGIN
    PERFORM * FROM public.platform_connection WHERE user_id = auth.uid();
    PERFORM * FROM public.social_account WHERE user_id = auth.uid();
    PERFORM * FROM public.platform;
END
$$;
-- budget: 5ms
SELECT 'expected the own connection with its vault_secret_name, found none'
 WHERE NOT EXISTS (SELECT * FROM public.platform_connection WHERE user_id = auth.uid() AND vault_secret_name = 'streamvibe_probe_a');
-- budget: 5ms
SELECT 'expected the own social account, found none' WHERE NOT EXISTS (SELECT * FROM public.social_account WHERE user_id = auth.uid());
-- budget: 5ms
SELECT 'expected the platform YouTube, found none' WHERE NOT EXISTS (SELECT * FROM public.platform WHERE slug = 'youtube');
