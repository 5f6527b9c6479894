-- Row level security: sites, submissions and usage of user B are not user A's to see or to change; anon sees none.
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
UPDATE public.subscription SET tier_id = (SELECT id FROM public.subscription_tier WHERE slug = 'creator') WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
INSERT INTO public.seo_connection (id, user_id, search_engine_id, site_url, verified_at)
SELECT v.id::uuid, v.user_id::uuid, e.id, v.site, now()
  FROM (VALUES ('5eed0000-0000-4000-8000-0000000000f1', '5eed0000-0000-4000-8000-00000000000a', 'https://a.streamvibe.invalid/'), ('5eed0000-0000-4000-8000-0000000000f2', '5eed0000-0000-4000-8000-00000000000b', 'https://b.streamvibe.invalid/')) AS v (id, user_id, site)
  JOIN public.search_engine e ON e.slug = 'google';

UPDATE public.subscription SET tier_id = (SELECT id FROM public.subscription_tier WHERE slug = 'creator') WHERE user_id = '5eed0000-0000-4000-8000-00000000000b';
INSERT INTO public.seo_submission (id, connection_id, submitted_url)
VALUES ('5eed0000-0000-4000-8000-0000000000e1', '5eed0000-0000-4000-8000-0000000000f1', 'https://a.streamvibe.invalid/'), ('5eed0000-0000-4000-8000-0000000000e2', '5eed0000-0000-4000-8000-0000000000f2', 'https://b.streamvibe.invalid/');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'expected A to see one own row and none of B in ' || seen.name || ', found ' || seen.own || ' and ' || seen.other
  FROM (SELECT 'seo_connection', count(*) FILTER (WHERE user_id = '5eed0000-0000-4000-8000-00000000000a'), count(*) FILTER (WHERE user_id = '5eed0000-0000-4000-8000-00000000000b') FROM public.seo_connection
        UNION ALL
        SELECT 'seo_submission', count(*) FILTER (WHERE id = '5eed0000-0000-4000-8000-0000000000e1'), count(*) FILTER (WHERE id = '5eed0000-0000-4000-8000-0000000000e2') FROM public.seo_submission
        UNION ALL
        SELECT 'seo_usage', count(*) FILTER (WHERE user_id = '5eed0000-0000-4000-8000-00000000000a'), count(*) FILTER (WHERE user_id = '5eed0000-0000-4000-8000-00000000000b') FROM public.seo_usage
       ) AS seen (name, own, other)
 WHERE seen.own <> 1 OR seen.other <> 0;
DO $$
DECLARE
    attempt text;
    n       bigint;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$DELETE FROM public.seo_connection WHERE id = '5eed0000-0000-4000-8000-0000000000f2'$q$,
        $q$UPDATE public.seo_connection SET user_id = '5eed0000-0000-4000-8000-00000000000a' WHERE id = '5eed0000-0000-4000-8000-0000000000f2'$q$,
        $q$UPDATE public.seo_connection SET verified_at = now() WHERE id = '5eed0000-0000-4000-8000-0000000000f1'$q$,
        $q$INSERT INTO public.seo_connection (user_id, search_engine_id, site_url, verified_at)
           SELECT auth.uid(), id, 'https://not.mine.invalid/', now() FROM public.search_engine$q$,
        $q$INSERT INTO public.seo_submission (connection_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000f2', 'https://b.streamvibe.invalid/x')$q$,
        $q$INSERT INTO public.seo_submission (connection_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000f1', 'https://a.streamvibe.invalid/x')$q$,
        $q$UPDATE public.seo_submission SET status = 'failed'$q$,
        $q$DELETE FROM public.seo_submission$q$,
        $q$UPDATE public.seo_usage SET submissions = 0$q$,
        $q$DELETE FROM public.seo_usage$q$,
        $q$UPDATE public.search_engine SET is_enabled = true$q$]
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
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['seo_connection', 'seo_submission', 'seo_usage'] LOOP
        BEGIN
            EXECUTE format('SELECT FROM public.%I', name);
            RAISE EXCEPTION 'expected anon to be refused: %', name;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
    END LOOP;
END
$$;
RESET ROLE;
-- Without a WHERE the policy for SELECT takes no part: what is left of B is left by the policies for UPDATE and DELETE.
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
DELETE FROM public.seo_connection;
RESET ROLE;
SELECT 'expected A to have deleted his connection and left that of B, found ' || count(*) FILTER (WHERE id = '5eed0000-0000-4000-8000-0000000000f1') || ' and ' || count(*) FILTER (WHERE id = '5eed0000-0000-4000-8000-0000000000f2')
  FROM public.seo_connection HAVING (count(*) FILTER (WHERE id = '5eed0000-0000-4000-8000-0000000000f1'), count(*) FILTER (WHERE id = '5eed0000-0000-4000-8000-0000000000f2')) <> (0, 1);
