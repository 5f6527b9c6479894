-- Success: 15 categories browsable, by everybody; content stands on the shelf that its owner chose.
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
UPDATE public.content_item SET category_id = (SELECT id FROM public.content_category WHERE slug = 'food-cooking') WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'expected category ' || wanted.name || ' (' || wanted.slug || '), found ' || coalesce(c.name, 'none')
  FROM (VALUES ('gaming', 'Gaming'), ('music', 'Music'), ('comedy', 'Comedy'), ('film-animation', 'Film & Animation'),
               ('sports', 'Sports'), ('fitness-health', 'Fitness & Health'), ('food-cooking', 'Food & Cooking'),
               ('travel', 'Travel'), ('beauty-fashion', 'Beauty & Fashion'), ('lifestyle', 'Lifestyle'),
               ('technology', 'Technology'), ('education', 'Education'), ('business-finance', 'Business & Finance'),
               ('news-politics', 'News & Politics'), ('diy-crafts', 'DIY & Crafts')) AS wanted (slug, name)
  LEFT JOIN public.content_category c ON c.slug = wanted.slug AND c.is_active
 WHERE c.name IS DISTINCT FROM wanted.name;
SELECT 'expected 15 categories, each in a place of its own, found ' || count(*) || ' in ' || count(DISTINCT sort_order)
  FROM public.content_category HAVING (count(*), count(DISTINCT sort_order)) <> (15, 15);
SELECT 'expected the content of the shelf, found ' || coalesce(string_agg(i.title, ', '), 'none')
  FROM public.content_category c JOIN public.content_item i ON i.category_id = c.id
 WHERE c.slug = 'food-cooking' AND i.id IN ('5eed0000-0000-4000-8000-0000000000d1', '5eed0000-0000-4000-8000-0000000000d2', '5eed0000-0000-4000-8000-0000000000d3')
HAVING coalesce(string_agg(i.title, ', '), '') <> 'Cooking pasta';
RESET ROLE;
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
UPDATE public.content_item SET category_id = (SELECT id FROM public.content_category WHERE slug = 'gaming') WHERE id = '5eed0000-0000-4000-8000-0000000000d1';
SELECT 'expected the owner to choose the shelf' FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d1' AND category_id IS NULL;
DO $$
BEGIN
    UPDATE public.content_item SET category_id = -1 WHERE id = '5eed0000-0000-4000-8000-0000000000d1';
    RAISE EXCEPTION 'expected a category that does not exist to be refused';
EXCEPTION WHEN foreign_key_violation THEN
    NULL;
END
$$;
