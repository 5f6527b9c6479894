-- Success: token usage tracked, cost calculated: exactly, from the prices at the time of the call, over all calls of a suggestion.
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
UPDATE public.ai_model SET prompt_cents_per_million = 15, completion_cents_per_million = 60 WHERE slug = 'gpt-4o-mini';
SET LOCAL ROLE service_role;
INSERT INTO public.ai_suggestion (id, content_item_id, model_id)
SELECT '5eed0000-0000-4000-8000-0000000000e1', '5eed0000-0000-4000-8000-0000000000d1', id FROM public.ai_model WHERE slug = 'gpt-4o-mini';
-- A single token, a usual call, and one that says itself what it cost.
INSERT INTO public.ai_usage (user_id, suggestion_id, model_id, prompt_tokens, completion_tokens, cost_cents)
SELECT v.user_id::uuid, '5eed0000-0000-4000-8000-0000000000e1', m.id, v.prompt, v.completion, v.cost
  FROM (VALUES ('5eed0000-0000-4000-8000-00000000000a', 1, 0, 0), (NULL, 1200, 300, 0), (NULL, 0, 1000000, 1)) AS v (user_id, prompt, completion, cost)
  JOIN public.ai_model m ON m.slug = 'gpt-4o-mini';
SELECT 'expected costs 0.000015, 0.036 and 60, found ' || string_agg(cost_cents::text, ', ' ORDER BY cost_cents)
  FROM public.ai_usage WHERE suggestion_id = '5eed0000-0000-4000-8000-0000000000e1' AND user_id = '5eed0000-0000-4000-8000-00000000000a'
HAVING array_agg(cost_cents ORDER BY cost_cents) IS DISTINCT FROM ARRAY[0.000015, 0.036, 60]::numeric[];
-- A dearer model from now on; what was is not rewritten.
UPDATE public.ai_model SET prompt_cents_per_million = 1500 WHERE slug = 'gpt-4o-mini';
INSERT INTO public.ai_usage (suggestion_id, model_id, prompt_tokens, completion_tokens)
SELECT '5eed0000-0000-4000-8000-0000000000e1', id, 1000, 0 FROM public.ai_model WHERE slug = 'gpt-4o-mini';
SELECT 'expected total_cost_cents 61.536015, found ' || total_cost_cents
  FROM public.ai_suggestion WHERE id = '5eed0000-0000-4000-8000-0000000000e1' AND total_cost_cents <> 61.536015;
SELECT 'expected the suggestion to cost what its calls do' FROM public.ai_suggestion s
 WHERE s.id = '5eed0000-0000-4000-8000-0000000000e1' AND s.total_cost_cents <> (SELECT sum(u.cost_cents) FROM public.ai_usage u WHERE u.suggestion_id = s.id);
-- A call without a suggestion is usage all the same.
INSERT INTO public.ai_usage (user_id, model_id, prompt_tokens, completion_tokens)
SELECT '5eed0000-0000-4000-8000-00000000000b', id, 1000, 0 FROM public.ai_model WHERE slug = 'gpt-4o-mini';
SELECT 'expected 1.5 cents for user b, found ' || coalesce(sum(cost_cents)::text, 'none')
  FROM public.ai_usage WHERE user_id = '5eed0000-0000-4000-8000-00000000000b' HAVING sum(cost_cents) IS DISTINCT FROM 1.5;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        -- Another user's suggestion, nobody's call, fewer tokens than none.
        $q$INSERT INTO public.ai_usage (user_id, suggestion_id, model_id, prompt_tokens, completion_tokens)
           SELECT '5eed0000-0000-4000-8000-00000000000b', '5eed0000-0000-4000-8000-0000000000e1', id, 1, 1 FROM public.ai_model WHERE slug = 'gpt-4o'$q$,
        $q$INSERT INTO public.ai_usage (model_id, prompt_tokens, completion_tokens)
           SELECT id, 1, 1 FROM public.ai_model WHERE slug = 'gpt-4o'$q$,
        $q$INSERT INTO public.ai_usage (user_id, model_id, prompt_tokens, completion_tokens)
           SELECT '5eed0000-0000-4000-8000-00000000000a', id, -1, 0 FROM public.ai_model WHERE slug = 'gpt-4o'$q$,
        -- The books are append-only, and the total is their sum.
        $q$UPDATE public.ai_usage SET cost_cents = 0$q$,
        $q$DELETE FROM public.ai_usage$q$,
        $q$UPDATE public.ai_suggestion SET total_cost_cents = 0 WHERE id = '5eed0000-0000-4000-8000-0000000000e1'$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
            RAISE EXCEPTION 'expected service_role to be refused: %', attempt;
        EXCEPTION WHEN check_violation OR not_null_violation OR insufficient_privilege THEN
            NULL;
        END;
    END LOOP;
END
$$;
RESET ROLE;
-- The provider sends its invoice whether the user is still there or not.
DELETE FROM auth.users WHERE id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'user erased: expected his 4 calls to stay without his id, found ' || count(*)
  FROM public.ai_usage WHERE user_id IS NULL AND suggestion_id IS NULL AND cost_cents IN (0.000015, 0.036, 60, 1.5) AND created_at = now()
HAVING count(*) <> 4;
