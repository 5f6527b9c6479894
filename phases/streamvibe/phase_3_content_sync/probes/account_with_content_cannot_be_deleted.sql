-- Success: soft delete protection (testing 4). "Cannot delete social account with existing content", whoever tries.
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
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
DO $$
DECLARE
    api_role text;
    attempt  text;
BEGIN
    FOR api_role, attempt IN VALUES
        ('authenticated', $q$DELETE FROM public.social_account WHERE user_id = auth.uid()$q$),
        ('service_role',  $q$DELETE FROM public.social_account WHERE user_id = '5eed0000-0000-4000-8000-00000000000a'$q$),
        ('none',          $q$DELETE FROM public.social_account WHERE user_id = '5eed0000-0000-4000-8000-00000000000a'$q$),
        -- A connection takes its accounts along: the protection holds there too.
        ('service_role',  $q$DELETE FROM public.platform_connection WHERE user_id = '5eed0000-0000-4000-8000-00000000000a'$q$)
    LOOP
        EXECUTE format('SET LOCAL ROLE %s', api_role);
        BEGIN
            EXECUTE attempt;
            RAISE EXCEPTION 'expected role % to be refused: %', api_role, attempt;
        EXCEPTION WHEN restrict_violation THEN
            IF SQLERRM <> 'Cannot delete social account with existing content' THEN
                RAISE EXCEPTION 'expected the document''s message, found: %', SQLERRM;
            END IF;
        END;
        RESET ROLE;
    END LOOP;
END
$$;
-- He may disconnect it instead.
SET LOCAL ROLE service_role;
UPDATE public.social_account SET status_id = (SELECT id FROM public.account_status WHERE slug = 'disconnected')
 WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
RESET ROLE;

-- One item left is still content; with all of it in the trash, the account may go, and takes the trash along.
SET LOCAL ROLE authenticated;
UPDATE public.content_item SET deleted_at = now() WHERE id = '5eed0000-0000-4000-8000-0000000000d1';
DO $$
BEGIN
    DELETE FROM public.social_account WHERE user_id = auth.uid();
    RAISE EXCEPTION 'expected an account with one of two items left to be kept';
EXCEPTION WHEN restrict_violation THEN
    NULL;
END
$$;
UPDATE public.content_item SET deleted_at = now() WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
DELETE FROM public.social_account WHERE user_id = auth.uid();
RESET ROLE;
SELECT 'expected the account to go once all its content is soft-deleted, found it'
  FROM public.social_account WHERE id = '5eed0000-0000-4000-8000-0000000000aa';
SELECT 'expected soft-deleted content to go with its account, found ' || count(*)
  FROM public.content_item WHERE social_account_id = '5eed0000-0000-4000-8000-0000000000aa' HAVING count(*) <> 0;

-- The right to be forgotten is stronger: erasing user B takes account and content along.
DELETE FROM auth.users WHERE id = '5eed0000-0000-4000-8000-00000000000b';
SELECT 'user erased: expected account and content to be gone, found some'
 WHERE EXISTS (SELECT FROM public.social_account WHERE id = '5eed0000-0000-4000-8000-0000000000ab')
    OR EXISTS (SELECT FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d3');
