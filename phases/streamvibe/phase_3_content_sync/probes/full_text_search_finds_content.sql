-- Success: full-text search returns results: any form of an English word, words of other languages, the title first.
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
SELECT 'expected ' || wanted.found || ' item(s) for ' || quote_literal(wanted.words) || ' in ' || wanted.config || ', found ' || count(c.id)
  FROM (VALUES ('gaming', 'english', 3), ('game', 'english', 3), ('gaming', 'simple', 3), ('minecraft', 'english', 1),
               ('letsplay', 'simple', 1), ('italy pasta', 'english', 1), ('evenings', 'english', 1),
               ('pasta minecraft', 'english', 0), ('streamvibeprobe', 'german', 3)) AS wanted (words, config, found)
  LEFT JOIN public.content_item c
    ON c.search_vector @@ plainto_tsquery(wanted.config::regconfig, wanted.words)
   AND c.social_account_id IN ('5eed0000-0000-4000-8000-0000000000aa', '5eed0000-0000-4000-8000-0000000000ab')
 GROUP BY wanted.words, wanted.config, wanted.found
HAVING count(c.id) <> wanted.found;
SELECT 'expected the word in the title to rank above the word in the description, found ' || string_agg(title, ', ' ORDER BY rank DESC)
  FROM (SELECT title, ts_rank(search_vector, plainto_tsquery('english', 'gaming')) AS rank
          FROM public.content_item
         WHERE id IN ('5eed0000-0000-4000-8000-0000000000d1', '5eed0000-0000-4000-8000-0000000000d2')) AS ranked
HAVING (array_agg(title ORDER BY rank DESC))[1] <> 'Gaming night streamvibeprobe';
-- The vector follows an edit.
UPDATE public.content_item SET title = 'Gardening', description = '' WHERE id = '5eed0000-0000-4000-8000-0000000000d1';
SELECT 'after the edit: expected the old words to be forgotten and the new ones to be found'
  FROM public.content_item
 WHERE id = '5eed0000-0000-4000-8000-0000000000d1'
   AND (search_vector @@ plainto_tsquery('english', 'gaming') OR NOT search_vector @@ plainto_tsquery('english', 'garden'));
