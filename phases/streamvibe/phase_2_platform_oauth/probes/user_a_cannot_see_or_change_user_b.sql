-- Row level security: user A neither sees nor changes nor deletes connections and accounts of user B, nor makes his own up.
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
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
SELECT 'expected A to see one connection, his own; found ' || count(*) || ', of B ' || count(*) FILTER (WHERE user_id = '5eed0000-0000-4000-8000-00000000000b')
  FROM public.platform_connection HAVING count(*) <> 1 OR bool_or(user_id <> auth.uid());
SELECT 'expected A to see his account and none of B, found ' || coalesce(string_agg(right(user_id::text, 1), ', '), 'none')
  FROM public.social_account
 WHERE user_id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b')
HAVING count(*) <> 1 OR bool_or(user_id <> auth.uid());
DO $$
DECLARE
    attempt text;
    n       bigint;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$UPDATE public.platform_connection SET vault_secret_name = 'stolen_by_a' WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$DELETE FROM public.platform_connection WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$UPDATE public.platform_connection SET vault_secret_name = 'streamvibe_probe_x' WHERE user_id = auth.uid()$q$,
        $q$INSERT INTO public.platform_connection (user_id, platform_id, platform_user_id, vault_secret_name)
           SELECT auth.uid(), id, 'made up', 'made_up' FROM public.platform$q$,
        $q$UPDATE public.social_account SET visibility = 'public' WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$UPDATE public.social_account SET follower_count = 1000000 WHERE user_id = auth.uid()$q$,
        $q$UPDATE public.social_account SET user_id = auth.uid() WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$DELETE FROM public.social_account WHERE user_id = '5eed0000-0000-4000-8000-00000000000b'$q$,
        $q$INSERT INTO public.social_account (user_id, connection_id, platform_id, status_id, platform_account_id)
           SELECT user_id, connection_id, platform_id, status_id, 'made up' FROM public.social_account WHERE user_id = auth.uid()$q$,
        $q$UPDATE public.platform SET is_enabled = true$q$,
        $q$UPDATE public.account_status SET counts_toward_quota = false$q$]
    LOOP
        n := 0;
        BEGIN
            EXECUTE attempt;
            GET DIAGNOSTICS n = ROW_COUNT;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
        IF n > 0 THEN
            RAISE EXCEPTION 'expected user A to change nothing, changed % row(s) by: %', n, attempt;
        END IF;
    END LOOP;
END
$$;
-- His own account he may show, and delete.
UPDATE public.social_account SET visibility = 'public' WHERE user_id = auth.uid();
DELETE FROM public.social_account WHERE user_id = auth.uid() AND visibility = 'public';
SELECT 'expected A to be able to delete his account, found it' FROM public.social_account WHERE user_id = auth.uid();
RESET ROLE;

-- Anonymous: connections never; an account only if both it and its profile are public.
SET LOCAL request.jwt.claims = '';
UPDATE public.social_account SET visibility = 'public' WHERE id = '5eed0000-0000-4000-8000-0000000000ab';
SET LOCAL ROLE anon;
SELECT 'anon: expected a public account of a private profile to be hidden, found it'
  FROM public.social_account WHERE id = '5eed0000-0000-4000-8000-0000000000ab';
DO $$
BEGIN
    PERFORM FROM public.platform_connection;
    RAISE EXCEPTION 'expected anon to be refused: platform_connection';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
RESET ROLE;
UPDATE public.users SET visibility = 'public' WHERE id = '5eed0000-0000-4000-8000-00000000000b';
SET LOCAL ROLE anon;
SELECT 'anon: expected the public account of a public profile, found none'
 WHERE NOT EXISTS (SELECT FROM public.social_account WHERE id = '5eed0000-0000-4000-8000-0000000000ab');
