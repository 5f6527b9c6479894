-- browse-creators: admins feature creators; visitors see those whose time it is and whose profile is public.
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
UPDATE public.users SET visibility = 'public' WHERE id = '5eed0000-0000-4000-8000-00000000000b';
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
DO $$
BEGIN
    INSERT INTO public.featured_creator (user_id, featured_by) VALUES ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000a');
    RAISE EXCEPTION 'expected a user to be refused to feature himself';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
RESET ROLE;
INSERT INTO public.user_role (user_id, role) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'admin');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
INSERT INTO public.featured_creator (user_id, headline, featured_from, featured_until, featured_by)
VALUES ('5eed0000-0000-4000-8000-00000000000b', 'streamvibe probe: now',   now() - interval '1 day',  now() + interval '1 day',  '5eed0000-0000-4000-8000-00000000000a'),
       ('5eed0000-0000-4000-8000-00000000000b', 'streamvibe probe: over',  now() - interval '9 days', now(),                     '5eed0000-0000-4000-8000-00000000000a'),
       ('5eed0000-0000-4000-8000-00000000000b', 'streamvibe probe: later', now() + interval '1 day',  NULL,                      '5eed0000-0000-4000-8000-00000000000a'),
       ('5eed0000-0000-4000-8000-00000000000a', 'streamvibe probe: a private profile', now(),         NULL,                      '5eed0000-0000-4000-8000-00000000000a');
SELECT 'expected an admin to see all 4, found ' || count(*) FROM public.featured_creator WHERE headline LIKE 'streamvibe probe%' HAVING count(*) <> 4;
DO $$
BEGIN
    INSERT INTO public.featured_creator (user_id, featured_from, featured_by) VALUES ('5eed0000-0000-4000-8000-00000000000b', now() + interval '9 days', '5eed0000-0000-4000-8000-00000000000b');
    RAISE EXCEPTION 'expected an admin to be refused to feature in another one''s name';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
RESET ROLE;
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'expected visitors to see the one whose time it is, found ' || coalesce(string_agg(headline, ', '), 'none')
  FROM public.featured_creator WHERE headline LIKE 'streamvibe probe%'
HAVING coalesce(string_agg(headline, ', '), '') <> 'streamvibe probe: now';
RESET ROLE;
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
UPDATE public.featured_creator SET featured_until = now() WHERE headline = 'streamvibe probe: now';
DELETE FROM public.featured_creator WHERE headline = 'streamvibe probe: later';
RESET ROLE;
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'expected nobody to be featured after the admin ended it, found ' || headline FROM public.featured_creator WHERE headline LIKE 'streamvibe probe%';
