-- Soft delete: public content is seen by all until its owner deletes it; he himself still sees it, and can bring it back.
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
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'anon: expected public content, found ' || count(*) || ' item(s)'
  FROM public.content_item
 WHERE id IN ('5eed0000-0000-4000-8000-0000000000d1', '5eed0000-0000-4000-8000-0000000000d2', '5eed0000-0000-4000-8000-0000000000d3')
HAVING count(*) <> 1;
RESET ROLE;

SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
UPDATE public.content_item SET deleted_at = now() WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
SELECT 'owner: expected to see what he has deleted, found none'
 WHERE NOT EXISTS (SELECT FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d2' AND deleted_at IS NOT NULL);
DO $$
BEGIN
    DELETE FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
    RAISE EXCEPTION 'expected the owner to be refused to delete content for good';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
RESET ROLE;

SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'anon: expected soft-deleted content to be hidden from ids and from search, found it'
 WHERE EXISTS (SELECT FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d2')
    OR EXISTS (SELECT FROM public.content_item WHERE search_vector @@ plainto_tsquery('simple', 'streamvibeprobe'));
RESET ROLE;
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000b","role":"authenticated","email":"probe-b@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'another user: expected soft-deleted content to be hidden, found it' FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
RESET ROLE;

SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
UPDATE public.content_item SET deleted_at = NULL WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'anon: expected restored content to be back, found none'
 WHERE NOT EXISTS (SELECT FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d2');
