-- Success: quota enforced, 25 analyses for the free tier, whoever inserts them, service_role and owner included.
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
INSERT INTO public.ai_suggestion (content_item_id, model_id, status, suggested_titles)
SELECT '5eed0000-0000-4000-8000-0000000000d1', m.id, CASE WHEN n = 1 THEN 'pending' ELSE 'completed' END, '{One}'
  FROM generate_series(1, 25) n, public.ai_model m WHERE m.slug = 'gpt-4o-mini';
RESET ROLE;
SELECT 'expected ai_analyses_used 25, found ' || ai_analyses_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND ai_analyses_used <> 25;
DO $$
DECLARE
    api_role text;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['service_role', 'none'] LOOP
        EXECUTE format('SET LOCAL ROLE %s', api_role);
        BEGIN
            INSERT INTO public.ai_suggestion (content_item_id, model_id) SELECT '5eed0000-0000-4000-8000-0000000000d1', id FROM public.ai_model WHERE slug = 'gpt-4o-mini';
            RAISE EXCEPTION 'expected analysis 26 to be refused, was inserted with role %', api_role;
        EXCEPTION WHEN check_violation THEN
            NULL;
        END;
        RESET ROLE;
    END LOOP;
END
$$;

-- The analyses of one user are nobody else's; and an attempt that failed before it cost anything is none.
SET LOCAL ROLE service_role;
INSERT INTO public.ai_suggestion (id, content_item_id, model_id, status, error_message)
SELECT '5eed0000-0000-4000-8000-0000000000e2', '5eed0000-0000-4000-8000-0000000000d3', id, 'failed', 'no such model' FROM public.ai_model WHERE slug = 'gpt-4o-mini';
INSERT INTO public.ai_suggestion (id, content_item_id, model_id) SELECT '5eed0000-0000-4000-8000-0000000000e3', '5eed0000-0000-4000-8000-0000000000d3', id FROM public.ai_model WHERE slug = 'gpt-4o-mini';
INSERT INTO public.ai_suggestion (id, content_item_id, model_id) SELECT '5eed0000-0000-4000-8000-0000000000e3', '5eed0000-0000-4000-8000-0000000000d3', id FROM public.ai_model WHERE slug = 'gpt-4o-mini'
ON CONFLICT (id) DO NOTHING;
RESET ROLE;
SELECT 'user b: expected ai_analyses_used 1, found ' || ai_analyses_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000b' AND ai_analyses_used <> 1;

-- What fails is given back, once; what is done stays done.
SET LOCAL ROLE service_role;
UPDATE public.ai_suggestion SET status = 'failed', error_message = 'timeout' WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1' AND status = 'pending';
RESET ROLE;
SELECT 'after a failure: expected ai_analyses_used 24, found ' || ai_analyses_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND ai_analyses_used <> 24;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$UPDATE public.ai_suggestion SET status = 'pending', error_message = NULL WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1' AND status = 'failed'$q$,
        $q$UPDATE public.ai_suggestion SET status = 'failed' WHERE content_item_id = '5eed0000-0000-4000-8000-0000000000d1' AND status = 'completed'$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
            RAISE EXCEPTION 'expected a suggestion that is settled to stay so: %', attempt;
        EXCEPTION WHEN check_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;
SET LOCAL ROLE service_role;
INSERT INTO public.ai_suggestion (id, content_item_id, model_id) SELECT '5eed0000-0000-4000-8000-0000000000e1', '5eed0000-0000-4000-8000-0000000000d1', id FROM public.ai_model WHERE slug = 'gpt-4o-mini';
RESET ROLE;

-- A failure of the last cycle does not enlarge this one.
UPDATE public.subscription SET cycle_start_date = now() + interval '1 second' WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
UPDATE public.subscription SET ai_analyses_used = 3 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
UPDATE public.ai_suggestion SET status = 'failed' WHERE id = '5eed0000-0000-4000-8000-0000000000e1';
SELECT 'failure of the last cycle: expected ai_analyses_used 3, found ' || ai_analyses_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND ai_analyses_used <> 3;

DELETE FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000b';
DO $$
BEGIN
    INSERT INTO public.ai_suggestion (content_item_id, model_id) SELECT '5eed0000-0000-4000-8000-0000000000d3', id FROM public.ai_model WHERE slug = 'gpt-4o-mini';
    RAISE EXCEPTION 'expected an analysis without a subscription to be refused';
EXCEPTION WHEN check_violation THEN
    NULL;
END
$$;
