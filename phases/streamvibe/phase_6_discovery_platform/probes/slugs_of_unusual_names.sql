-- Accents, emoji, letters in fancy dress, nothing at all, too much: each name gives a slug that the profile takes.
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
-- Somebody may have the document's example already: it is free for the length of this probe.
UPDATE public.users SET profile_slug = NULL WHERE profile_slug LIKE 'tech-gaming%';

UPDATE public.users SET profile_slug = NULL
 WHERE profile_slug IN ('elodie-cagri-unlu', 'istanbul-istanbul', 'strasse-sohne', 'lukasz-orsted-doko', 'aeon-oeuvre-thor', 'bobs-robs-show',
                        '100-real-deal', 'x', 'script-alert-1-script', 'etc-passwd', 'anna', 'creator-5eed0000',
                        repeat('a', 60), repeat('e', 60), repeat('abcdefghi-', 5) || 'abcdefghi');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'expected ' || wanted.slug || ' for ' || coalesce(left(quote_literal(wanted.name), 60), 'NULL') || ', found ' || coalesce(made.slug, 'NULL')
  FROM (VALUES ('Tech Gaming',                 'tech-gaming'),
               ('  tech   GAMING  ',           'tech-gaming'),
               ('🎮 Tech 🎮 Gaming 🎮',        'tech-gaming'),
               ('𝓣𝓮𝓬𝓱 Ｇａｍｉｎｇ',            'tech-gaming'),
               (U&'Te\0301ch Gaming',          'tech-gaming'),
               ('Élodie Çağrı Ünlü',           'elodie-cagri-unlu'),
               ('İSTANBUL ISTANBUL',           'istanbul-istanbul'),
               ('Straße & Söhne',              'strasse-sohne'),
               ('Łukasz Ørsted Đoko',          'lukasz-orsted-doko'),
               ('Æon Œuvre Þór',               'aeon-oeuvre-thor'),
               ('Bob''s & Rob’s Show',         'bobs-robs-show'),
               ('100% Real___Deal--!!',        '100-real-deal'),
               ('-.-x-.-',                     'x'),
               ('<script>alert(1)</script>',   'script-alert-1-script'),
               ('../../etc/passwd',            'etc-passwd'),
               ('Привет Anna',                 'anna'),
               ('日本語',                       'creator-5eed0000'),
               ('🎮🎮🎮',                       'creator-5eed0000'),
               ('   ',                         'creator-5eed0000'),
               ('',                            'creator-5eed0000'),
               (NULL,                          'creator-5eed0000'),
               (repeat('a', 500),              repeat('a', 60)),
               (repeat('abcdefghi ', 50),      repeat('abcdefghi-', 5) || 'abcdefghi'),
               (repeat('é', 100000),           repeat('e', 60)),
               (repeat('🎮', 100000),          'creator-5eed0000')
       ) AS wanted (name, slug)
 CROSS JOIN LATERAL (SELECT public.generate_profile_slug(wanted.name, auth.uid())) AS made (slug)
 WHERE made.slug IS DISTINCT FROM wanted.slug;
-- Each of them fits the column.
DO $$
DECLARE
    odd text;
BEGIN
    FOREACH odd IN ARRAY ARRAY['🎮', '', 'Ⅷ ² ™ ﬁ', 'ǅ ﷺ ㎏', '١٢٣', repeat('x-', 400), E'tab\tline\nend', 'ﬀﬁﬂ ℌ𝟛𝟜', 'ŉ ſ K Å'] LOOP
        UPDATE public.users SET profile_slug = public.generate_profile_slug(odd, auth.uid()) WHERE id = auth.uid();
    END LOOP;
END
$$;
