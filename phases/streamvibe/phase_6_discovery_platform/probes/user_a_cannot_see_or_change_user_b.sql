-- Row level security: user A sees of B what everybody sees, and changes nothing; visitors change nothing at all.
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
-- All that B can show to everybody he shows: it is the owner that counts, not what is visible on the way to him.
UPDATE public.users SET visibility = 'public' WHERE id = '5eed0000-0000-4000-8000-00000000000b';
UPDATE public.social_account SET visibility = 'public' WHERE user_id = '5eed0000-0000-4000-8000-00000000000b';
UPDATE public.content_item SET tags = '{secretofb}' WHERE id = '5eed0000-0000-4000-8000-0000000000d3';
INSERT INTO public.content_media (content_item_id, media_type, url)
VALUES ('5eed0000-0000-4000-8000-0000000000d1', 'thumbnail', 'https://img.streamvibe.invalid/a.jpg'), ('5eed0000-0000-4000-8000-0000000000d3', 'thumbnail', 'https://img.streamvibe.invalid/b.jpg');
INSERT INTO public.content_click (content_item_id, user_id) VALUES ('5eed0000-0000-4000-8000-0000000000d2', '5eed0000-0000-4000-8000-00000000000a'), ('5eed0000-0000-4000-8000-0000000000d2', '5eed0000-0000-4000-8000-00000000000b'), ('5eed0000-0000-4000-8000-0000000000d1', '5eed0000-0000-4000-8000-00000000000b');
INSERT INTO public.trending_content (content_item_id, rank, trend_score)
SELECT '5eed0000-0000-4000-8000-0000000000d3', coalesce(max(rank), 0) + 1, 1 FROM public.trending_content;
INSERT INTO public.featured_creator (user_id, headline, featured_from) VALUES ('5eed0000-0000-4000-8000-00000000000b', 'streamvibe probe', now() + interval '1 day');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'expected A to see ' || seen.wanted || ' own and none of B in ' || seen.name || ', found ' || seen.own || ' and ' || seen.other
  FROM (SELECT 'content_tag', 2, count(*) FILTER (WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1'), count(*) FILTER (WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d3') FROM public.content_tag
        UNION ALL
        SELECT 'content_media', 1, count(*) FILTER (WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1'), count(*) FILTER (WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d3') FROM public.content_media
        UNION ALL
        -- Not even who clicked on his own content.
        SELECT 'content_click', 1, count(*) FILTER (WHERE user_id = '5eed0000-0000-4000-8000-00000000000a'), count(*) FILTER (WHERE user_id IS DISTINCT FROM '5eed0000-0000-4000-8000-00000000000a') FROM public.content_click
        UNION ALL
        SELECT 'trending_content', 0, 0, count(*) FROM public.trending_content WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d3'
        UNION ALL
        SELECT 'featured_creator', 0, 0, count(*) FROM public.featured_creator WHERE headline = 'streamvibe probe'
       ) AS seen (name, wanted, own, other)
 WHERE seen.own <> seen.wanted OR seen.other <> 0;
UPDATE public.content_media SET alt_text = 'A dark room' WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1';
SELECT 'expected A to describe his own picture' WHERE NOT EXISTS (SELECT FROM public.content_media WHERE alt_text = 'A dark room');
RESET ROLE;
-- What B shows to everybody A may see, and still not touch.
UPDATE public.content_item SET visibility = 'public' WHERE id = '5eed0000-0000-4000-8000-0000000000d3';
SET LOCAL ROLE authenticated;
SELECT 'expected A to see public ' || seen.name || ' of B, found none'
  FROM (SELECT 'content_tag', count(*) FROM public.content_tag WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d3'
        UNION ALL
        SELECT 'content_media', count(*) FROM public.content_media WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d3'
        UNION ALL
        SELECT 'trending_content', count(*) FROM public.trending_content WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d3') AS seen (name, n)
 WHERE seen.n = 0;
DO $$
DECLARE
    api_role text;
    attempt  text;
    n        bigint;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['authenticated', 'anon'] LOOP
        EXECUTE format('SET LOCAL ROLE %I', api_role);
        FOREACH attempt IN ARRAY ARRAY[
            $q$UPDATE public.content_media SET alt_text = 'A was here' WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d3'$q$,
            $q$UPDATE public.content_media SET url = 'https://evil.invalid/'$q$,
            $q$DELETE FROM public.content_media$q$,
            $q$INSERT INTO public.content_media (content_item_id, media_type, url) VALUES ('5eed0000-0000-4000-8000-0000000000d3', 'image', 'https://evil.invalid/')$q$,
            $q$UPDATE public.content_item SET category_id = (SELECT min(id) FROM public.content_category) WHERE id = '5eed0000-0000-4000-8000-0000000000d3'$q$,
            $q$INSERT INTO public.content_tag (content_item_id, tag) VALUES ('5eed0000-0000-4000-8000-0000000000d3', 'made up')$q$,
            $q$DELETE FROM public.content_tag$q$,
            $q$DELETE FROM public.content_click WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
            $q$UPDATE public.content_click SET user_id = '5eed0000-0000-4000-8000-00000000000a'$q$,
            $q$INSERT INTO public.content_click (content_item_id, user_id) VALUES ('5eed0000-0000-4000-8000-0000000000d1', '5eed0000-0000-4000-8000-00000000000b')$q$,
            $q$UPDATE public.trending_content SET rank = 1$q$,
            $q$DELETE FROM public.trending_content$q$,
            $q$UPDATE public.featured_creator SET headline = 'x'$q$,
            $q$DELETE FROM public.featured_creator$q$,
            $q$UPDATE public.content_category SET name = 'x'$q$,
            $q$INSERT INTO public.content_category (slug, name, sort_order) VALUES ('made-up', 'Made up', 1)$q$,
            $q$DELETE FROM public.content_category$q$]
        LOOP
            n := 0;
            BEGIN
                EXECUTE attempt;
                GET DIAGNOSTICS n = ROW_COUNT;
            EXCEPTION WHEN insufficient_privilege THEN
                NULL;
            END;
            IF n > 0 THEN
                RAISE EXCEPTION 'expected role % to change nothing, changed % row(s) by: %', api_role, n, attempt;
            END IF;
        END LOOP;
        RESET ROLE;
    END LOOP;
END
$$;
RESET ROLE;
-- Without a WHERE the policy for SELECT takes no part: what is left of B is left by the policies for UPDATE and DELETE.
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
UPDATE public.content_media SET alt_text = 'Mine';
UPDATE public.featured_creator SET headline = 'Mine';
DELETE FROM public.featured_creator;
DELETE FROM public.content_click;
RESET ROLE;
SELECT 'expected B to keep his clicks, media and place, found ' || concat_ws(', ', found.clicks, found.media, found.places)
  FROM (SELECT (SELECT count(*) FROM public.content_click WHERE user_id = '5eed0000-0000-4000-8000-00000000000b') AS clicks,
               (SELECT count(*) FROM public.content_media WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d3' AND alt_text = '') AS media,
               (SELECT count(*) FROM public.featured_creator WHERE user_id = '5eed0000-0000-4000-8000-00000000000b' AND headline = 'streamvibe probe') AS places) AS found
 WHERE (found.clicks, found.media, found.places) <> (2, 1, 1);
SELECT 'expected A to have described his own picture and cleared his clicks'
 WHERE NOT EXISTS (SELECT FROM public.content_media WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1' AND alt_text = 'Mine')
    OR EXISTS (SELECT FROM public.content_click WHERE user_id = '5eed0000-0000-4000-8000-00000000000a');
