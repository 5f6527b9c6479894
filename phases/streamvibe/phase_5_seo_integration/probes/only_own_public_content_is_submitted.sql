-- Nothing private, nothing deleted, nothing of another user and nothing outside a verified site reaches a search engine.
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

UPDATE public.content_item SET visibility = 'public' WHERE id = '5eed0000-0000-4000-8000-0000000000d3';
INSERT INTO public.seo_connection (id, user_id, search_engine_id, site_url, verified_at, revoked_at)
SELECT v.id::uuid, '5eed0000-0000-4000-8000-00000000000a', e.id, 'https://a.streamvibe.invalid/', v.verified::timestamptz, v.revoked::timestamptz
  FROM (VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'bing', NULL, NULL), ('5eed0000-0000-4000-8000-0000000000e2', 'yandex', 'now', 'now')) AS v (id, engine, verified, revoked)
  JOIN public.search_engine e ON e.slug = v.engine;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        -- Private; of user B; not below the site, thrice; site not verified; consent taken back; not https.
        $q$INSERT INTO public.seo_submission (connection_id, content_item_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000f1', '5eed0000-0000-4000-8000-0000000000d1', 'https://a.streamvibe.invalid/x')$q$,
        $q$INSERT INTO public.seo_submission (connection_id, content_item_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000f1', '5eed0000-0000-4000-8000-0000000000d3', 'https://a.streamvibe.invalid/x')$q$,
        $q$INSERT INTO public.seo_submission (connection_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000f1', 'https://b.streamvibe.invalid/x')$q$,
        $q$INSERT INTO public.seo_submission (connection_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000f1', 'https://a.streamvibe.invalid.evil.invalid/')$q$,
        $q$INSERT INTO public.seo_submission (connection_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000f1', 'https://a.streamvibe.invalid')$q$,
        $q$INSERT INTO public.seo_submission (connection_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'https://a.streamvibe.invalid/x')$q$,
        $q$INSERT INTO public.seo_submission (connection_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000e2', 'https://a.streamvibe.invalid/x')$q$,
        $q$INSERT INTO public.seo_submission (connection_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000f1', 'http://a.streamvibe.invalid/x')$q$,
        -- A site without its slash, with a user in it, or with a query.
        $q$UPDATE public.seo_connection SET site_url = 'https://a.streamvibe.invalid' WHERE id = '5eed0000-0000-4000-8000-0000000000f1'$q$,
        $q$UPDATE public.seo_connection SET site_url = 'https://a@streamvibe.invalid/' WHERE id = '5eed0000-0000-4000-8000-0000000000f1'$q$,
        $q$UPDATE public.seo_connection SET site_url = 'https://a.streamvibe.invalid/?x/' WHERE id = '5eed0000-0000-4000-8000-0000000000f1'$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
            RAISE EXCEPTION 'expected to be refused: %', attempt;
        EXCEPTION WHEN check_violation THEN
            NULL;
        END;
    END LOOP;
    BEGIN
        INSERT INTO public.seo_submission (connection_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000e3', 'https://a.streamvibe.invalid/x');
        RAISE EXCEPTION 'expected a connection that does not exist to be refused';
    EXCEPTION WHEN foreign_key_violation THEN
        NULL;
    END;
END
$$;
-- Public today, in the trash tomorrow: not submitted again.
INSERT INTO public.seo_submission (id, connection_id, content_item_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000e3', '5eed0000-0000-4000-8000-0000000000f1', '5eed0000-0000-4000-8000-0000000000d2', 'https://a.streamvibe.invalid/pasta');
UPDATE public.seo_submission SET status = 'submitted' WHERE id = '5eed0000-0000-4000-8000-0000000000e3';
UPDATE public.content_item SET deleted_at = now() WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
DO $$
BEGIN
    UPDATE public.seo_submission SET status = 'pending' WHERE id = '5eed0000-0000-4000-8000-0000000000e3';
    RAISE EXCEPTION 'expected deleted content not to be submitted again';
EXCEPTION WHEN check_violation THEN
    NULL;
END
$$;
