-- content_tag says what content_item says, in one spelling; tags of hidden content are hidden.
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
SELECT 'expected minecraft and letsplay of the first item, found ' || coalesce(string_agg(tag, ', ' ORDER BY tag), 'none')
  FROM public.content_tag WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1'
HAVING coalesce(string_agg(tag, ', ' ORDER BY tag), '') <> 'letsplay, minecraft';
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
UPDATE public.content_item
   SET tags = ARRAY['Minecraft', ' MINECRAFT ', 'Let''s   Play', 'C#', '', ' # ', repeat('x', 99) || ' yz'], hashtags = ARRAY['#minecraft', 'Ökostrom']
 WHERE id = '5eed0000-0000-4000-8000-0000000000d1';
RESET ROLE;
SELECT 'expected each tag once, in one spelling; found ' || coalesce(string_agg(quote_literal(tag), ', ' ORDER BY tag COLLATE "C"), 'none')
  FROM public.content_tag WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1'
HAVING array_agg(tag ORDER BY tag COLLATE "C")
       IS DISTINCT FROM (SELECT array_agg(w ORDER BY w COLLATE "C") FROM unnest(ARRAY['minecraft', 'let''s play', 'c#', repeat('x', 99), lower('Ökostrom')]) AS w);
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'expected tags of public content only, found ' || coalesce(string_agg(tag, ', ' ORDER BY tag), 'none')
  FROM public.content_tag WHERE content_item_id IN ('5eed0000-0000-4000-8000-0000000000d1', '5eed0000-0000-4000-8000-0000000000d2')
HAVING coalesce(string_agg(tag, ', ' ORDER BY tag), '') <> 'food, italy';
RESET ROLE;
UPDATE public.content_item SET tags = '{}', hashtags = '{}' WHERE id = '5eed0000-0000-4000-8000-0000000000d1';
SELECT 'expected no tag to be left, found ' || tag FROM public.content_tag WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1';
DELETE FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
SELECT 'expected tags to go with their content, found ' || tag FROM public.content_tag WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d2';
