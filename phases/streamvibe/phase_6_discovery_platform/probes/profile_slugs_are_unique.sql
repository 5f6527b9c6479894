-- Success: profile slugs unique. Two users never share one; each gets his own again; whatever is made can be stored.
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

UPDATE public.users SET profile_slug = 'tech-gaming' WHERE id = '5eed0000-0000-4000-8000-00000000000b';
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'taken by another: expected tech-gaming-2, found ' || made.slug
  FROM (SELECT public.generate_profile_slug('Tech Gaming', auth.uid())) AS made (slug) WHERE made.slug <> 'tech-gaming-2';
UPDATE public.users SET profile_slug = public.generate_profile_slug('Tech Gaming', auth.uid()) WHERE id = auth.uid();
SELECT 'asked again: expected his own, tech-gaming-2, found ' || made.slug
  FROM (SELECT public.generate_profile_slug('TECH gaming!', auth.uid())) AS made (slug) WHERE made.slug <> 'tech-gaming-2';
DO $$
BEGIN
    UPDATE public.users SET profile_slug = 'tech-gaming' WHERE id = auth.uid();
    RAISE EXCEPTION 'expected a slug that is taken to be refused';
EXCEPTION WHEN unique_violation THEN
    NULL;
END
$$;
DO $$
BEGIN
    PERFORM public.generate_profile_slug('Tech Gaming', '5eed0000-0000-4000-8000-00000000000b');
    RAISE EXCEPTION 'expected the slug of another user to be refused';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
RESET ROLE;
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
DO $$
BEGIN
    PERFORM public.generate_profile_slug('Tech Gaming', NULL);
    RAISE EXCEPTION 'expected anon to be refused: generate_profile_slug()';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
RESET ROLE;

-- The edge function that signs users up asks for them.
SET LOCAL ROLE service_role;
SELECT 'service_role for b: expected tech-gaming, found ' || made.slug
  FROM (SELECT public.generate_profile_slug('Tech Gaming', '5eed0000-0000-4000-8000-00000000000b')) AS made (slug) WHERE made.slug <> 'tech-gaming';
RESET ROLE;

-- A suffix has room, however long the name is.
UPDATE public.users SET profile_slug = repeat('a', 60) WHERE id = '5eed0000-0000-4000-8000-00000000000b';
SELECT 'long name, taken: expected 58 letters and -2, found ' || made.slug
  FROM (SELECT public.generate_profile_slug(repeat('A', 500), '5eed0000-0000-4000-8000-00000000000a')) AS made (slug) WHERE made.slug <> repeat('a', 58) || '-2';

-- A name that a hundred have.
UPDATE public.users SET profile_slug = NULL WHERE id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b');
INSERT INTO auth.users (id, email)
SELECT ('5eed0000-0000-4000-8001-' || lpad(n::text, 12, '0'))::uuid, 'probe-' || n || '@streamvibe.invalid' FROM generate_series(1, 100) n;
UPDATE public.users
   SET profile_slug = CASE right(id::text, 12)::integer WHEN 1 THEN 'tech-gaming' ELSE 'tech-gaming-' || right(id::text, 12)::integer END
 WHERE id::text LIKE '5eed0000-0000-4000-8001-%';
-- budget: 500ms
UPDATE public.users SET profile_slug = public.generate_profile_slug('Tech Gaming', id) WHERE id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'name that a hundred have: expected tech-gaming- and eight digits, found ' || profile_slug
  FROM public.users WHERE id = '5eed0000-0000-4000-8000-00000000000a' AND profile_slug !~ '^tech-gaming-[0-9a-f]{8}$';
