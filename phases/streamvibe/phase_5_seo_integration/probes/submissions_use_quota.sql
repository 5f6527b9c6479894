-- A submission is counted when it becomes pending, each time; given back if it never got there; and by engine and day.
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
UPDATE public.subscription SET tier_id = (SELECT id FROM public.subscription_tier WHERE slug = 'creator') WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
INSERT INTO public.seo_connection (id, user_id, search_engine_id, site_url, verified_at)
SELECT v.id::uuid, v.user_id::uuid, e.id, v.site, now()
  FROM (VALUES ('5eed0000-0000-4000-8000-0000000000f1', '5eed0000-0000-4000-8000-00000000000a', 'https://a.streamvibe.invalid/'), ('5eed0000-0000-4000-8000-0000000000f2', '5eed0000-0000-4000-8000-00000000000b', 'https://b.streamvibe.invalid/')) AS v (id, user_id, site)
  JOIN public.search_engine e ON e.slug = 'google';

SET LOCAL ROLE service_role;
INSERT INTO public.seo_submission (id, connection_id, submitted_url)
VALUES ('5eed0000-0000-4000-8000-0000000000e1', '5eed0000-0000-4000-8000-0000000000f1', 'https://a.streamvibe.invalid/1'), ('5eed0000-0000-4000-8000-0000000000e2', '5eed0000-0000-4000-8000-0000000000f1', 'https://a.streamvibe.invalid/2'),
       ('5eed0000-0000-4000-8000-0000000000e3', '5eed0000-0000-4000-8000-0000000000f1', 'https://a.streamvibe.invalid/3');
INSERT INTO public.seo_submission (connection_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000f1', 'https://a.streamvibe.invalid/1')
ON CONFLICT (connection_id, submitted_url) DO NOTHING;
INSERT INTO public.seo_submission AS s (connection_id, submitted_url) VALUES ('5eed0000-0000-4000-8000-0000000000f1', 'https://a.streamvibe.invalid/1')
ON CONFLICT (connection_id, submitted_url) DO UPDATE SET status = 'pending';
SELECT 'after three: expected seo_submissions_used 3, found ' || seo_submissions_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND seo_submissions_used <> 3;
UPDATE public.seo_submission SET status = 'failed', error_message = 'timeout' WHERE id = '5eed0000-0000-4000-8000-0000000000e1';
SELECT 'after one that failed: expected seo_submissions_used 2, found ' || seo_submissions_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND seo_submissions_used <> 2;
UPDATE public.seo_submission SET status = 'submitted' WHERE id IN ('5eed0000-0000-4000-8000-0000000000e2', '5eed0000-0000-4000-8000-0000000000e3');
UPDATE public.seo_submission SET status = 'rejected', error_message = 'noindex' WHERE id = '5eed0000-0000-4000-8000-0000000000e2';
UPDATE public.seo_submission SET status = 'indexed' WHERE id = '5eed0000-0000-4000-8000-0000000000e3';
SELECT 'after one that was rejected: expected seo_submissions_used 2, found ' || seo_submissions_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND seo_submissions_used <> 2;
-- Once more: what failed has been given back and is taken again.
UPDATE public.seo_submission SET status = 'pending' WHERE id = '5eed0000-0000-4000-8000-0000000000e1';
SELECT 'after another attempt: expected 3 used, attempt 2, no error; found ' || concat_ws(', ', b.seo_submissions_used, s.attempts, s.error_message)
  FROM public.seo_submission s, public.subscription b
 WHERE s.id = '5eed0000-0000-4000-8000-0000000000e1' AND b.user_id = '5eed0000-0000-4000-8000-00000000000a' AND (b.seo_submissions_used <> 3 OR s.attempts <> 2 OR s.error_message IS NOT NULL);
SELECT 'expected the times of what happened' FROM public.seo_submission
 WHERE id = '5eed0000-0000-4000-8000-0000000000e3' AND (submitted_at IS NULL OR indexed_at IS NULL);
SELECT 'expected 4 submissions and 2 failures today, found ' || coalesce(max(u.submissions) || ' and ' || max(u.failures), 'no row')
  FROM public.seo_usage u JOIN public.search_engine e ON e.id = u.search_engine_id AND e.slug = 'google'
 WHERE u.user_id = '5eed0000-0000-4000-8000-00000000000a' AND u.usage_date = (now() AT TIME ZONE 'UTC')::date
HAVING (max(u.submissions), max(u.failures)) IS DISTINCT FROM (4, 2);
-- What was not handed over cannot have been found; and counters are nobody's to write.
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$UPDATE public.seo_submission SET status = 'indexed' WHERE id = '5eed0000-0000-4000-8000-0000000000e1'$q$,
        $q$UPDATE public.seo_submission SET status = 'submitted' WHERE id = '5eed0000-0000-4000-8000-0000000000e3'$q$,
        $q$UPDATE public.seo_submission SET attempts = 0$q$,
        $q$UPDATE public.seo_submission SET submitted_url = 'https://elsewhere.invalid/'$q$,
        $q$UPDATE public.seo_usage SET submissions = 0$q$,
        $q$DELETE FROM public.seo_usage$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
            RAISE EXCEPTION 'expected service_role to be refused: %', attempt;
        EXCEPTION WHEN check_violation OR insufficient_privilege THEN
            NULL;
        END;
    END LOOP;
END
$$;
RESET ROLE;

-- The tier's limit, in one statement.
DO $$
BEGIN
    INSERT INTO public.seo_submission (connection_id, submitted_url)
    SELECT '5eed0000-0000-4000-8000-0000000000f1', 'https://a.streamvibe.invalid/many/' || n
      FROM generate_series(1, (SELECT max_seo_submissions FROM public.subscription_tier WHERE slug = 'creator') - 2) n;
    RAISE EXCEPTION 'expected one submission more than the tier includes to be refused';
EXCEPTION WHEN check_violation THEN
    NULL;
END
$$;
-- A failure of the last cycle does not enlarge this one.
UPDATE public.subscription SET cycle_start_date = now() + interval '1 second' WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
UPDATE public.subscription SET seo_submissions_used = 5 WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
UPDATE public.seo_submission SET status = 'failed' WHERE id = '5eed0000-0000-4000-8000-0000000000e1';
SELECT 'failure of the last cycle: expected seo_submissions_used 5, found ' || seo_submissions_used
  FROM public.subscription WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND seo_submissions_used <> 5;
