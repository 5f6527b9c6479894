-- get-trending: the ranking is by score, is replaced as a whole, and shows public content only.
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
UPDATE public.content_item SET visibility = 'public', views_count = 9000000000000000000, total_clicks = 9000000000000000000, published_at = now()
 WHERE id IN ('5eed0000-0000-4000-8000-0000000000d1', '5eed0000-0000-4000-8000-0000000000d2');
UPDATE public.content_item SET total_clicks = 8000000000000000000 WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
UPDATE public.content_item SET views_count = 9000000000000000000, total_clicks = 9000000000000000000, published_at = now() WHERE id = '5eed0000-0000-4000-8000-0000000000d3';
SELECT 'expected at most 5 places, and 2 at least; found ' || made.n
  FROM (SELECT streamvibe_private.refresh_trending_content(5)) AS made (n) WHERE NOT made.n BETWEEN 2 AND 5;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT 'expected the two public items first, the one with more clicks before the other; found '
       || coalesce(string_agg(content_item_id || ' ' || rank, ', ' ORDER BY rank), 'none')
  FROM public.trending_content WHERE content_item_id IN ('5eed0000-0000-4000-8000-0000000000d1', '5eed0000-0000-4000-8000-0000000000d2', '5eed0000-0000-4000-8000-0000000000d3')
HAVING array_agg(content_item_id ORDER BY rank) IS DISTINCT FROM ARRAY['5eed0000-0000-4000-8000-0000000000d1', '5eed0000-0000-4000-8000-0000000000d2']::uuid[] OR max(rank) <> 2;
SELECT 'expected the score of the formula, found ' || t.trend_score
  FROM public.trending_content t JOIN public.content_item i ON i.id = t.content_item_id
 WHERE t.trend_score <> public.calculate_trend_score(i.total_clicks, i.views_count, i.published_at);
-- They change places; who is too old leaves.
SET CONSTRAINTS ALL DEFERRED;
UPDATE public.content_item SET total_clicks = 1 WHERE id = '5eed0000-0000-4000-8000-0000000000d1';
SELECT 'expected a ranking' WHERE streamvibe_private.refresh_trending_content(5) IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT 'expected the second to be first now, and to have been second before; found ' || coalesce(max(rank) || ', ' || max(previous_rank), 'none')
  FROM public.trending_content WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d2' HAVING (max(rank), max(previous_rank)) IS DISTINCT FROM (1, 2);
SET CONSTRAINTS ALL DEFERRED;
UPDATE public.content_item SET published_at = now() - interval '91 days' WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
SELECT 'expected a ranking' WHERE streamvibe_private.refresh_trending_content() IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT 'expected content of last season to have left the ranking' FROM public.trending_content WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d2';
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'expected a visitor to see the ranking, found nothing of it' WHERE NOT EXISTS (SELECT FROM public.trending_content WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1');
RESET ROLE;
UPDATE public.content_item SET visibility = 'private' WHERE id = '5eed0000-0000-4000-8000-0000000000d1';
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'expected what was hidden since to be gone at once' FROM public.trending_content WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1';
DO $$
BEGIN
    PERFORM streamvibe_private.refresh_trending_content();
    RAISE EXCEPTION 'expected anon to be refused to refresh the ranking';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
