-- Row level security: what the AI did for user B is not user A's to see, change, apply or throw away; anon sees nothing.
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
-- All that B can show to everybody he shows: it is the owner that counts, not what is visible on the way to him.
UPDATE public.users SET visibility = 'public' WHERE id = '5eed0000-0000-4000-8000-00000000000b';
UPDATE public.social_account SET visibility = 'public' WHERE user_id = '5eed0000-0000-4000-8000-00000000000b';
UPDATE public.content_item SET visibility = 'public' WHERE id = '5eed0000-0000-4000-8000-0000000000d3';
INSERT INTO public.ai_suggestion (id, content_item_id, model_id, status, suggested_titles)
SELECT v.id::uuid, v.content::uuid, m.id, 'completed', '{Taken over}'
  FROM (VALUES ('5eed0000-0000-4000-8000-0000000000e1', '5eed0000-0000-4000-8000-0000000000d1'), ('5eed0000-0000-4000-8000-0000000000e2', '5eed0000-0000-4000-8000-0000000000d3')) AS v (id, content)
  JOIN public.ai_model m ON m.slug = 'gpt-4o-mini';
INSERT INTO public.ai_usage (suggestion_id, model_id, prompt_tokens, completion_tokens)
SELECT s.id, s.model_id, 10, 10 FROM public.ai_suggestion s WHERE s.id IN ('5eed0000-0000-4000-8000-0000000000e1', '5eed0000-0000-4000-8000-0000000000e2');
INSERT INTO public.ai_suggestion_application (suggestion_id, field, applied_value) VALUES ('5eed0000-0000-4000-8000-0000000000e1', 'title', '{Taken over}'), ('5eed0000-0000-4000-8000-0000000000e2', 'title', '{Taken over}');
INSERT INTO public.user_ai_setting (user_id, custom_instructions) VALUES ('5eed0000-0000-4000-8000-00000000000b', 'secret of user b');
INSERT INTO public.trending_keyword (platform_id, keyword, score) SELECT id, 'streamvibe probe', 50 FROM public.platform WHERE slug = 'youtube';
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
INSERT INTO public.user_ai_setting (user_id, tone) VALUES (auth.uid(), 'casual');
UPDATE public.user_ai_setting SET max_tags = 20 WHERE user_id = auth.uid();
SELECT 'expected A to see one own row and none of B in ' || seen.name || ', found ' || seen.own || ' and ' || seen.other
  FROM (SELECT 'user_ai_setting', count(*) FILTER (WHERE user_id = '5eed0000-0000-4000-8000-00000000000a'), count(*) FILTER (WHERE user_id = '5eed0000-0000-4000-8000-00000000000b') FROM public.user_ai_setting
        UNION ALL
        SELECT 'ai_suggestion', count(*) FILTER (WHERE id = '5eed0000-0000-4000-8000-0000000000e1'), count(*) FILTER (WHERE id = '5eed0000-0000-4000-8000-0000000000e2') FROM public.ai_suggestion
        UNION ALL
        SELECT 'ai_suggestion_application', count(*) FILTER (WHERE suggestion_id = '5eed0000-0000-4000-8000-0000000000e1'), count(*) FILTER (WHERE suggestion_id = '5eed0000-0000-4000-8000-0000000000e2')
          FROM public.ai_suggestion_application
        UNION ALL
        SELECT 'ai_usage', count(*) FILTER (WHERE user_id = '5eed0000-0000-4000-8000-00000000000a'), count(*) FILTER (WHERE user_id = '5eed0000-0000-4000-8000-00000000000b') FROM public.ai_usage
       ) AS seen (name, own, other)
 WHERE seen.own <> 1 OR seen.other <> 0;
SELECT 'expected signed-in users to see trending keywords, found none'
 WHERE NOT EXISTS (SELECT FROM public.trending_keyword WHERE keyword = 'streamvibe probe');
DO $$
DECLARE
    attempt text;
    n       bigint;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$UPDATE public.user_ai_setting SET tone = 'humorous' WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$DELETE FROM public.user_ai_setting WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$UPDATE public.user_ai_setting SET user_id = '5eed0000-0000-4000-8000-00000000000b' WHERE user_id = '5eed0000-0000-4000-8000-00000000000a'$q$,
        $q$DELETE FROM public.ai_suggestion WHERE id = '5eed0000-0000-4000-8000-0000000000e2'$q$,
        $q$UPDATE public.ai_suggestion SET suggested_titles = '{x}' WHERE id = '5eed0000-0000-4000-8000-0000000000e1'$q$,
        $q$INSERT INTO public.ai_suggestion (content_item_id, model_id) SELECT '5eed0000-0000-4000-8000-0000000000d1', id FROM public.ai_model WHERE slug = 'gpt-4o-mini'$q$,
        $q$INSERT INTO public.ai_suggestion_application (suggestion_id, field, applied_value) VALUES ('5eed0000-0000-4000-8000-0000000000e2', 'title', '{Taken over}')$q$,
        $q$INSERT INTO public.ai_usage (user_id, model_id, prompt_tokens, completion_tokens) SELECT auth.uid(), id, 1, 1 FROM public.ai_model WHERE slug = 'gpt-4o-mini'$q$,
        $q$UPDATE public.ai_usage SET cost_cents = 0$q$,
        $q$DELETE FROM public.ai_usage$q$,
        $q$UPDATE public.ai_provider SET is_enabled = false$q$,
        $q$UPDATE public.ai_model SET prompt_cents_per_million = 0$q$,
        $q$INSERT INTO public.trending_keyword (platform_id, keyword, score) SELECT id, 'made up', 100 FROM public.platform WHERE slug = 'youtube'$q$,
        $q$DELETE FROM public.trending_keyword$q$]
    LOOP
        n := 0;
        BEGIN
            EXECUTE attempt;
            GET DIAGNOSTICS n = ROW_COUNT;
        EXCEPTION WHEN insufficient_privilege OR check_violation THEN
            NULL;
        END;
        IF n > 0 THEN
            RAISE EXCEPTION 'expected user A to change nothing, changed % row(s) by: %', n, attempt;
        END IF;
    END LOOP;
END
$$;
RESET ROLE;
DO $$
BEGIN
    -- The same statement for B that the loop above cannot tell from one without rows.
    SET LOCAL ROLE authenticated;
    INSERT INTO public.user_ai_setting (user_id) VALUES ('5eed0000-0000-4000-8000-00000000000b');
    RAISE EXCEPTION 'expected user A to be refused to make settings for B';
EXCEPTION WHEN insufficient_privilege OR unique_violation THEN
    IF SQLSTATE = '23505' THEN
        RAISE EXCEPTION 'expected the policy, not the key, to refuse user A settings for B';
    END IF;
END
$$;
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['ai_provider', 'ai_model', 'user_ai_setting', 'ai_suggestion', 'ai_suggestion_application',
                                'ai_usage', 'trending_keyword'] LOOP
        BEGIN
            EXECUTE format('SELECT FROM public.%I', name);
            RAISE EXCEPTION 'expected anon to be refused: %', name;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
    END LOOP;
END
$$;
RESET ROLE;
-- Without a WHERE the policy for SELECT takes no part: what is left of B is left by the policies for UPDATE and DELETE.
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
UPDATE public.user_ai_setting SET tone = 'humorous';
DELETE FROM public.user_ai_setting;
DELETE FROM public.ai_suggestion;
RESET ROLE;
SELECT 'expected the rows of B to be as they were, found ' || count(*) || ' suggestion(s)'
  FROM public.ai_suggestion WHERE id = '5eed0000-0000-4000-8000-0000000000e2' HAVING count(*) <> 1;
SELECT 'expected the settings of B to be as they were'
 WHERE NOT EXISTS (SELECT FROM public.user_ai_setting WHERE user_id = '5eed0000-0000-4000-8000-00000000000b' AND tone = 'neutral');
SELECT 'expected A to have deleted his own' WHERE EXISTS (SELECT FROM public.ai_suggestion WHERE id = '5eed0000-0000-4000-8000-0000000000e1')
    OR EXISTS (SELECT FROM public.user_ai_setting WHERE user_id = '5eed0000-0000-4000-8000-00000000000a');
