-- An account belongs to the user and the platform of its connection, and is connected once.
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
DO $$
BEGIN
    UPDATE public.social_account SET connection_id = '5eed0000-0000-4000-8000-0000000000cb' WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
    RAISE EXCEPTION 'expected an account of A on a connection of B to be refused';
EXCEPTION WHEN foreign_key_violation THEN
    NULL;
END
$$;
DO $$
BEGIN
    UPDATE public.social_account SET platform_id = (SELECT id FROM public.platform WHERE slug = 'tiktok')
     WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
    RAISE EXCEPTION 'expected a TikTok account on a YouTube connection to be refused';
EXCEPTION WHEN foreign_key_violation THEN
    NULL;
END
$$;
DO $$
BEGIN
    INSERT INTO public.social_account (user_id, connection_id, platform_id, status_id, platform_account_id)
    SELECT user_id, connection_id, platform_id, (SELECT id FROM public.account_status WHERE slug = 'disconnected'), platform_account_id
      FROM public.social_account WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
    RAISE EXCEPTION 'expected the same account to be refused a second time';
EXCEPTION WHEN unique_violation THEN
    NULL;
END
$$;
DO $$
BEGIN
    INSERT INTO public.platform_connection (user_id, platform_id, platform_user_id, vault_secret_name)
    SELECT user_id, platform_id, platform_user_id, 'streamvibe_probe_again'
      FROM public.platform_connection WHERE id = '5eed0000-0000-4000-8000-0000000000ca';
    RAISE EXCEPTION 'expected the same connection to be refused a second time';
EXCEPTION WHEN unique_violation THEN
    NULL;
END
$$;
-- Erasing a user takes everything along.
DELETE FROM auth.users WHERE id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'expected connections and accounts to go with their user, found some'
 WHERE EXISTS (SELECT FROM public.platform_connection WHERE user_id = '5eed0000-0000-4000-8000-00000000000a')
    OR EXISTS (SELECT FROM public.social_account WHERE user_id = '5eed0000-0000-4000-8000-00000000000a');
