-- Tokens of connections are in the vault by name, never in the table, and go with their connection.
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

SELECT 'expected the secret to be made' WHERE (SELECT vault.create_secret('streamvibe-probe-token', 'streamvibe_probe_seo_one')) IS NULL;
SELECT 'expected the secret to be made' WHERE (SELECT vault.create_secret('streamvibe-probe-token', 'streamvibe_probe_seo_two')) IS NULL;
UPDATE public.seo_connection SET vault_secret_name = 'streamvibe_probe_seo_one' WHERE id = '5eed0000-0000-4000-8000-0000000000f1';
DO $$
DECLARE
    token text;
BEGIN
    FOREACH token IN ARRAY ARRAY['ya29.a0AfH6SMBx', 'eyJhbGciOiJIUzI1NiJ9.e30.sig', '1//0gabcdefghijklmnopqrstuvwxyz0123456789', 'AIzaSyA0123456789', ''] LOOP
        BEGIN
            UPDATE public.seo_connection SET vault_secret_name = token WHERE id = '5eed0000-0000-4000-8000-0000000000f1';
            RAISE EXCEPTION 'expected to be refused as the name of a secret: %', token;
        EXCEPTION WHEN check_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;
UPDATE public.seo_connection SET vault_secret_name = 'streamvibe_probe_seo_two' WHERE id = '5eed0000-0000-4000-8000-0000000000f1';
SELECT 'expected a secret that was replaced to be gone' FROM vault.secrets WHERE name = 'streamvibe_probe_seo_one';
SELECT 'expected the secret of the connection to be there' WHERE NOT EXISTS (SELECT FROM vault.secrets WHERE name = 'streamvibe_probe_seo_two');
-- The user parts from the engine: token and submissions go with the connection.
INSERT INTO public.seo_submission (connection_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000f1', 'https://a.streamvibe.invalid/');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
DELETE FROM public.seo_connection WHERE id = '5eed0000-0000-4000-8000-0000000000f1';
RESET ROLE;
SELECT 'expected the secret to go with its connection' FROM vault.secrets WHERE name = 'streamvibe_probe_seo_two';
SELECT 'expected submissions to go with their connection' FROM public.seo_submission WHERE connection_id = '5eed0000-0000-4000-8000-0000000000f1';
SELECT 'expected what was used to stay counted, found ' || count(*) FROM public.seo_usage WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND submissions = 1 HAVING count(*) <> 1;
