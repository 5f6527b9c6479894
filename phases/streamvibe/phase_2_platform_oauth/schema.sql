-- StreamVibe, phase 2: the platforms, what a user has granted us there, and the accounts that brings.
--
-- OAuth tokens live in the vault. A connection knows the name of its secret and nothing more.
--
-- The document gives this phase no function in schema public; what its triggers need lives in streamvibe_private.
--
-- The tier's limit of accounts is held by a trigger on social_account, not by a policy and not by edge functions: it binds
-- service_role and the owner of the schema too. Only who may switch triggers off gets past it.

-- ---------------------------------------------------------------------------------------------------------------------
-- platform, account_status
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.platform (
    id          smallint    NOT NULL GENERATED ALWAYS AS IDENTITY,
    slug        text        NOT NULL,
    name        text        NOT NULL,
    website_url text        NOT NULL,
    is_enabled  boolean     NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT platform_pkey PRIMARY KEY (id),
    CONSTRAINT platform_slug_key UNIQUE (slug),
    CONSTRAINT platform_slug_check CHECK (slug ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT platform_website_url_check CHECK (website_url ~ '^https://')
);
COMMENT ON TABLE public.platform IS 'Social media platforms';
COMMENT ON COLUMN public.platform.is_enabled IS 'Offered to users: its edge functions are deployed and its API keys are set';

CREATE TABLE public.account_status (
    id                  smallint NOT NULL GENERATED ALWAYS AS IDENTITY,
    slug                text     NOT NULL,
    name                text     NOT NULL,
    can_sync            boolean  NOT NULL,
    counts_toward_quota boolean  NOT NULL,
    CONSTRAINT account_status_pkey PRIMARY KEY (id),
    CONSTRAINT account_status_slug_key UNIQUE (slug),
    CONSTRAINT account_status_slug_check CHECK (slug ~ '^[a-z][a-z0-9_]*$')
);
COMMENT ON TABLE public.account_status IS 'States of a connected account';
COMMENT ON COLUMN public.account_status.counts_toward_quota IS 'Does an account in this state use one of the tier''s accounts?';

-- ---------------------------------------------------------------------------------------------------------------------
-- platform_connection
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.platform_connection (
    id                uuid        NOT NULL DEFAULT gen_random_uuid(),
    user_id           uuid        NOT NULL,
    platform_id       smallint    NOT NULL,
    platform_user_id  text        NOT NULL,
    vault_secret_name text        NOT NULL,
    scopes            text[]      NOT NULL DEFAULT '{}',
    access_expires_at timestamptz,
    refreshed_at      timestamptz,
    revoked_at        timestamptz,
    last_error        text,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT platform_connection_pkey PRIMARY KEY (id),
    CONSTRAINT platform_connection_user_id_platform_id_platform_user_id_key UNIQUE (user_id, platform_id, platform_user_id),
    -- What social_account refers to, so that account and connection agree. Led by platform_id it serves that key as well.
    CONSTRAINT platform_connection_platform_id_user_id_id_key UNIQUE (platform_id, user_id, id),
    CONSTRAINT platform_connection_vault_secret_name_key UNIQUE (vault_secret_name),
    CONSTRAINT platform_connection_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
    CONSTRAINT platform_connection_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platform (id),
    -- A name is a few short lower-case words, e.g. youtube_oauth_<user>_<connection> with UUIDs, joined by _ : / or -.
    -- Tokens have capitals, dots, = or long runs of letters and digits: ya29.…, eyJ….….…, EAAG…, 1//0g…, act.….
    CONSTRAINT platform_connection_vault_secret_name_check
        CHECK (vault_secret_name ~ '^[a-z][a-z0-9]{0,31}([_:/-][a-z0-9]{1,32})+$' AND char_length(vault_secret_name) <= 160),
    CONSTRAINT platform_connection_platform_user_id_check CHECK (platform_user_id <> '')
);
COMMENT ON TABLE public.platform_connection IS 'Consent a user gave at a platform. The tokens are in the vault, never here';
COMMENT ON COLUMN public.platform_connection.platform_user_id IS 'Id at the platform of the login that consented';
COMMENT ON COLUMN public.platform_connection.vault_secret_name IS
    'Name in vault.secrets of access and refresh token. Deleting the connection deletes the secret';
COMMENT ON COLUMN public.platform_connection.access_expires_at IS 'When the access must be refreshed';
COMMENT ON COLUMN public.platform_connection.revoked_at IS 'When the user or the platform took the consent back';

CREATE TRIGGER trg_platform_connection_set_updated_at BEFORE UPDATE ON public.platform_connection
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- Erasing a user cascades to his connections; his tokens must not stay behind in the vault.
CREATE FUNCTION streamvibe_private.drop_vault_secret() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    DELETE FROM vault.secrets s WHERE s.name = OLD.vault_secret_name;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION streamvibe_private.drop_vault_secret() IS 'AFTER DELETE, or when another secret takes its place: removes the secret of a connection';
REVOKE ALL ON FUNCTION streamvibe_private.drop_vault_secret() FROM PUBLIC;

CREATE TRIGGER trg_platform_connection_drop_secret AFTER DELETE ON public.platform_connection
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.drop_vault_secret();
CREATE TRIGGER trg_platform_connection_replace_secret AFTER UPDATE OF vault_secret_name ON public.platform_connection
    FOR EACH ROW WHEN (OLD.vault_secret_name <> NEW.vault_secret_name)
    EXECUTE FUNCTION streamvibe_private.drop_vault_secret();

-- ---------------------------------------------------------------------------------------------------------------------
-- social_account
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.social_account (
    id                  uuid                   NOT NULL DEFAULT gen_random_uuid(),
    user_id             uuid                   NOT NULL,
    connection_id       uuid                   NOT NULL,
    platform_id         smallint               NOT NULL,
    status_id           smallint               NOT NULL,
    platform_account_id text                   NOT NULL,
    handle              text,
    account_name        text,
    account_url         text,
    avatar_url          text,
    follower_count      bigint                 NOT NULL DEFAULT 0,
    content_count       bigint                 NOT NULL DEFAULT 0,
    visibility          public.visibility_enum NOT NULL DEFAULT 'private',
    last_synced_at      timestamptz,
    created_at          timestamptz            NOT NULL DEFAULT now(),
    updated_at          timestamptz            NOT NULL DEFAULT now(),
    CONSTRAINT social_account_pkey PRIMARY KEY (id),
    -- Per user: a team may manage one channel from two logins. Led by the platform's ids, as its webhooks ask for them.
    CONSTRAINT social_account_platform_id_platform_account_id_user_id_key UNIQUE (platform_id, platform_account_id, user_id),
    CONSTRAINT social_account_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
    CONSTRAINT social_account_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platform (id),
    CONSTRAINT social_account_status_id_fkey FOREIGN KEY (status_id) REFERENCES public.account_status (id),
    CONSTRAINT social_account_connection_id_fkey FOREIGN KEY (connection_id, user_id, platform_id)
        REFERENCES public.platform_connection (id, user_id, platform_id) ON DELETE CASCADE,
    CONSTRAINT social_account_platform_account_id_check CHECK (platform_account_id <> ''),
    CONSTRAINT social_account_account_url_check CHECK (account_url ~ '^https?://'),
    CONSTRAINT social_account_avatar_url_check CHECK (avatar_url ~ '^https?://'),
    CONSTRAINT social_account_follower_count_check CHECK (follower_count >= 0),
    CONSTRAINT social_account_content_count_check CHECK (content_count >= 0)
);
COMMENT ON TABLE public.social_account IS 'Channel or page that a connection gives access to. To part from one that has content, set its status to disconnected';
COMMENT ON COLUMN public.social_account.connection_id IS 'Of the same user and platform: the foreign key covers all three';
COMMENT ON COLUMN public.social_account.platform_account_id IS 'Id of the channel or page at the platform';
COMMENT ON COLUMN public.social_account.visibility IS 'Shown on a public profile?';
COMMENT ON COLUMN public.social_account.content_count IS 'As the platform reports it, not what is synced';

CREATE INDEX idx_social_account_user_id ON public.social_account (user_id);
CREATE INDEX idx_social_account_connection_id ON public.social_account (connection_id, user_id, platform_id);
CREATE INDEX idx_social_account_status_id ON public.social_account (status_id);

CREATE TRIGGER trg_social_account_set_updated_at BEFORE UPDATE ON public.social_account
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- Counts the rows anew under the row lock of the subscription: two sessions that connect at the same moment cannot both
-- take the last place, and accounts_used cannot drift. A tier that shrinks disconnects nobody; it lets nobody in.
CREATE FUNCTION streamvibe_private.keep_account_quota() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    holder  uuid;
    counted integer;
    tier    text;
    allowed integer;
    joins   boolean := false;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        -- Does this row take a place that it did not take before?
        joins := EXISTS (SELECT FROM public.account_status a WHERE a.id = NEW.status_id AND a.counts_toward_quota);
        IF TG_OP = 'UPDATE' AND joins THEN
            joins := NEW.user_id <> OLD.user_id
                  OR NOT EXISTS (SELECT FROM public.account_status a WHERE a.id = OLD.status_id AND a.counts_toward_quota);
        END IF;
    END IF;

    -- Both users when an account changes hands; in order, so that two such changes do not deadlock.
    FOR holder IN
        SELECT DISTINCT u.id FROM unnest(ARRAY[OLD.user_id, NEW.user_id]) AS u (id) WHERE u.id IS NOT NULL ORDER BY u.id
    LOOP
        PERFORM FROM public.subscription s WHERE s.user_id = holder FOR NO KEY UPDATE;

        SELECT count(*) INTO counted
          FROM public.social_account a
          JOIN public.account_status st ON st.id = a.status_id AND st.counts_toward_quota
         WHERE a.user_id = holder;
        UPDATE public.subscription s SET accounts_used = counted WHERE s.user_id = holder AND s.accounts_used <> counted;

        IF joins AND holder = NEW.user_id THEN
            SELECT t.name, t.max_accounts INTO tier, allowed
              FROM public.subscription s
              JOIN public.subscription_tier t ON t.id = s.tier_id
              JOIN public.subscription_status st ON st.id = s.status_id AND st.grants_quota
             WHERE s.user_id = holder;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'cannot connect a social account without an active subscription'
                    USING ERRCODE = 'check_violation', HINT = 'take the free tier first';
            ELSIF counted > allowed THEN
                RAISE EXCEPTION 'account quota exceeded: tier % includes % connected account(s)', tier, allowed
                    USING ERRCODE = 'check_violation', HINT = 'disconnect an account or choose a larger tier';
            END IF;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION streamvibe_private.keep_account_quota() IS 'Keeps subscription.accounts_used and refuses an account beyond the tier''s limit';
REVOKE ALL ON FUNCTION streamvibe_private.keep_account_quota() FROM PUBLIC;

CREATE TRIGGER trg_social_account_keep_quota AFTER INSERT OR DELETE OR UPDATE OF user_id, status_id ON public.social_account
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.keep_account_quota();

-- ---------------------------------------------------------------------------------------------------------------------
-- Rights. Users look at their connections and may delete an account; connecting is the edge functions' work.
-- ---------------------------------------------------------------------------------------------------------------------
REVOKE ALL ON TABLE public.platform, public.account_status, public.platform_connection, public.social_account
    FROM anon, authenticated, service_role;
REVOKE ALL ON SEQUENCE public.platform_id_seq, public.account_status_id_seq FROM anon, authenticated, service_role;

GRANT SELECT ON TABLE public.platform, public.account_status, public.social_account TO anon;
GRANT SELECT ON TABLE public.platform, public.account_status, public.platform_connection, public.social_account TO authenticated;
GRANT UPDATE (visibility), DELETE ON TABLE public.social_account TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE
    ON TABLE public.platform, public.account_status, public.platform_connection, public.social_account TO service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Row level security
-- ---------------------------------------------------------------------------------------------------------------------
ALTER TABLE public.platform ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.account_status ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.platform_connection ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.social_account ENABLE ROW LEVEL SECURITY;

CREATE POLICY platform_select ON public.platform FOR SELECT TO anon, authenticated
    USING (true);
CREATE POLICY platform_service_role ON public.platform FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY account_status_select ON public.account_status FOR SELECT TO anon, authenticated
    USING (true);
CREATE POLICY account_status_service_role ON public.account_status FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY platform_connection_select_own ON public.platform_connection FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()));
CREATE POLICY platform_connection_service_role ON public.platform_connection FOR ALL TO service_role
    USING (true) WITH CHECK (true);

-- Public account of a public profile. The sub-select obeys the policies of users.
CREATE POLICY social_account_select_public ON public.social_account FOR SELECT TO anon
    USING (visibility = 'public' AND EXISTS (SELECT FROM public.users u WHERE u.id = social_account.user_id AND u.visibility = 'public'));
CREATE POLICY social_account_select ON public.social_account FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid())
           OR (visibility = 'public' AND EXISTS (SELECT FROM public.users u WHERE u.id = social_account.user_id AND u.visibility = 'public')));
CREATE POLICY social_account_update_own ON public.social_account FOR UPDATE TO authenticated
    USING (user_id = (SELECT auth.uid())) WITH CHECK (user_id = (SELECT auth.uid()));
CREATE POLICY social_account_delete_own ON public.social_account FOR DELETE TO authenticated
    USING (user_id = (SELECT auth.uid()));
CREATE POLICY social_account_service_role ON public.social_account FOR ALL TO service_role
    USING (true) WITH CHECK (true);

-- ---------------------------------------------------------------------------------------------------------------------
-- Seed. The document names three platforms and counts five; Twitch and Facebook wait for their edge functions.
-- ---------------------------------------------------------------------------------------------------------------------
INSERT INTO public.platform (slug, name, website_url, is_enabled)
VALUES
    ('youtube',   'YouTube',   'https://www.youtube.com',   true),
    ('instagram', 'Instagram', 'https://www.instagram.com', true),
    ('tiktok',    'TikTok',    'https://www.tiktok.com',    true),
    ('twitch',    'Twitch',    'https://www.twitch.tv',     false),
    ('facebook',  'Facebook',  'https://www.facebook.com',  false);

INSERT INTO public.account_status (slug, name, can_sync, counts_toward_quota)
VALUES
    ('active',       'Active',                    true,  true),
    ('expired',      'Consent must be renewed',   false, true),
    ('suspended',    'Suspended by the platform', false, true),
    ('disconnected', 'Disconnected',              false, false);
