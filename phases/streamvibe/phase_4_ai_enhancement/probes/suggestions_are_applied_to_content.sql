-- A user takes over what a suggestion offers, and only that; the old text is kept as a revision.
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
INSERT INTO public.ai_suggestion (id, content_item_id, model_id, status, suggested_titles, suggested_description, suggested_tags, suggested_hashtags)
SELECT v.id::uuid, '5eed0000-0000-4000-8000-0000000000d1', m.id, v.status, '{Better title,Other title}', 'Better words', '{minecraft,building,building}', '{night}'
  FROM (VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'completed'), ('5eed0000-0000-4000-8000-0000000000e2', 'pending')) AS v (id, status)
  JOIN public.ai_model m ON m.slug = 'gpt-4o-mini';
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
INSERT INTO public.ai_suggestion_application (suggestion_id, field, applied_value)
VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'title', '{Better title}'), ('5eed0000-0000-4000-8000-0000000000e1', 'description', '{Better words}'),
       ('5eed0000-0000-4000-8000-0000000000e1', 'tags', '{minecraft,building,building}'), ('5eed0000-0000-4000-8000-0000000000e1', 'hashtags', '{night}');
SELECT 'expected title, words and tags of the suggestion in the content, found ' || concat_ws('; ', title, description, tags, hashtags)
  FROM public.content_item
 WHERE id = '5eed0000-0000-4000-8000-0000000000d1'
   AND (title, description, tags, hashtags) IS DISTINCT FROM ('Better title', 'Better words', ARRAY['minecraft', 'building'], ARRAY['letsplay', 'night']);
SELECT 'expected the first text as revision 1, found ' || coalesce(max(title), 'none')
  FROM public.content_revision WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1' AND revision_number = 1
HAVING max(title) IS DISTINCT FROM 'Gaming night streamvibeprobe';
SELECT 'expected 4 applications, found ' || count(*) FROM public.ai_suggestion_application WHERE suggestion_id = '5eed0000-0000-4000-8000-0000000000e1' HAVING count(*) <> 4;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        -- Not offered; of a suggestion that is not there yet; two titles; nothing; no such field.
        $q$INSERT INTO public.ai_suggestion_application (suggestion_id, field, applied_value) VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'title', '{My own}')$q$,
        $q$INSERT INTO public.ai_suggestion_application (suggestion_id, field, applied_value) VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'tags', '{building,mine}')$q$,
        $q$INSERT INTO public.ai_suggestion_application (suggestion_id, field, applied_value) VALUES ('5eed0000-0000-4000-8000-0000000000e2', 'title', '{Better title}')$q$,
        $q$INSERT INTO public.ai_suggestion_application (suggestion_id, field, applied_value) VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'title', '{Better title,Other title}')$q$,
        $q$INSERT INTO public.ai_suggestion_application (suggestion_id, field, applied_value) VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'tags', '{}')$q$,
        $q$INSERT INTO public.ai_suggestion_application (suggestion_id, field, applied_value) VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'tags', ARRAY[NULL])$q$,
        $q$INSERT INTO public.ai_suggestion_application (suggestion_id, field, applied_value) VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'visibility', '{public}')$q$,
        -- A user is not an automaton, and does not rewrite what he did.
        $q$INSERT INTO public.ai_suggestion_application (suggestion_id, field, applied_value, mode) VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'title', '{Other title}', 'automatic')$q$,
        $q$UPDATE public.ai_suggestion_application SET applied_value = '{x}'$q$,
        $q$DELETE FROM public.ai_suggestion_application$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
            RAISE EXCEPTION 'expected the user to be refused: %', attempt;
        EXCEPTION WHEN check_violation OR insufficient_privilege THEN
            NULL;
        END;
    END LOOP;
END
$$;
RESET ROLE;
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE service_role;
INSERT INTO public.ai_suggestion_application (suggestion_id, field, applied_value, mode) VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'title', '{Other title}', 'automatic');
SELECT 'expected an edge function to apply by itself, found ' || title FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d1' AND title <> 'Other title';
RESET ROLE;

-- Thrown away by the user: gone with its applications; the calls stay in the books.
INSERT INTO public.ai_usage (suggestion_id, model_id, prompt_tokens, completion_tokens)
SELECT '5eed0000-0000-4000-8000-0000000000e1', id, 777, 777 FROM public.ai_model WHERE slug = 'gpt-4o-mini';
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
DELETE FROM public.ai_suggestion WHERE id = '5eed0000-0000-4000-8000-0000000000e1';
SELECT 'expected the call to outlive its suggestion, found ' || count(*)
  FROM public.ai_usage WHERE user_id = auth.uid() AND suggestion_id IS NULL AND prompt_tokens = 777 HAVING count(*) <> 1;
RESET ROLE;
SELECT 'expected applications to go with their suggestion, found ' || count(*)
  FROM public.ai_suggestion_application WHERE suggestion_id = '5eed0000-0000-4000-8000-0000000000e1' HAVING count(*) <> 0;
