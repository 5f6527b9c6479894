-- Testing 1 to 5: a visitor browses, searches and clicks; trends are calculated; the user gets the slug tech-gaming; in less than 500 ms.
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
-- Somebody may have the document's example already: it is free for the length of this probe.
UPDATE public.users SET profile_slug = NULL WHERE profile_slug LIKE 'tech-gaming%';

UPDATE public.content_item SET visibility = 'public' WHERE id = '5eed0000-0000-4000-8000-0000000000d1';
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
-- budget: 500ms
SELECT 'categories: expected 15, found ' || count(*) FROM public.content_category WHERE is_active HAVING count(*) <> 15;
-- budget: 500ms
SELECT 'search for minecraft: expected the item tagged so, found none'
 WHERE NOT EXISTS (SELECT title FROM public.content_item
                    WHERE search_vector @@ plainto_tsquery('minecraft') AND title = 'Gaming night streamvibeprobe');
SELECT 'click: expected 1, found ' || coalesce(clicked.n::text, 'NULL')
  FROM public.increment_content_clicks('5eed0000-0000-4000-8000-0000000000d1') AS clicked (n) WHERE clicked.n IS DISTINCT FROM 1;
RESET ROLE;
-- Millions of views, so that they are among the first ten whatever else is there; as old as the fixture says.
UPDATE public.content_item SET views_count = 9000000000000000000, total_clicks = 9000000000000000000
 WHERE id IN ('5eed0000-0000-4000-8000-0000000000d1', '5eed0000-0000-4000-8000-0000000000d2');
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
-- budget: 500ms
SELECT 'trending: expected the newer of two before the older, found ' || coalesce(string_agg(title, ', ' ORDER BY n), 'neither')
  FROM (SELECT title, row_number() OVER () AS n FROM (
            SELECT title, public.calculate_trend_score(total_clicks, views_count, published_at)
            FROM public.content_item ORDER BY 2 DESC LIMIT 10) AS found) AS top
 WHERE title IN ('Gaming night streamvibeprobe', 'Cooking pasta')
HAVING coalesce(string_agg(title, ', ' ORDER BY n), '') <> 'Gaming night streamvibeprobe, Cooking pasta';
RESET ROLE;
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
-- budget: 500ms
SELECT 'slug: expected tech-gaming, found ' || made.slug
  FROM (SELECT public.generate_profile_slug('Tech Gaming', auth.uid())) AS made (slug) WHERE made.slug IS DISTINCT FROM 'tech-gaming';
