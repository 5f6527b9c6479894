-- Success: SEO metadata with OG tags, and a sitemap that lists public content: get-seo-metadata and sitemap ask this, as anon.
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
UPDATE public.content_item SET thumbnail_url = 'https://img.streamvibe.invalid/pasta.jpg', content_url = 'https://www.youtube.com/watch?v=pasta'
 WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
-- budget: 10ms
SELECT 'og:title, og:description, og:image, og:url: expected all four of public content, found ' || coalesce(string_agg(concat_ws(', ', title, description, thumbnail_url, content_url), '; '), 'none')
  FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d2'
HAVING count(*) <> 1 OR bool_or(title = '' OR description = '' OR thumbnail_url IS NULL OR content_url IS NULL);
-- budget: 10ms
SELECT 'sitemap: expected the public item of three, found ' || coalesce(string_agg(title, ', '), 'none')
  FROM public.content_item
 WHERE visibility = 'public' AND deleted_at IS NULL AND id IN ('5eed0000-0000-4000-8000-0000000000d1', '5eed0000-0000-4000-8000-0000000000d2', '5eed0000-0000-4000-8000-0000000000d3')
HAVING coalesce(string_agg(title, ', '), '') <> 'Cooking pasta';
SELECT 'sitemap: expected nothing private however anon asks, found ' || title FROM public.content_item WHERE visibility <> 'public';
