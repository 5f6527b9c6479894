-- StreamVibe, phase 5: search engines, the sites that users have there, and the URLs handed over to them.
--
-- The document gives this phase no function in schema public; what its triggers need lives in streamvibe_private.
--
-- SEO metadata, robots.txt and the sitemap are made by edge functions from public content (phase 3): they need no table.
--
-- A submission uses quota when it becomes pending, whoever makes it so, service_role and the owner of the schema included:
-- edge functions do not call increment_quota() themselves. What could not be handed over is given back; what the engine
-- rejected is not, it was asked.
--
-- Engines are switched off, never deleted: nobody is granted DELETE on them. That is why foreign keys that lead to them
-- need no index.

-- ---------------------------------------------------------------------------------------------------------------------
-- search_engine
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.search_engine (
    id                smallint    NOT NULL GENERATED ALWAYS AS IDENTITY,
    slug              text        NOT NULL,
    name              text        NOT NULL,
    webmaster_url     text        NOT NULL,
    submission_method text        NOT NULL,
    api_key_name      text,
    is_enabled        boolean     NOT NULL DEFAULT false,
    created_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT search_engine_pkey PRIMARY KEY (id),
    CONSTRAINT search_engine_slug_key UNIQUE (slug),
    CONSTRAINT search_engine_slug_check CHECK (slug ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT search_engine_webmaster_url_check CHECK (webmaster_url ~ '^https://'),
    CONSTRAINT search_engine_submission_method_check CHECK (submission_method IN ('api', 'indexnow')),
    -- Keys themselves (AIza…, 32 hexadecimal digits) have small letters.
    CONSTRAINT search_engine_api_key_name_check CHECK (api_key_name ~ '^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*_API_KEY$'),
    CONSTRAINT search_engine_api_needs_key_check CHECK (submission_method <> 'api' OR api_key_name IS NOT NULL)
);
COMMENT ON TABLE public.search_engine IS 'Search engines that take URLs';
COMMENT ON COLUMN public.search_engine.submission_method IS
    'api: the engine''s own, with our key; indexnow: the common protocol, which proves a site by a file on it';
COMMENT ON COLUMN public.search_engine.api_key_name IS 'Environment variable of the edge functions that holds the key; the key is never in the database';
COMMENT ON COLUMN public.search_engine.is_enabled IS 'Offered to users: what it needs is deployed';

-- ---------------------------------------------------------------------------------------------------------------------
-- seo_connection
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.seo_connection (
    id                uuid        NOT NULL DEFAULT gen_random_uuid(),
    user_id           uuid        NOT NULL,
    search_engine_id  smallint    NOT NULL,
    site_url          text        NOT NULL,
    vault_secret_name text,
    verified_at       timestamptz,
    revoked_at        timestamptz,
    last_error        text,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT seo_connection_pkey PRIMARY KEY (id),
    CONSTRAINT seo_connection_user_id_search_engine_id_site_url_key UNIQUE (user_id, search_engine_id, site_url),
    CONSTRAINT seo_connection_vault_secret_name_key UNIQUE (vault_secret_name),
    CONSTRAINT seo_connection_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
    CONSTRAINT seo_connection_search_engine_id_fkey FOREIGN KEY (search_engine_id) REFERENCES public.search_engine (id),
    -- With the slash at the end, https://example.com/ is no prefix of https://example.com.evil/.
    CONSTRAINT seo_connection_site_url_check CHECK (site_url ~ '^https://[^/?#@[:space:]]+/([^?#[:space:]]*/)?$'),
    -- A name, not a token: see platform_connection.
    CONSTRAINT seo_connection_vault_secret_name_check
        CHECK (vault_secret_name ~ '^[a-z][a-z0-9]{0,31}([_:/-][a-z0-9]{1,32})+$' AND char_length(vault_secret_name) <= 160)
);
COMMENT ON TABLE public.seo_connection IS 'Site of a user at a search engine. Tokens are in the vault, never here';
COMMENT ON COLUMN public.seo_connection.site_url IS 'All below it may be submitted; ends with a slash';
COMMENT ON COLUMN public.seo_connection.vault_secret_name IS
    'Name in vault.secrets of the user''s own token, if the engine asks for one. Deleting the connection deletes the secret';
COMMENT ON COLUMN public.seo_connection.verified_at IS 'When the engine confirmed that the site is the user''s; nothing is submitted before';
COMMENT ON COLUMN public.seo_connection.revoked_at IS 'When user or engine took the consent back; nothing is submitted since';

CREATE TRIGGER trg_seo_connection_set_updated_at BEFORE UPDATE ON public.seo_connection
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();
-- As with platform_connection (phase 2), whose function it is: no token stays behind in the vault.
CREATE TRIGGER trg_seo_connection_drop_secret AFTER DELETE ON public.seo_connection
    FOR EACH ROW WHEN (OLD.vault_secret_name IS NOT NULL)
    EXECUTE FUNCTION streamvibe_private.drop_vault_secret();
CREATE TRIGGER trg_seo_connection_replace_secret AFTER UPDATE OF vault_secret_name ON public.seo_connection
    FOR EACH ROW WHEN (OLD.vault_secret_name IS DISTINCT FROM NEW.vault_secret_name)
    EXECUTE FUNCTION streamvibe_private.drop_vault_secret();

-- ---------------------------------------------------------------------------------------------------------------------
-- seo_submission
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.seo_submission (
    id              uuid        NOT NULL DEFAULT gen_random_uuid(),
    connection_id   uuid        NOT NULL,
    content_item_id uuid,
    submitted_url   text        NOT NULL,
    status          text        NOT NULL DEFAULT 'pending',
    attempts        integer     NOT NULL DEFAULT 0,
    requested_at    timestamptz NOT NULL DEFAULT now(),
    submitted_at    timestamptz,
    indexed_at      timestamptz,
    error_message   text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT seo_submission_pkey PRIMARY KEY (id),
    -- One row per URL: asking again makes it pending again. Led by the connection, it serves that foreign key as well.
    CONSTRAINT seo_submission_connection_id_submitted_url_key UNIQUE (connection_id, submitted_url),
    CONSTRAINT seo_submission_connection_id_fkey FOREIGN KEY (connection_id)
        REFERENCES public.seo_connection (id) ON DELETE CASCADE,
    CONSTRAINT seo_submission_content_item_id_fkey FOREIGN KEY (content_item_id)
        REFERENCES public.content_item (id) ON DELETE CASCADE,
    -- Engines take URLs of up to 2,048 characters.
    CONSTRAINT seo_submission_submitted_url_check CHECK (submitted_url ~ '^https://[^[:space:]]+$' AND char_length(submitted_url) <= 2048),
    CONSTRAINT seo_submission_status_check CHECK (status IN ('pending', 'submitted', 'indexed', 'rejected', 'failed')),
    CONSTRAINT seo_submission_attempts_check CHECK (attempts >= 0)
);
COMMENT ON TABLE public.seo_submission IS 'URL handed over, or to be handed over, to a search engine. Becoming pending uses quota';
COMMENT ON COLUMN public.seo_submission.content_item_id IS 'The content at that URL, which must be public; NULL: a profile, a category, a sitemap';
COMMENT ON COLUMN public.seo_submission.status IS
    'pending: to be handed over; submitted: the engine has it; indexed: it is found there; rejected: by the engine; failed: never got there';
COMMENT ON COLUMN public.seo_submission.attempts IS 'How often it became pending; kept by trigger, like the times';
COMMENT ON COLUMN public.seo_submission.requested_at IS 'When it became pending last';

CREATE INDEX idx_seo_submission_content_item_id ON public.seo_submission (content_item_id) WHERE content_item_id IS NOT NULL;
CREATE INDEX idx_seo_submission_pending ON public.seo_submission (requested_at) WHERE status = 'pending';

CREATE TRIGGER trg_seo_submission_set_updated_at BEFORE UPDATE ON public.seo_submission
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

CREATE FUNCTION streamvibe_private.check_seo_submission() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    connection public.seo_connection;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.status = OLD.status THEN
        RETURN NEW;
    END IF;
    -- What was not pending was not paid for.
    IF NOT (CASE NEW.status
                WHEN 'pending'  THEN true
                WHEN 'indexed'  THEN TG_OP = 'UPDATE' AND OLD.status = 'submitted'
                WHEN 'rejected' THEN TG_OP = 'UPDATE' AND OLD.status <> 'failed'
                ELSE TG_OP = 'UPDATE' AND OLD.status = 'pending'
            END)
    THEN
        RAISE EXCEPTION 'a submission cannot become % from %', NEW.status, CASE TG_OP WHEN 'INSERT' THEN 'nothing' ELSE OLD.status END
            USING ERRCODE = 'check_violation', HINT = 'it begins as pending';
    END IF;

    IF NEW.status = 'pending' THEN
        SELECT k.* INTO connection FROM public.seo_connection k WHERE k.id = NEW.connection_id;
        IF NOT FOUND THEN
            RETURN NEW;  -- for the foreign key to refuse
        END IF;
        IF connection.verified_at IS NULL OR connection.revoked_at IS NOT NULL THEN
            RAISE EXCEPTION 'site % is not verified', connection.site_url USING ERRCODE = 'check_violation';
        END IF;
        IF NOT starts_with(NEW.submitted_url, connection.site_url) THEN
            RAISE EXCEPTION 'URL % is not below the site %', NEW.submitted_url, connection.site_url USING ERRCODE = 'check_violation';
        END IF;
        -- What an engine has read it does not forget: nothing private reaches it.
        IF NEW.content_item_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM public.content_item c
              JOIN public.social_account a ON a.id = c.social_account_id
             WHERE c.id = NEW.content_item_id AND a.user_id = connection.user_id
               AND c.visibility = 'public' AND c.deleted_at IS NULL)
        THEN
            RAISE EXCEPTION 'content % is not public content of the site''s user', NEW.content_item_id USING ERRCODE = 'check_violation';
        END IF;
        NEW.requested_at := now();
        NEW.attempts := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE OLD.attempts + 1 END;
        NEW.error_message := NULL;
    ELSIF NEW.status = 'submitted' THEN
        NEW.submitted_at := now();
    ELSIF NEW.status = 'indexed' THEN
        NEW.indexed_at := now();
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION streamvibe_private.check_seo_submission() IS
    'BEFORE INSERT or a new status: verified site, URL below it, public content of the same user; sets the times';
REVOKE ALL ON FUNCTION streamvibe_private.check_seo_submission() FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------------
-- seo_usage
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.seo_usage (
    user_id          uuid        NOT NULL,
    search_engine_id smallint    NOT NULL,
    usage_date       date        NOT NULL,
    submissions      integer     NOT NULL DEFAULT 0,
    failures         integer     NOT NULL DEFAULT 0,
    updated_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT seo_usage_pkey PRIMARY KEY (user_id, search_engine_id, usage_date),
    CONSTRAINT seo_usage_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
    CONSTRAINT seo_usage_search_engine_id_fkey FOREIGN KEY (search_engine_id) REFERENCES public.search_engine (id),
    CONSTRAINT seo_usage_submissions_check CHECK (submissions >= 0),
    CONSTRAINT seo_usage_failures_check CHECK (failures >= 0)
);
COMMENT ON TABLE public.seo_usage IS 'Submissions per user, engine and day; kept by trigger. By day, because that is how engines limit an API key';
COMMENT ON COLUMN public.seo_usage.usage_date IS 'Day in UTC';
COMMENT ON COLUMN public.seo_usage.failures IS 'Failed or rejected on that day, whenever they were submitted';

CREATE INDEX idx_seo_usage_search_engine_id_usage_date ON public.seo_usage (search_engine_id, usage_date);

-- AFTER, not BEFORE: a BEFORE INSERT trigger also fires for rows that ON CONFLICT then skips, and would count them.
-- increment_quota() takes the row lock of the subscription, so two sessions cannot both take the last submission.
CREATE FUNCTION streamvibe_private.keep_seo_quota() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    connection public.seo_connection;
    asked      constant boolean := NEW.status = 'pending';
    failed     constant boolean := NEW.status IN ('rejected', 'failed');
BEGIN
    SELECT k.* INTO connection FROM public.seo_connection k WHERE k.id = NEW.connection_id;

    IF asked THEN
        IF NOT public.increment_quota(connection.user_id, 'seo_submission', 1) THEN
            RAISE EXCEPTION 'SEO submission quota exceeded'
                USING ERRCODE = 'check_violation', HINT = 'wait for the next cycle or choose a larger tier';
        END IF;
    -- Given back to the cycle that it was taken from, and to no other.
    ELSIF TG_OP = 'UPDATE' AND OLD.status = 'pending' AND NEW.status = 'failed' AND EXISTS (
        SELECT FROM public.subscription s
         WHERE s.user_id = connection.user_id AND s.cycle_start_date <= NEW.requested_at AND s.cycle_end_date > now())
    THEN
        PERFORM public.decrement_quota(connection.user_id, 'seo_submission', 1);
    END IF;

    IF asked OR failed THEN
        INSERT INTO public.seo_usage AS u (user_id, search_engine_id, usage_date, submissions, failures)
        VALUES (connection.user_id, connection.search_engine_id, (now() AT TIME ZONE 'UTC')::date, asked::integer, failed::integer)
        ON CONFLICT (user_id, search_engine_id, usage_date) DO UPDATE
           SET submissions = u.submissions + excluded.submissions,
               failures    = u.failures + excluded.failures,
               updated_at  = now();
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION streamvibe_private.keep_seo_quota() IS
    'AFTER INSERT or a new status: takes one SEO submission from the user or gives it back, and counts the day';
REVOKE ALL ON FUNCTION streamvibe_private.keep_seo_quota() FROM PUBLIC;

CREATE TRIGGER trg_seo_submission_check BEFORE INSERT OR UPDATE OF status ON public.seo_submission
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.check_seo_submission();
CREATE TRIGGER trg_seo_submission_take_quota AFTER INSERT ON public.seo_submission
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.keep_seo_quota();
CREATE TRIGGER trg_seo_submission_settle_quota AFTER UPDATE OF status ON public.seo_submission
    FOR EACH ROW WHEN (OLD.status <> NEW.status)
    EXECUTE FUNCTION streamvibe_private.keep_seo_quota();

-- ---------------------------------------------------------------------------------------------------------------------
-- Rights. Connecting and submitting are the edge functions' work; users look, and may part from an engine.
-- ---------------------------------------------------------------------------------------------------------------------
REVOKE ALL ON TABLE public.search_engine, public.seo_connection, public.seo_submission, public.seo_usage
    FROM anon, authenticated, service_role;
REVOKE ALL ON SEQUENCE public.search_engine_id_seq FROM anon, authenticated, service_role;

GRANT SELECT ON TABLE public.search_engine TO anon;
GRANT SELECT ON TABLE public.search_engine, public.seo_connection, public.seo_submission, public.seo_usage TO authenticated;
GRANT DELETE ON TABLE public.seo_connection TO authenticated;

GRANT SELECT, INSERT, UPDATE ON TABLE public.search_engine TO service_role;
GRANT SELECT, INSERT, DELETE,
      UPDATE (vault_secret_name, verified_at, revoked_at, last_error)
    ON TABLE public.seo_connection TO service_role;
-- A submission stays with its connection, URL and content: those were checked.
GRANT SELECT, INSERT (id, connection_id, content_item_id, submitted_url, status, error_message),
      UPDATE (status, error_message), DELETE
    ON TABLE public.seo_submission TO service_role;
GRANT SELECT ON TABLE public.seo_usage TO service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Row level security
-- ---------------------------------------------------------------------------------------------------------------------
ALTER TABLE public.search_engine ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.seo_connection ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.seo_submission ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.seo_usage ENABLE ROW LEVEL SECURITY;

CREATE POLICY search_engine_select ON public.search_engine FOR SELECT TO anon, authenticated
    USING (true);
CREATE POLICY search_engine_service_role ON public.search_engine FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY seo_connection_select_own ON public.seo_connection FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()));
CREATE POLICY seo_connection_delete_own ON public.seo_connection FOR DELETE TO authenticated
    USING (user_id = (SELECT auth.uid()));
CREATE POLICY seo_connection_service_role ON public.seo_connection FOR ALL TO service_role
    USING (true) WITH CHECK (true);

-- The sub-select obeys the policies of seo_connection: what a user sees there is his.
CREATE POLICY seo_submission_select_own ON public.seo_submission FOR SELECT TO authenticated
    USING (EXISTS (SELECT FROM public.seo_connection k WHERE k.id = seo_submission.connection_id));
CREATE POLICY seo_submission_service_role ON public.seo_submission FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY seo_usage_select ON public.seo_usage FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()) OR (SELECT public.has_role(auth.uid(), 'admin')));
CREATE POLICY seo_usage_service_role ON public.seo_usage FOR SELECT TO service_role
    USING (true);

-- ---------------------------------------------------------------------------------------------------------------------
-- Seed. The document names two engines by their API keys and counts four; Yandex and Naver take IndexNow, and wait for
-- the edge function that speaks it.
-- ---------------------------------------------------------------------------------------------------------------------
INSERT INTO public.search_engine (slug, name, webmaster_url, submission_method, api_key_name, is_enabled)
VALUES
    ('google', 'Google', 'https://search.google.com/search-console', 'api',      'GOOGLE_SEARCH_CONSOLE_API_KEY', true),
    ('bing',   'Bing',   'https://www.bing.com/webmasters',          'api',      'BING_WEBMASTER_API_KEY',        true),
    ('yandex', 'Yandex', 'https://webmaster.yandex.com',             'indexnow', NULL,                            false),
    ('naver',  'Naver',  'https://searchadvisor.naver.com',          'indexnow', NULL,                            false);
