-- Row level security: user A neither sees private content of user B nor changes, deletes or adds any; nor the history of it.
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
UPDATE public.content_item SET title = 'Secret gaming streamvibeprobe II' WHERE id = '5eed0000-0000-4000-8000-0000000000d3';
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'expected A to find his two items and none of B, found ' || count(*) || ', of B ' || count(*) FILTER (WHERE social_account_id = '5eed0000-0000-4000-8000-0000000000ab')
  FROM public.content_item
 WHERE search_vector @@ plainto_tsquery('simple', 'streamvibeprobe')
HAVING count(*) <> 2 OR bool_or(social_account_id = '5eed0000-0000-4000-8000-0000000000ab');
SELECT 'expected A to see no revision of content of B, found ' || count(*)
  FROM public.content_revision WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d3' HAVING count(*) <> 0;
RESET ROLE;
-- What B shows to everybody A may read, and still not touch.
UPDATE public.content_item SET visibility = 'public' WHERE id = '5eed0000-0000-4000-8000-0000000000d3';
SET LOCAL ROLE authenticated;
SELECT 'expected A to see public content of B, found none'
 WHERE NOT EXISTS (SELECT FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d3');
DO $$
DECLARE
    attempt text;
    n       bigint;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$UPDATE public.content_item SET title = 'A was here' WHERE id = '5eed0000-0000-4000-8000-0000000000d3'$q$,
        $q$UPDATE public.content_item SET deleted_at = now() WHERE id = '5eed0000-0000-4000-8000-0000000000d3'$q$,
        $q$UPDATE public.content_item SET social_account_id = '5eed0000-0000-4000-8000-0000000000aa' WHERE id = '5eed0000-0000-4000-8000-0000000000d3'$q$,
        $q$UPDATE public.content_item SET views_count = 1000000 WHERE id = '5eed0000-0000-4000-8000-0000000000d1'$q$,
        $q$UPDATE public.content_item SET total_clicks = 1000000 WHERE id = '5eed0000-0000-4000-8000-0000000000d1'$q$,
        $q$DELETE FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d3'$q$,
        $q$INSERT INTO public.content_item (social_account_id, content_type_id, platform_content_id, title)
           SELECT '5eed0000-0000-4000-8000-0000000000ab', id, 'made up', 'made up' FROM public.content_type WHERE slug = 'video'$q$,
        $q$UPDATE public.content_revision SET title = 'rewritten'$q$,
        $q$DELETE FROM public.content_revision$q$,
        $q$UPDATE public.content_type SET name = 'rewritten'$q$]
    LOOP
        n := 0;
        BEGIN
            EXECUTE attempt;
            GET DIAGNOSTICS n = ROW_COUNT;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
        IF n > 0 THEN
            RAISE EXCEPTION 'expected user A to change nothing, changed % row(s) by: %', n, attempt;
        END IF;
    END LOOP;
END
$$;
RESET ROLE;
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
DO $$
BEGIN
    PERFORM FROM public.content_revision;
    RAISE EXCEPTION 'expected anon to be refused: content_revision';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
