-- Success: click tracking, anonymous OK. A click of a visitor is of nobody, one of a signed-in user his; what is hidden counts none.
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
UPDATE public.content_item SET visibility = 'unlisted' WHERE id = '5eed0000-0000-4000-8000-0000000000d3';
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'clicks of a visitor: expected 1 and 2, found ' || concat_ws(' and ', one.n, two.n)
  FROM public.increment_content_clicks('5eed0000-0000-4000-8000-0000000000d2') AS one (n), public.increment_content_clicks('5eed0000-0000-4000-8000-0000000000d2', 'search') AS two (n)
 WHERE (least(one.n, two.n), greatest(one.n, two.n)) IS DISTINCT FROM (1::bigint, 2::bigint);
SELECT 'private: expected NULL, found ' || clicked.n FROM public.increment_content_clicks('5eed0000-0000-4000-8000-0000000000d1') AS clicked (n) WHERE clicked.n IS NOT NULL;
SELECT 'never there: expected NULL, found ' || clicked.n
  FROM public.increment_content_clicks('5eed0000-0000-4000-8000-0000000000d9') AS clicked (n) WHERE clicked.n IS NOT NULL;
SELECT 'no id: expected NULL, found ' || clicked.n FROM public.increment_content_clicks(NULL) AS clicked (n) WHERE clicked.n IS NOT NULL;
SELECT 'unlisted: expected whoever has the link to be counted' WHERE public.increment_content_clicks('5eed0000-0000-4000-8000-0000000000d3', NULL) IS DISTINCT FROM 1;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$INSERT INTO public.content_click (content_item_id) VALUES ('5eed0000-0000-4000-8000-0000000000d2')$q$,
        $q$SELECT FROM public.content_click$q$,
        $q$DELETE FROM public.content_click$q$,
        $q$UPDATE public.content_item SET total_clicks = 1000000 WHERE id = '5eed0000-0000-4000-8000-0000000000d2'$q$,
        $q$SELECT public.increment_content_clicks('5eed0000-0000-4000-8000-0000000000d2', 'made up')$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
            RAISE EXCEPTION 'expected anon to be refused: %', attempt;
        EXCEPTION WHEN insufficient_privilege OR check_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;
RESET ROLE;
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'click of a user: expected 3' WHERE public.increment_content_clicks('5eed0000-0000-4000-8000-0000000000d2', 'trending') IS DISTINCT FROM 3;
SELECT 'expected the user to see his click and no other, found ' || count(*) || ', of others ' || count(*) FILTER (WHERE user_id IS DISTINCT FROM auth.uid())
  FROM public.content_click HAVING (count(*), count(*) FILTER (WHERE user_id IS DISTINCT FROM auth.uid())) <> (1, 0);
RESET ROLE;
-- A token that outlives its user still clicks.
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-0000000000ff","role":"authenticated"}';
SET LOCAL ROLE authenticated;
SELECT 'click with a token of nobody: expected 4' WHERE public.increment_content_clicks('5eed0000-0000-4000-8000-0000000000d2') IS DISTINCT FROM 4;
RESET ROLE;
SELECT 'expected 4 clicks in the content and in the list, one of user a; found ' || concat_ws(', ', i.total_clicks, count(k.id), count(k.user_id))
  FROM public.content_item i LEFT JOIN public.content_click k ON k.content_item_id = i.id
 WHERE i.id = '5eed0000-0000-4000-8000-0000000000d2'
 GROUP BY i.id HAVING (i.total_clicks, count(k.id), count(k.user_id)) <> (4, 4, 1);
SELECT 'expected no click on private content, found ' || total_clicks FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d1' AND total_clicks <> 0;
UPDATE public.content_item SET deleted_at = now() WHERE id = '5eed0000-0000-4000-8000-0000000000d2';
SELECT 'deleted: expected NULL, found ' || clicked.n FROM public.increment_content_clicks('5eed0000-0000-4000-8000-0000000000d2') AS clicked (n) WHERE clicked.n IS NOT NULL;
-- Forgotten on request: the click stays, the user goes.
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
DELETE FROM public.content_click WHERE user_id = auth.uid();
SELECT 'expected a user to clear his clicks' FROM public.content_click;
RESET ROLE;
SELECT 'expected cleared clicks to stay counted, found ' || total_clicks FROM public.content_item WHERE id = '5eed0000-0000-4000-8000-0000000000d2' AND total_clicks <> 4;
