-- Success: deduplication. The same content of the same account is refused, even when it was soft-deleted.
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
DO $$
BEGIN
    INSERT INTO public.content_item (social_account_id, content_type_id, platform_content_id, title)
    SELECT social_account_id, content_type_id, platform_content_id, 'once more'
      FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d1';
    RAISE EXCEPTION 'expected duplicate content to be refused';
EXCEPTION WHEN unique_violation THEN
    NULL;
END
$$;
-- What a sync does: it updates what is there, and leaves alone what the user has deleted.
UPDATE public.content_item SET deleted_at = now() WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
SET LOCAL ROLE service_role;
INSERT INTO public.content_item AS c (social_account_id, content_type_id, platform_content_id, title, views_count)
SELECT '5eed0000-0000-4000-8000-0000000000aa', t.id, v.id, 'synced again', 42
  FROM public.content_type t, (VALUES ('5eed0000-0000-4000-8000-0000000000d1'), ('5eed0000-0000-4000-8000-0000000000d2')) AS v (id)
 WHERE t.slug = 'video'
ON CONFLICT (social_account_id, platform_content_id) DO UPDATE SET views_count = excluded.views_count;
RESET ROLE;
SELECT 'after a second sync: expected 2 items with 42 views, one of them deleted; found ' || count(*) || ', deleted ' || count(deleted_at)
  FROM public.content_item
 WHERE social_account_id = '5eed0000-0000-4000-8000-0000000000aa' AND views_count = 42
HAVING count(*) <> 2 OR count(deleted_at) <> 1;
-- The same id at another account is other content.
INSERT INTO public.content_item (social_account_id, content_type_id, platform_content_id, title)
SELECT '5eed0000-0000-4000-8000-0000000000ab', content_type_id, platform_content_id, 'of B'
  FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d1';
