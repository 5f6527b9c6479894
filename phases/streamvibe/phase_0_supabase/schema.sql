-- StreamVibe, phase 0: what Supabase brings, for servers that are not Supabase.
--
-- The document starts at phase 1 and takes Supabase for granted: auth.users, auth.uid(), the roles anon,
-- authenticated and service_role, and a vault. On plain PostgreSQL this change makes a stand-in of exactly that,
-- so that the same phases 1 to 7 run on a laptop, in CI and in production.
--
-- Rules:
--   * only what is missing is made; nothing that is there is altered;
--   * whatever is made says so in its comment ('Made by cfdb …'): rollback.sql drops that and nothing else;
--   * roles belong to the server, not to the database: another database may use them, or make them at the same moment.
--
-- This is not an authentication server: nothing here hashes passwords or signs tokens.

-- ---------------------------------------------------------------------------------------------------------------------
-- Schema auth
-- ---------------------------------------------------------------------------------------------------------------------
DO $make$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'auth') THEN
        CREATE SCHEMA auth;
        COMMENT ON SCHEMA auth IS 'Made by cfdb (Supabase stand-in): users and the JWT of the current request';
    END IF;
END
$make$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Roles: anon (nobody is signed in), authenticated (a user is), service_role (edge functions)
-- ---------------------------------------------------------------------------------------------------------------------
DO $make$
DECLARE
    api_role     text;
    may_act      boolean;
    auth_is_ours constant boolean :=
        coalesce(obj_description((SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'auth'), 'pg_namespace'), '')
        LIKE 'Made by cfdb%';
BEGIN
    -- The order of the names is also the order of the locks, here and in rollback.sql: two databases cannot deadlock.
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
        -- Between finding a role and using it, another database's rollback may drop it. From our first GRANT on,
        -- that DROP waits for us and then finds the role in use. So: make it, grant on it, begin again if it went away.
        FOR attempt IN 1 .. 10 LOOP
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = api_role) THEN
                    BEGIN
                        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT %s', api_role,
                                       CASE api_role WHEN 'service_role' THEN 'BYPASSRLS' ELSE '' END);
                    EXCEPTION WHEN insufficient_privilege THEN
                        -- Before PostgreSQL 16 only a superuser may give BYPASSRLS; since 16, whoever has it. The policies
                        -- that the later phases make for service_role let it work without.
                        IF api_role <> 'service_role' THEN
                            RAISE;
                        END IF;
                        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', api_role);
                        RAISE NOTICE 'role service_role was made without BYPASSRLS: % may not give it away', current_user
                            USING HINT = 'as a superuser: ALTER ROLE service_role BYPASSRLS';
                    END;
                    EXECUTE format('COMMENT ON ROLE %I IS %L', api_role,
                                   'Made by cfdb (Supabase stand-in): ' || CASE api_role
                                       WHEN 'anon' THEN 'requests without a user'
                                       WHEN 'authenticated' THEN 'requests of a signed-in user'
                                       ELSE 'requests of edge functions' END);
                END IF;
                IF auth_is_ours THEN
                    EXECUTE format('GRANT USAGE ON SCHEMA auth TO %I', api_role);
                END IF;
                EXIT;
            EXCEPTION
                WHEN duplicate_object OR unique_violation THEN
                    NULL;  -- another session was faster, and has committed: the role is there now
                WHEN undefined_object THEN
                    IF attempt = 10 THEN
                        RAISE;
                    END IF;
            END;
        END LOOP;

        -- Who may run this change may act as its roles: probes SET ROLE to them. Superusers may anyway; a role that was
        -- there before is its maker's to give away.
        may_act := CASE WHEN current_setting('server_version_num')::integer >= 160000
                        THEN pg_has_role(current_user, api_role, 'SET')
                        ELSE pg_has_role(current_user, api_role, 'MEMBER') END;
        IF NOT may_act AND shobj_description(to_regrole(api_role)::oid, 'pg_authid') LIKE 'Made by cfdb%' THEN
            BEGIN
                EXECUTE format('GRANT %I TO CURRENT_USER', api_role);
                may_act := true;
            EXCEPTION
                WHEN unique_violation THEN
                    may_act := true;  -- granted by a concurrent run for another database
                WHEN insufficient_privilege THEN
                    NULL;
            END;
        END IF;
        IF NOT may_act THEN
            RAISE NOTICE '% may not act as role %, which another role made', current_user, api_role
                USING HINT = format('as its maker: GRANT %I TO %I', api_role, current_user);
        END IF;
    END LOOP;
END
$make$;

-- ---------------------------------------------------------------------------------------------------------------------
-- auth.users, and schema public opened for the API roles
-- ---------------------------------------------------------------------------------------------------------------------
DO $make$
DECLARE
    api_role text;
    opened   text[] := '{}';
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'auth' AND c.relname = 'users') THEN
        RETURN;
    END IF;

    -- Names and meaning are Supabase's; only the columns that matter outside its authentication server.
    CREATE TABLE auth.users (
        id                 uuid        NOT NULL,
        aud                text,
        role               text,
        email              text,
        encrypted_password text,
        email_confirmed_at timestamptz,
        invited_at         timestamptz,
        last_sign_in_at    timestamptz,
        raw_app_meta_data  jsonb,
        raw_user_meta_data jsonb,
        is_super_admin     boolean,
        phone              text,
        phone_confirmed_at timestamptz,
        banned_until       timestamptz,
        is_sso_user        boolean     NOT NULL DEFAULT false,
        is_anonymous       boolean     NOT NULL DEFAULT false,
        created_at         timestamptz          DEFAULT now(),
        updated_at         timestamptz          DEFAULT now(),
        deleted_at         timestamptz,
        CONSTRAINT users_pkey PRIMARY KEY (id),
        CONSTRAINT users_phone_key UNIQUE (phone)
    );
    CREATE UNIQUE INDEX users_email_partial_key ON auth.users (email) WHERE NOT is_sso_user;
    COMMENT ON COLUMN auth.users.raw_user_meta_data IS
        'Personal data (full name, location, …): it stays here. Supabase encrypts its disks; this stand-in encrypts nothing';
    COMMENT ON COLUMN auth.users.raw_app_meta_data IS 'Claims that the server sets, never the user';
    -- As on Supabase: no grant to the API roles and, should someone add one, no policy either.
    ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;

    -- Supabase opens every new object of schema public to all API roles and leaves the rest to row level security.
    -- Phases 1 to 3 take that back table by table and grant what is needed. A role that has rights here already keeps
    -- them as they are.
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
        CONTINUE WHEN EXISTS (
            SELECT FROM pg_catalog.pg_namespace n, aclexplode(n.nspacl) a
             WHERE n.nspname = 'public' AND a.grantee = to_regrole(api_role)
            UNION ALL
            SELECT FROM pg_catalog.pg_namespace n
              JOIN pg_catalog.pg_default_acl d ON d.defaclnamespace = n.oid, aclexplode(d.defaclacl) a
             WHERE n.nspname = 'public' AND a.grantee = to_regrole(api_role));
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', api_role);
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO %I', api_role);
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO %I', api_role);
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON FUNCTIONS TO %I', api_role);
        opened := opened || api_role;
    END LOOP;

    -- Grants cannot carry a comment: the table does, and rollback.sql reads the names after the last colon.
    EXECUTE format('COMMENT ON TABLE auth.users IS %L',
                   'Made by cfdb (Supabase stand-in); schema public opened for: ' || array_to_string(opened, ', '));
END
$make$;

-- ---------------------------------------------------------------------------------------------------------------------
-- The JWT of the request, as PostgREST hands it over: request.jwt.claims is one JSON document; releases before 9 set
-- request.jwt.claim.<name> one by one. A setting that was ever set in a session comes back as '' after the transaction
-- that set it: '' is the same as nothing.
-- ---------------------------------------------------------------------------------------------------------------------
DO $make$
BEGIN
    IF to_regprocedure('auth.jwt()') IS NULL THEN
        CREATE FUNCTION auth.jwt() RETURNS jsonb
            LANGUAGE sql STABLE PARALLEL SAFE
            SET search_path = ''
        AS $jwt$
            SELECT coalesce(nullif(current_setting('request.jwt.claims', true), ''),
                            nullif(current_setting('request.jwt.claim', true), ''))::jsonb
        $jwt$;
        COMMENT ON FUNCTION auth.jwt() IS 'Made by cfdb (Supabase stand-in): all claims of the request, NULL without a JWT';
    END IF;

    IF to_regprocedure('auth.uid()') IS NULL THEN
        CREATE FUNCTION auth.uid() RETURNS uuid
            LANGUAGE sql STABLE PARALLEL SAFE
            SET search_path = ''
        AS $uid$
            SELECT coalesce(nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', ''),
                            nullif(current_setting('request.jwt.claim.sub', true), ''))::uuid
        $uid$;
        COMMENT ON FUNCTION auth.uid() IS 'Made by cfdb (Supabase stand-in): id of the signed-in user, NULL if there is none';
    END IF;

    IF to_regprocedure('auth.role()') IS NULL THEN
        CREATE FUNCTION auth.role() RETURNS text
            LANGUAGE sql STABLE PARALLEL SAFE
            SET search_path = ''
        AS $role$
            SELECT coalesce(nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role', ''),
                            nullif(current_setting('request.jwt.claim.role', true), ''))
        $role$;
        COMMENT ON FUNCTION auth.role() IS 'Made by cfdb (Supabase stand-in): role that the JWT claims; rights follow from SET ROLE';
    END IF;

    IF to_regprocedure('auth.email()') IS NULL THEN
        CREATE FUNCTION auth.email() RETURNS text
            LANGUAGE sql STABLE PARALLEL SAFE
            SET search_path = ''
        AS $email$
            SELECT coalesce(nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email', ''),
                            nullif(current_setting('request.jwt.claim.email', true), ''))
        $email$;
        COMMENT ON FUNCTION auth.email() IS 'Made by cfdb (Supabase stand-in): e-mail address of the signed-in user';
    END IF;
END
$make$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Vault. A DEVELOPMENT STAND-IN: secrets are kept in plain text, NOT encrypted at rest, and are part of every dump.
-- Only service_role and the owner can read them. Production belongs on Supabase (extension supabase_vault), where this
-- section makes nothing.
-- ---------------------------------------------------------------------------------------------------------------------
DO $make$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'vault') THEN
        CREATE SCHEMA vault;
        COMMENT ON SCHEMA vault IS 'Made by cfdb (Supabase stand-in): secrets, in plain text; for development only';
        GRANT USAGE ON SCHEMA vault TO service_role;
    END IF;

    IF to_regclass('vault.secrets') IS NOT NULL THEN
        RETURN;
    END IF;

    CREATE TABLE vault.secrets (
        id          uuid        NOT NULL DEFAULT gen_random_uuid(),
        name        text,
        description text        NOT NULL DEFAULT '',
        secret      text        NOT NULL,
        key_id      uuid,
        nonce       bytea,
        created_at  timestamptz NOT NULL DEFAULT now(),
        updated_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT secrets_pkey PRIMARY KEY (id)
    );
    CREATE UNIQUE INDEX secrets_name_idx ON vault.secrets (name) WHERE name IS NOT NULL;
    COMMENT ON TABLE vault.secrets IS 'Made by cfdb (Supabase stand-in): NOT encrypted at rest; for development only';
    COMMENT ON COLUMN vault.secrets.secret IS 'Plain text here; ciphertext on Supabase: read vault.decrypted_secrets instead';
    COMMENT ON COLUMN vault.secrets.key_id IS 'Always NULL: nothing is encrypted. Kept for Supabase''s signature';
    GRANT SELECT, DELETE ON TABLE vault.secrets TO service_role;

    CREATE VIEW vault.decrypted_secrets AS
        SELECT id, name, description, secret, secret AS decrypted_secret, key_id, nonce, created_at, updated_at
          FROM vault.secrets;
    COMMENT ON VIEW vault.decrypted_secrets IS 'Made by cfdb (Supabase stand-in): secrets as service_role reads them';
    GRANT SELECT ON TABLE vault.decrypted_secrets TO service_role;

    CREATE FUNCTION vault.create_secret(new_secret text, new_name text DEFAULT NULL,
                                        new_description text DEFAULT '', new_key_id uuid DEFAULT NULL) RETURNS uuid
        LANGUAGE sql VOLATILE SECURITY DEFINER
        SET search_path = ''
    AS $create$
        INSERT INTO vault.secrets (secret, name, description, key_id)
        VALUES (new_secret, new_name, coalesce(new_description, ''), new_key_id)
        RETURNING id
    $create$;
    COMMENT ON FUNCTION vault.create_secret(text, text, text, uuid) IS
        'Made by cfdb (Supabase stand-in): keeps a secret, returns its id';

    CREATE FUNCTION vault.update_secret(secret_id uuid, new_secret text DEFAULT NULL, new_name text DEFAULT NULL,
                                        new_description text DEFAULT NULL, new_key_id uuid DEFAULT NULL) RETURNS void
        LANGUAGE sql VOLATILE SECURITY DEFINER
        SET search_path = ''
    AS $update$
        UPDATE vault.secrets
           SET secret      = coalesce(new_secret, secret),
               name        = coalesce(new_name, name),
               description = coalesce(new_description, description),
               key_id      = coalesce(new_key_id, key_id),
               updated_at  = now()
         WHERE id = secret_id
    $update$;
    COMMENT ON FUNCTION vault.update_secret(uuid, text, text, text, uuid) IS
        'Made by cfdb (Supabase stand-in): changes what is given, keeps what is NULL';

    REVOKE ALL ON FUNCTION vault.create_secret(text, text, text, uuid) FROM PUBLIC;
    REVOKE ALL ON FUNCTION vault.update_secret(uuid, text, text, text, uuid) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION vault.create_secret(text, text, text, uuid) TO service_role;
    GRANT EXECUTE ON FUNCTION vault.update_secret(uuid, text, text, text, uuid) TO service_role;
END
$make$;
