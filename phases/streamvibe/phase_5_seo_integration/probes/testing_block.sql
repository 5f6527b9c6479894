-- Testing 4: the user finds what was submitted for him, and nothing of another user; in less than 10 ms.
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
SET LOCAL ROLE service_role;
INSERT INTO public.seo_submission (connection_id, content_item_id, submitted_url)
VALUES ('5eed0000-0000-4000-8000-0000000000f1', '5eed0000-0000-4000-8000-0000000000d2', 'https://a.streamvibe.invalid/cooking-pasta'), ('5eed0000-0000-4000-8000-0000000000f1', NULL, 'https://a.streamvibe.invalid/sitemap.xml'),
       ('5eed0000-0000-4000-8000-0000000000f2', NULL, 'https://b.streamvibe.invalid/sitemap.xml');
UPDATE public.seo_submission SET status = 'submitted' WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d2';
RESET ROLE;
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
DO $$
BEGIN
    -- Once unmeasured, so that the server's caches are warm.
    PERFORM submitted_url, status FROM public.seo_submission
     WHERE connection_id IN (SELECT id FROM public.seo_connection WHERE user_id = auth.uid());
END
$$;
-- budget: 10ms
SELECT 'expected the page submitted and the sitemap pending, found ' || coalesce(string_agg(submitted_url || ' ' || status, ', ' ORDER BY submitted_url), 'none')
  FROM (SELECT submitted_url, status FROM public.seo_submission
         WHERE connection_id IN (SELECT id FROM public.seo_connection WHERE user_id = auth.uid())) AS found
HAVING coalesce(string_agg(submitted_url || ' ' || status, ', ' ORDER BY submitted_url), '')
       <> 'https://a.streamvibe.invalid/cooking-pasta submitted, https://a.streamvibe.invalid/sitemap.xml pending';
