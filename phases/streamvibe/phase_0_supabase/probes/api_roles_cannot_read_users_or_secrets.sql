-- Users and secrets are closed to anon and authenticated; users also to service_role, which has no business in auth.users.
DO $$
DECLARE
    api_role text;
    query    text;
BEGIN
    FOR api_role, query IN
        SELECT r, q
          FROM unnest(ARRAY['anon', 'authenticated']) AS r,
               unnest(ARRAY['SELECT FROM auth.users', 'SELECT FROM vault.secrets', 'SELECT FROM vault.decrypted_secrets',
                            'SELECT vault.create_secret(''x'')',
                            'SELECT vault.update_secret(gen_random_uuid(), ''x'')',
                            'DELETE FROM vault.secrets', 'DELETE FROM auth.users']) AS q
        UNION ALL
        SELECT 'service_role', 'SELECT FROM auth.users'
    LOOP
        EXECUTE format('SET LOCAL ROLE %I', api_role);
        BEGIN
            EXECUTE query;
            RAISE EXCEPTION 'expected % to be refused: %', api_role, query;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
        RESET ROLE;
    END LOOP;
END
$$;
