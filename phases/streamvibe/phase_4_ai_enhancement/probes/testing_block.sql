-- Testing 1 to 4: an edge function makes a suggestion; the user finds it, what it cost, and one analysis used; in less than 10 ms.
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
SET LOCAL ROLE service_role;
INSERT INTO public.ai_suggestion (id, content_item_id, model_id)
SELECT '5eed0000-0000-4000-8000-0000000000e1', '5eed0000-0000-4000-8000-0000000000d1', id FROM public.ai_model WHERE slug = 'gpt-4o-mini';
INSERT INTO public.ai_usage (suggestion_id, model_id, prompt_tokens, completion_tokens)
SELECT '5eed0000-0000-4000-8000-0000000000e1', id, 1200, 300 FROM public.ai_model WHERE slug = 'gpt-4o-mini';
UPDATE public.ai_suggestion
   SET status = 'completed', suggested_titles = '{"Gaming night, part one",Gaming}', suggested_tags = '{gaming,minecraft}'
 WHERE id = '5eed0000-0000-4000-8000-0000000000e1';
RESET ROLE;
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
DO $$
BEGIN
    -- Once unmeasured, so that the server's caches are warm.
    PERFORM suggested_titles FROM public.ai_suggestion WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1';
    PERFORM prompt_tokens FROM public.ai_usage WHERE user_id = auth.uid() ORDER BY created_at DESC;
    PERFORM ai_analyses_used FROM public.subscription WHERE user_id = auth.uid();
END
$$;
-- budget: 10ms
SELECT 'expected one suggestion with 2 titles, 2 tags and 0.036 cents, found '
       || coalesce(string_agg(concat_ws(', ', suggested_titles, suggested_tags, total_cost_cents), '; '), 'none')
  FROM (SELECT suggested_titles, suggested_tags, total_cost_cents
          FROM public.ai_suggestion WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1') AS found
HAVING count(*) <> 1
    OR bool_or(cardinality(suggested_titles) <> 2 OR suggested_tags <> '{gaming,minecraft}' OR total_cost_cents <> 0.036);
-- budget: 10ms
SELECT 'expected 1200 prompt tokens, 300 completion tokens, 0.036 cents, found '
       || coalesce(string_agg(concat_ws(', ', prompt_tokens, completion_tokens, cost_cents), '; '), 'none')
  FROM (SELECT prompt_tokens, completion_tokens, cost_cents
          FROM public.ai_usage WHERE user_id = auth.uid() ORDER BY created_at DESC) AS found
HAVING count(*) <> 1 OR bool_or((prompt_tokens, completion_tokens, cost_cents) <> (1200, 300, 0.036));
-- budget: 10ms
SELECT 'expected ai_analyses_used 1, found ' || coalesce(max(ai_analyses_used)::text, 'no row')
  FROM public.subscription WHERE user_id = auth.uid() HAVING max(ai_analyses_used) IS DISTINCT FROM 1;
