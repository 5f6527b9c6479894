-- Performance: search over words and over tags is answered from GIN indexes.
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
SELECT 'array search: expected one item tagged food, found ' || count(*)
  FROM public.content_item
 WHERE tags @> ARRAY['food'] AND social_account_id = '5eed0000-0000-4000-8000-0000000000aa'
HAVING count(*) <> 1;
-- On a small table the planner rightly prefers to read it whole; forbid that, and see what is left to it.
SET LOCAL enable_seqscan = off;
SET LOCAL enable_indexscan = off;
DO $$
DECLARE
    condition text;
    wanted    text;
    line      text;
    plan      text;
BEGIN
    FOR condition, wanted IN VALUES
        ($q$search_vector @@ plainto_tsquery('english', 'gaming')$q$, 'idx_content_item_search_vector'),
        ($q$tags @> ARRAY['food']$q$,                                 'idx_content_item_tags'),
        ($q$hashtags && ARRAY['letsplay', 'cooking']$q$,              'idx_content_item_hashtags')
    LOOP
        plan := '';
        FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT id FROM public.content_item WHERE ' || condition LOOP
            plan := plan || line || E'\n';
        END LOOP;
        IF position(wanted IN plan) = 0 THEN
            RAISE EXCEPTION 'expected % to be used for %, found %', wanted, condition, plan;
        END IF;
    END LOOP;
END
$$;
