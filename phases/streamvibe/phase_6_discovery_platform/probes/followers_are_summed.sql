-- update_total_followers(): the sum over the accounts that are connected, after each change of one.
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
INSERT INTO public.content_item (id, social_account_id, content_type_id, platform_content_id, title, description, tags, hashtags, visibility, published_at)
SELECT v.id::uuid, v.account_id::uuid, t.id, v.id, v.title, v.description, v.tags::text[], v.hashtags::text[], v.visibility::public.visibility_enum, now() - v.age::interval
  FROM (VALUES
        ('5eed0000-0000-4000-8000-0000000000d1', '5eed0000-0000-4000-8000-0000000000aa', 'Gaming night streamvibeprobe', 'Long evening', '{minecraft}', '{letsplay}', 'private', '1 day'),
        ('5eed0000-0000-4000-8000-0000000000d2', '5eed0000-0000-4000-8000-0000000000aa', 'Cooking pasta', 'No gaming today streamvibeprobe', '{food,italy}', '{}', 'public', '2 days'),
        ('5eed0000-0000-4000-8000-0000000000d3', '5eed0000-0000-4000-8000-0000000000ab', 'Secret gaming streamvibeprobe', '', '{}', '{}', 'private', '3 days')
       ) AS v (id, account_id, title, description, tags, hashtags, visibility, age)
  JOIN public.content_type t ON t.slug = 'video';
UPDATE public.subscription SET tier_id = (SELECT id FROM public.subscription_tier WHERE slug = 'premium') WHERE user_id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b');
SET LOCAL ROLE service_role;
UPDATE public.social_account SET follower_count = 1000 WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
INSERT INTO public.social_account (user_id, connection_id, platform_id, status_id, platform_account_id, follower_count)
SELECT a.user_id, a.connection_id, a.platform_id, a.status_id, 'second channel', 234 FROM public.social_account a WHERE a.id = '5eed0000-0000-4000-8000-0000000000aa';
SELECT 'two accounts: expected 1234, found ' || total_followers FROM public.users WHERE id = '5eed0000-0000-4000-8000-00000000000a' AND total_followers <> 1234;
UPDATE public.social_account SET status_id = (SELECT id FROM public.account_status WHERE slug = 'expired') WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
SELECT 'consent expired: expected 1234 as before, found ' || total_followers FROM public.users WHERE id = '5eed0000-0000-4000-8000-00000000000a' AND total_followers <> 1234;
UPDATE public.social_account SET status_id = (SELECT id FROM public.account_status WHERE slug = 'disconnected') WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
SELECT 'one disconnected: expected 234, found ' || total_followers FROM public.users WHERE id = '5eed0000-0000-4000-8000-00000000000a' AND total_followers <> 234;
DELETE FROM public.social_account WHERE platform_account_id = 'second channel' AND user_id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'none left: expected 0, found ' || total_followers FROM public.users WHERE id = '5eed0000-0000-4000-8000-00000000000a' AND total_followers <> 0;
UPDATE public.social_account SET status_id = (SELECT id FROM public.account_status WHERE slug = 'active') WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
UPDATE public.social_account SET follower_count = 50 WHERE id = '5eed0000-0000-4000-8000-0000000000ab';
SELECT 'each his own: expected 1000 and 50, found ' || string_agg(total_followers::text, ' and ' ORDER BY id)
  FROM public.users WHERE id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b') HAVING array_agg(total_followers ORDER BY id) <> ARRAY[1000, 50]::bigint[];
RESET ROLE;
-- An account changes hands: both sums move.
INSERT INTO public.platform_connection (id, user_id, platform_id, platform_user_id, vault_secret_name)
SELECT '5eed0000-0000-4000-8000-0000000000e1', '5eed0000-0000-4000-8000-00000000000a', platform_id, 'a again', 'streamvibe_probe_again' FROM public.platform_connection WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
UPDATE public.social_account SET user_id = '5eed0000-0000-4000-8000-00000000000a', connection_id = '5eed0000-0000-4000-8000-0000000000e1', platform_account_id = 'was of b' WHERE id = '5eed0000-0000-4000-8000-0000000000ab';
SELECT 'changed hands: expected 1050 and 0, found ' || string_agg(total_followers::text, ' and ' ORDER BY id)
  FROM public.users WHERE id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b') HAVING array_agg(total_followers ORDER BY id) <> ARRAY[1050, 0]::bigint[];
DO $$
BEGIN
    SET LOCAL ROLE authenticated;
    PERFORM set_config('request.jwt.claims', '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated"}', true);
    UPDATE public.social_account SET follower_count = 1000000 WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
    RAISE EXCEPTION 'expected a user to be refused to make himself followers';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
