-- Success: tokens in the vault. Testing 3: vault_secret_name is populated, leads to the secret, and can hold no token.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
SELECT 'expected no column for tokens in schema public, found ' || c.table_name || '.' || c.column_name
  FROM information_schema.columns c
 WHERE c.table_schema = 'public'
   AND c.table_name IN ('platform', 'account_status', 'platform_connection', 'social_account')
   AND c.column_name ~ 'token|secret|password|credential|api_?key|bearer'
   AND c.column_name <> 'vault_secret_name';

DO $$
BEGIN
    PERFORM vault.create_secret('{"access":"ya29.probe","refresh":"1//0gprobe"}', 'youtube_oauth_5eed0000-0000-4000-8000-00000000000a');
END
$$;
SET LOCAL ROLE service_role;
INSERT INTO public.platform_connection (user_id, platform_id, platform_user_id, vault_secret_name)
SELECT '5eed0000-0000-4000-8000-00000000000a', p.id, 'probe', 'youtube_oauth_5eed0000-0000-4000-8000-00000000000a'
  FROM public.platform p WHERE p.slug = 'youtube';
SELECT 'expected the name to lead service_role to the tokens, found ' || count(*) || ' secrets'
  FROM public.platform_connection c
  JOIN vault.decrypted_secrets s ON s.name = c.vault_secret_name
 WHERE c.user_id = '5eed0000-0000-4000-8000-00000000000a' AND s.decrypted_secret::jsonb ->> 'access' = 'ya29.probe'
HAVING count(*) <> 1;
-- What tokens look like: Google, JWT, Facebook and Instagram, TikTok, Twitch, hexadecimal; then no name at all.
DO $$
DECLARE
    token text;
BEGIN
    FOREACH token IN ARRAY ARRAY['ya29.a0AfH6SMBx_example-token', '1//0gExampleRefreshToken',
        'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'EAAGm0PX4ZCpsBAExample', 'IGQVJYexample',
        'act.example12345example12345example', 'rft.example12345', 'Bearer abc', '0123456789abcdefghijabcdefghij',
        'd41d8cd98f00b204e9800998ecf8427e0123456789', 'd41d8cd98f00b204e9800998ecf8427e0123456789_x', 'plainword', '']
    LOOP
        BEGIN
            UPDATE public.platform_connection SET vault_secret_name = token WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
            RAISE EXCEPTION 'expected vault_secret_name to refuse what looks like a token: %', quote_literal(token);
        EXCEPTION WHEN check_violation THEN
            NULL;
        END;
    END LOOP;
    UPDATE public.platform_connection SET vault_secret_name = NULL WHERE user_id = '5eed0000-0000-4000-8000-00000000000a';
    RAISE EXCEPTION 'expected a connection without vault_secret_name to be refused';
EXCEPTION WHEN not_null_violation THEN
    NULL;
END
$$;
RESET ROLE;

-- The user sees the name, never the secret.
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';
SET LOCAL ROLE authenticated;
DO $$
BEGIN
    PERFORM FROM vault.decrypted_secrets;
    RAISE EXCEPTION 'expected a signed-in user to be refused to read vault.decrypted_secrets';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$;
