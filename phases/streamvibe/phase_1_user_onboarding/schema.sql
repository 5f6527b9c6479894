-- StreamVibe, phase 1: users, roles, subscriptions, quotas.
--
-- Personal data (e-mail address, full name, location) stays in auth.users and its raw_user_meta_data. Nothing here copies
-- it; there is no column to copy it to.
--
-- The document counts 4 functions in schema public: check_quota(), increment_quota(), decrement_quota() and has_role().
-- What those and the triggers need besides lives in schema streamvibe_private, which no API exposes. Not in schema auth:
-- since April 2025 Supabase refuses new functions there (https://github.com/orgs/supabase/discussions/34270).
--
-- Rights: Supabase grants everything on a new table to anon, authenticated and service_role. Each table takes that back
-- first, then grants what is needed; row level security does the rest. service_role has policies of its own, because
-- outside Supabase it may lack BYPASSRLS (see phase 0).
--
-- In policies, auth.uid() stands in a sub-select so that it is evaluated once per statement, not once per row.

CREATE SCHEMA streamvibe_private;
COMMENT ON SCHEMA streamvibe_private IS 'Functions behind triggers and quotas; not part of the API';

-- ---------------------------------------------------------------------------------------------------------------------
-- Enums
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TYPE public.visibility_enum AS ENUM ('public', 'unlisted', 'private');
COMMENT ON TYPE public.visibility_enum IS 'public: everyone, listed; unlisted: whoever has the link (served by an edge function); private: the owner';

CREATE TYPE public.app_role_enum AS ENUM ('user', 'moderator', 'admin');
COMMENT ON TYPE public.app_role_enum IS 'Roles of people inside StreamVibe; not PostgreSQL roles';

CREATE TYPE public.notification_type_enum AS ENUM
    ('system', 'billing', 'quota', 'connection', 'sync', 'ai', 'seo', 'job');
COMMENT ON TYPE public.notification_type_enum IS 'What a notification is about';

CREATE TYPE public.action_mode_enum AS ENUM ('manual', 'review', 'automatic');
COMMENT ON TYPE public.action_mode_enum IS 'manual: a person did it; review: proposed, then confirmed by a person; automatic: nobody was asked';

-- ---------------------------------------------------------------------------------------------------------------------
-- updated_at
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION streamvibe_private.set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = ''
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION streamvibe_private.set_updated_at() IS 'BEFORE UPDATE: the time of the last change';
REVOKE ALL ON FUNCTION streamvibe_private.set_updated_at() FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------------
-- users
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.users (
    id              uuid                   NOT NULL,
    profile_slug    text,
    display_name    text,
    avatar_url      text,
    bio             text,
    website_url     text,
    visibility      public.visibility_enum NOT NULL DEFAULT 'private',
    is_onboarded    boolean                NOT NULL DEFAULT false,
    is_verified     boolean                NOT NULL DEFAULT false,
    total_followers bigint                 NOT NULL DEFAULT 0,
    created_at      timestamptz            NOT NULL DEFAULT now(),
    updated_at      timestamptz            NOT NULL DEFAULT now(),
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_profile_slug_key UNIQUE (profile_slug),
    CONSTRAINT users_id_fkey FOREIGN KEY (id) REFERENCES auth.users (id) ON DELETE CASCADE,
    CONSTRAINT users_profile_slug_check CHECK (profile_slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length(profile_slug) <= 60),
    CONSTRAINT users_display_name_check CHECK (char_length(display_name) BETWEEN 1 AND 80),
    CONSTRAINT users_bio_check CHECK (char_length(bio) <= 2000),
    CONSTRAINT users_avatar_url_check CHECK (avatar_url ~ '^https?://'),
    CONSTRAINT users_website_url_check CHECK (website_url ~ '^https?://'),
    CONSTRAINT users_total_followers_check CHECK (total_followers >= 0)
);
COMMENT ON TABLE public.users IS 'Profile of a user: only what may become public. One row per row of auth.users, made by trigger';
COMMENT ON COLUMN public.users.display_name IS 'Name the user chose to appear under; the full name stays in auth.users.raw_user_meta_data';
COMMENT ON COLUMN public.users.visibility IS 'Private until the user says otherwise';
COMMENT ON COLUMN public.users.is_verified IS 'Set by StreamVibe, never by the user';
COMMENT ON COLUMN public.users.total_followers IS 'Over all connected accounts; kept by phase 6';

CREATE INDEX idx_users_public_total_followers ON public.users (total_followers DESC, id) WHERE visibility = 'public';

CREATE TRIGGER trg_users_set_updated_at BEFORE UPDATE ON public.users
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- ---------------------------------------------------------------------------------------------------------------------
-- user_role and has_role()
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.user_role (
    user_id    uuid                 NOT NULL,
    role       public.app_role_enum NOT NULL,
    granted_by uuid,
    created_at timestamptz          NOT NULL DEFAULT now(),
    CONSTRAINT user_role_pkey PRIMARY KEY (user_id, role),
    CONSTRAINT user_role_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
    CONSTRAINT user_role_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES public.users (id) ON DELETE SET NULL
);
COMMENT ON TABLE public.user_role IS 'Roles of a user. A table of its own, so that no right to edit a profile can ever give a role';
COMMENT ON COLUMN public.user_role.granted_by IS 'The admin who gave the role; NULL when the system did, or the admin is gone';

CREATE INDEX idx_user_role_role ON public.user_role (role);
CREATE INDEX idx_user_role_granted_by ON public.user_role (granted_by) WHERE granted_by IS NOT NULL;

-- Inside a SECURITY DEFINER function current_user is the owner. The setting "role" still shows what the caller SET ROLE
-- to (PostgREST does so for each request); 'none' means nobody did, and the session's own user is calling. What the JWT
-- claims as its role is not asked: whoever can run SQL can set it.
CREATE FUNCTION streamvibe_private.may_act_for(p_user_id uuid) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path = ''
AS $$
    SELECT coalesce(p_user_id = auth.uid(), false)
        OR pg_has_role(caller.name, 'service_role', 'MEMBER')
        OR pg_has_role(caller.name, current_user, 'MEMBER')
      FROM (SELECT coalesce(nullif(current_setting('role', true), 'none'), session_user)::name AS name) AS caller
$$;
COMMENT ON FUNCTION streamvibe_private.may_act_for(uuid) IS
    'For SECURITY DEFINER functions: is the caller this user, service_role, or the owner of the schema?';
REVOKE ALL ON FUNCTION streamvibe_private.may_act_for(uuid) FROM PUBLIC;

-- SECURITY DEFINER: a policy of user_role that read user_role with the caller's rights would recurse for ever.
CREATE FUNCTION public.has_role(p_user_id uuid, p_role public.app_role_enum) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
    SELECT streamvibe_private.may_act_for(p_user_id)
       AND EXISTS (SELECT FROM public.user_role r WHERE r.user_id = p_user_id AND r.role = p_role)
$$;
COMMENT ON FUNCTION public.has_role(uuid, public.app_role_enum) IS
    'Has this user the role? Asked about somebody else it says false, except to service_role and the owner';
REVOKE ALL ON FUNCTION public.has_role(uuid, public.app_role_enum) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.has_role(uuid, public.app_role_enum) TO authenticated, service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- user_setting
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.user_setting (
    user_id             uuid                    NOT NULL,
    language            text                    NOT NULL DEFAULT 'en',
    theme               text                    NOT NULL DEFAULT 'system',
    email_notifications boolean                 NOT NULL DEFAULT true,
    push_notifications  boolean                 NOT NULL DEFAULT false,
    default_visibility  public.visibility_enum  NOT NULL DEFAULT 'private',
    sync_mode           public.action_mode_enum NOT NULL DEFAULT 'manual',
    ai_mode             public.action_mode_enum NOT NULL DEFAULT 'review',
    seo_mode            public.action_mode_enum NOT NULL DEFAULT 'manual',
    updated_at          timestamptz             NOT NULL DEFAULT now(),
    CONSTRAINT user_setting_pkey PRIMARY KEY (user_id),
    CONSTRAINT user_setting_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
    CONSTRAINT user_setting_language_check CHECK (language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
    CONSTRAINT user_setting_theme_check CHECK (theme IN ('light', 'dark', 'system'))
);
COMMENT ON TABLE public.user_setting IS 'Preferences; one row per user, made together with it';
COMMENT ON COLUMN public.user_setting.default_visibility IS 'Visibility of newly synced content';
COMMENT ON COLUMN public.user_setting.ai_mode IS 'How AI suggestions reach the content (phase 4)';
COMMENT ON COLUMN public.user_setting.seo_mode IS 'How content reaches the search engines (phase 5)';

CREATE TRIGGER trg_user_setting_set_updated_at BEFORE UPDATE ON public.user_setting
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- ---------------------------------------------------------------------------------------------------------------------
-- subscription_tier, subscription_status, subscription
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.subscription_tier (
    id                  smallint    NOT NULL GENERATED ALWAYS AS IDENTITY,
    slug                text        NOT NULL,
    name                text        NOT NULL,
    description         text        NOT NULL DEFAULT '',
    price_cents         integer     NOT NULL,
    currency            text        NOT NULL DEFAULT 'USD',
    max_syncs           integer     NOT NULL,
    max_ai_analyses     integer     NOT NULL,
    max_seo_submissions integer     NOT NULL,
    max_accounts        integer     NOT NULL,
    stripe_price_id     text,
    is_active           boolean     NOT NULL DEFAULT true,
    created_at          timestamptz NOT NULL DEFAULT now(),
    updated_at          timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT subscription_tier_pkey PRIMARY KEY (id),
    CONSTRAINT subscription_tier_slug_key UNIQUE (slug),
    CONSTRAINT subscription_tier_stripe_price_id_key UNIQUE (stripe_price_id),
    CONSTRAINT subscription_tier_slug_check CHECK (slug ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT subscription_tier_price_cents_check CHECK (price_cents >= 0),
    CONSTRAINT subscription_tier_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT subscription_tier_limits_check
        CHECK (max_syncs >= 0 AND max_ai_analyses >= 0 AND max_seo_submissions >= 0 AND max_accounts >= 0)
);
COMMENT ON TABLE public.subscription_tier IS 'What can be subscribed to, and how much of it a month includes';
COMMENT ON COLUMN public.subscription_tier.price_cents IS 'Per month, in hundredths of the currency';
COMMENT ON COLUMN public.subscription_tier.max_syncs IS 'Per cycle, like max_ai_analyses and max_seo_submissions; 0 = not included';
COMMENT ON COLUMN public.subscription_tier.max_accounts IS 'Connected social accounts at one time (phase 2); does not reset with the cycle';
COMMENT ON COLUMN public.subscription_tier.is_active IS 'Offered to new subscribers';

CREATE TRIGGER trg_subscription_tier_set_updated_at BEFORE UPDATE ON public.subscription_tier
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

CREATE TABLE public.subscription_status (
    id           smallint NOT NULL GENERATED ALWAYS AS IDENTITY,
    slug         text     NOT NULL,
    name         text     NOT NULL,
    grants_quota boolean  NOT NULL,
    CONSTRAINT subscription_status_pkey PRIMARY KEY (id),
    CONSTRAINT subscription_status_slug_key UNIQUE (slug),
    CONSTRAINT subscription_status_slug_check CHECK (slug ~ '^[a-z][a-z0-9_]*$')
);
COMMENT ON TABLE public.subscription_status IS 'States of a subscription, in Stripe''s own words, so that its webhooks (phase 7) need no translation';
COMMENT ON COLUMN public.subscription_status.grants_quota IS 'May quota be used in this state? past_due may: Stripe still retries the payment';

CREATE TABLE public.subscription (
    id                     uuid        NOT NULL DEFAULT gen_random_uuid(),
    user_id                uuid        NOT NULL,
    tier_id                smallint    NOT NULL,
    status_id              smallint    NOT NULL,
    cycle_start_date       timestamptz NOT NULL DEFAULT now(),
    cycle_end_date         timestamptz NOT NULL DEFAULT now() + interval '1 month',
    syncs_used             integer     NOT NULL DEFAULT 0,
    ai_analyses_used       integer     NOT NULL DEFAULT 0,
    seo_submissions_used   integer     NOT NULL DEFAULT 0,
    accounts_used          integer     NOT NULL DEFAULT 0,
    stripe_customer_id     text,
    stripe_subscription_id text,
    cancel_at_cycle_end    boolean     NOT NULL DEFAULT false,
    canceled_at            timestamptz,
    created_at             timestamptz NOT NULL DEFAULT now(),
    updated_at             timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT subscription_pkey PRIMARY KEY (id),
    CONSTRAINT subscription_user_id_key UNIQUE (user_id),
    CONSTRAINT subscription_stripe_customer_id_key UNIQUE (stripe_customer_id),
    CONSTRAINT subscription_stripe_subscription_id_key UNIQUE (stripe_subscription_id),
    CONSTRAINT subscription_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
    CONSTRAINT subscription_tier_id_fkey FOREIGN KEY (tier_id) REFERENCES public.subscription_tier (id),
    CONSTRAINT subscription_status_id_fkey FOREIGN KEY (status_id) REFERENCES public.subscription_status (id),
    CONSTRAINT subscription_cycle_check CHECK (cycle_end_date > cycle_start_date),
    CONSTRAINT subscription_syncs_used_check CHECK (syncs_used >= 0),
    CONSTRAINT subscription_ai_analyses_used_check CHECK (ai_analyses_used >= 0),
    CONSTRAINT subscription_seo_submissions_used_check CHECK (seo_submissions_used >= 0),
    CONSTRAINT subscription_accounts_used_check CHECK (accounts_used >= 0)
);
COMMENT ON TABLE public.subscription IS 'The one subscription of a user. A change of tier changes the row: nobody holds two quotas';
COMMENT ON COLUMN public.subscription.cycle_start_date IS 'Moving it forward begins a new cycle: a trigger sets the counters to 0';
COMMENT ON COLUMN public.subscription.cycle_end_date IS 'From this instant on (exclusive end) the next use of quota begins a new cycle';
COMMENT ON COLUMN public.subscription.syncs_used IS 'In the current cycle; use increment_quota(), it holds the limit under concurrency';
COMMENT ON COLUMN public.subscription.accounts_used IS 'Connected accounts: a stock, not a flow. Kept by phase 2, not by increment_quota()';

CREATE INDEX idx_subscription_tier_id ON public.subscription (tier_id);
CREATE INDEX idx_subscription_status_id ON public.subscription (status_id);
CREATE INDEX idx_subscription_cycle_end_date ON public.subscription (cycle_end_date);

CREATE TRIGGER trg_subscription_set_updated_at BEFORE UPDATE ON public.subscription
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- One place for the reset, whoever moves the cycle on: increment_quota(), Stripe's webhook (phase 7), an administrator.
CREATE FUNCTION streamvibe_private.reset_usage() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = ''
AS $$
BEGIN
    NEW.syncs_used := 0;
    NEW.ai_analyses_used := 0;
    NEW.seo_submissions_used := 0;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION streamvibe_private.reset_usage() IS 'A new cycle starts with nothing used; connected accounts stay connected';
REVOKE ALL ON FUNCTION streamvibe_private.reset_usage() FROM PUBLIC;

CREATE TRIGGER trg_subscription_reset_usage BEFORE UPDATE OF cycle_start_date ON public.subscription
    FOR EACH ROW WHEN (NEW.cycle_start_date > OLD.cycle_start_date)
    EXECUTE FUNCTION streamvibe_private.reset_usage();

-- ---------------------------------------------------------------------------------------------------------------------
-- notification, audit_log, cache_store
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.notification (
    id         uuid                          NOT NULL DEFAULT gen_random_uuid(),
    user_id    uuid                          NOT NULL,
    type       public.notification_type_enum NOT NULL DEFAULT 'system',
    title      text                          NOT NULL,
    body       text                          NOT NULL DEFAULT '',
    data       jsonb                         NOT NULL DEFAULT '{}',
    read_at    timestamptz,
    created_at timestamptz                   NOT NULL DEFAULT now(),
    CONSTRAINT notification_pkey PRIMARY KEY (id),
    CONSTRAINT notification_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
    CONSTRAINT notification_title_check CHECK (char_length(title) BETWEEN 1 AND 200),
    CONSTRAINT notification_data_check CHECK (jsonb_typeof(data) = 'object')
);
COMMENT ON TABLE public.notification IS 'Messages to a user, written by edge functions';
COMMENT ON COLUMN public.notification.read_at IS 'NULL: unread';

CREATE INDEX idx_notification_user_id_created_at ON public.notification (user_id, created_at DESC);
CREATE INDEX idx_notification_unread ON public.notification (user_id) WHERE read_at IS NULL;

CREATE TABLE public.audit_log (
    id          bigint                  NOT NULL GENERATED ALWAYS AS IDENTITY,
    user_id     uuid,
    action      text                    NOT NULL,
    mode        public.action_mode_enum NOT NULL DEFAULT 'manual',
    entity_type text                    NOT NULL,
    entity_id   text,
    old_data    jsonb,
    new_data    jsonb,
    created_at  timestamptz             NOT NULL DEFAULT now(),
    CONSTRAINT audit_log_pkey PRIMARY KEY (id),
    CONSTRAINT audit_log_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE SET NULL,
    CONSTRAINT audit_log_action_check CHECK (action ~ '^[a-z][a-z0-9_.]*$'),
    CONSTRAINT audit_log_entity_type_check CHECK (entity_type <> '')
);
COMMENT ON TABLE public.audit_log IS 'Who did what. Append-only for every API role. No IP addresses and no other personal data: it outlives its user';
COMMENT ON COLUMN public.audit_log.user_id IS 'Who did it; NULL: the system, or a user who was erased since';
COMMENT ON COLUMN public.audit_log.action IS 'Dotted lower case, e.g. subscription.upgraded';
COMMENT ON COLUMN public.audit_log.entity_id IS 'Key of the row, as text: tables differ in the type of theirs';

CREATE INDEX idx_audit_log_user_id_created_at ON public.audit_log (user_id, created_at DESC);
CREATE INDEX idx_audit_log_entity ON public.audit_log (entity_type, entity_id);

CREATE TABLE public.cache_store (
    key        text        NOT NULL,
    value      jsonb       NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT cache_store_pkey PRIMARY KEY (key),
    CONSTRAINT cache_store_key_check CHECK (char_length(key) BETWEEN 1 AND 250)
);
COMMENT ON TABLE public.cache_store IS 'Answers of slow services (Stripe, phase 7), by key such as stripe:product:<id>; service_role only';
COMMENT ON COLUMN public.cache_store.expires_at IS 'Readers must compare it: rows are swept later';

CREATE INDEX idx_cache_store_expires_at ON public.cache_store (expires_at);

CREATE TRIGGER trg_cache_store_set_updated_at BEFORE UPDATE ON public.cache_store
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- ---------------------------------------------------------------------------------------------------------------------
-- quota_usage_history
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.quota_usage_history (
    user_id          uuid        NOT NULL,
    quota_type       text        NOT NULL,
    cycle_start_date timestamptz NOT NULL,
    cycle_end_date   timestamptz NOT NULL,
    used             integer     NOT NULL,
    quota_limit      integer     NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT quota_usage_history_pkey PRIMARY KEY (user_id, quota_type, cycle_start_date),
    CONSTRAINT quota_usage_history_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
    CONSTRAINT quota_usage_history_quota_type_check CHECK (quota_type IN ('sync', 'ai_analysis', 'seo_submission')),
    CONSTRAINT quota_usage_history_used_check CHECK (used >= 0),
    CONSTRAINT quota_usage_history_quota_limit_check CHECK (quota_limit >= 0)
);
COMMENT ON TABLE public.quota_usage_history IS
    'What was used, per user, type and cycle. Written with each use, not at the reset: nothing is lost if no reset ever runs';
COMMENT ON COLUMN public.quota_usage_history.quota_limit IS 'The tier''s limit at the time of the last use';

CREATE INDEX idx_quota_usage_history_cycle_start_date ON public.quota_usage_history (cycle_start_date);

-- ---------------------------------------------------------------------------------------------------------------------
-- Quotas. check_quota() is advice (it shows or hides a button); increment_quota() is the law: it tests and counts under
-- the row lock of the subscription, and says false when nothing is left.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION streamvibe_private.assert_quota_call(p_user_id uuid, p_quota_type text, p_amount integer) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path = ''
AS $$
BEGIN
    IF NOT streamvibe_private.may_act_for(p_user_id) THEN
        RAISE EXCEPTION 'quota of another user' USING ERRCODE = 'insufficient_privilege',
            HINT = 'a user acts on auth.uid() only; edge functions act as service_role';
    END IF;
    IF p_amount IS NULL OR p_amount < 1 THEN
        RAISE EXCEPTION 'quota amount must be 1 or more, not %', coalesce(p_amount::text, 'NULL')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF p_quota_type IS NULL OR p_quota_type NOT IN ('sync', 'ai_analysis', 'seo_submission', 'account') THEN
        RAISE EXCEPTION 'unknown quota type %', coalesce(quote_literal(p_quota_type), 'NULL')
            USING ERRCODE = 'invalid_parameter_value', HINT = 'one of: sync, ai_analysis, seo_submission, account';
    END IF;
END
$$;
COMMENT ON FUNCTION streamvibe_private.assert_quota_call(uuid, text, integer) IS 'Refuses strangers, unknown types and amounts below 1';
REVOKE ALL ON FUNCTION streamvibe_private.assert_quota_call(uuid, text, integer) FROM PUBLIC;

-- The next cycle starts where the last one ended and is a month long, until Stripe's webhook says otherwise. Months that
-- passed without any use are stepped over. In UTC, so that the session's time zone does not move anybody's cycle.
CREATE FUNCTION streamvibe_private.lock_current_cycle(p_user_id uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
    SET timezone = 'UTC'
AS $$
DECLARE
    ended  timestamptz;
    months integer := 0;
BEGIN
    SELECT s.cycle_end_date INTO ended FROM public.subscription s WHERE s.user_id = p_user_id FOR NO KEY UPDATE;
    IF ended <= now() THEN
        WHILE ended + make_interval(months => months + 1) <= now() LOOP
            months := months + 1;
        END LOOP;
        UPDATE public.subscription
           SET cycle_start_date = ended + make_interval(months => months),
               cycle_end_date   = ended + make_interval(months => months + 1)
         WHERE user_id = p_user_id;
    END IF;
END
$$;
COMMENT ON FUNCTION streamvibe_private.lock_current_cycle(uuid) IS 'Locks the subscription and, if its cycle is over, begins the current one';
REVOKE ALL ON FUNCTION streamvibe_private.lock_current_cycle(uuid) FROM PUBLIC;

CREATE FUNCTION streamvibe_private.record_usage(p_user_id uuid, p_quota_type text) RETURNS void
    LANGUAGE sql VOLATILE
    SET search_path = ''
AS $$
    INSERT INTO public.quota_usage_history AS h (user_id, quota_type, cycle_start_date, cycle_end_date, used, quota_limit)
    SELECT s.user_id, p_quota_type, s.cycle_start_date, s.cycle_end_date,
           CASE p_quota_type WHEN 'sync' THEN s.syncs_used
                             WHEN 'ai_analysis' THEN s.ai_analyses_used
                             WHEN 'seo_submission' THEN s.seo_submissions_used END,
           CASE p_quota_type WHEN 'sync' THEN t.max_syncs
                             WHEN 'ai_analysis' THEN t.max_ai_analyses
                             WHEN 'seo_submission' THEN t.max_seo_submissions END
      FROM public.subscription s
      JOIN public.subscription_tier t ON t.id = s.tier_id
     WHERE s.user_id = p_user_id
    ON CONFLICT (user_id, quota_type, cycle_start_date) DO UPDATE
       SET used           = excluded.used,
           quota_limit    = excluded.quota_limit,
           cycle_end_date = excluded.cycle_end_date,
           updated_at     = now()
$$;
COMMENT ON FUNCTION streamvibe_private.record_usage(uuid, text) IS 'Copies the counter of the current cycle to quota_usage_history';
REVOKE ALL ON FUNCTION streamvibe_private.record_usage(uuid, text) FROM PUBLIC;

CREATE FUNCTION public.check_quota(p_user_id uuid, p_quota_type text, p_amount integer DEFAULT 1) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    PERFORM streamvibe_private.assert_quota_call(p_user_id, p_quota_type, p_amount);
    RETURN coalesce((
        SELECT CASE p_quota_type
                   -- A cycle that is over counts as unused: the next increment_quota() begins a new one.
                   WHEN 'sync'           THEN p_amount <= t.max_syncs - s.syncs_used * open.cycle
                   WHEN 'ai_analysis'    THEN p_amount <= t.max_ai_analyses - s.ai_analyses_used * open.cycle
                   WHEN 'seo_submission' THEN p_amount <= t.max_seo_submissions - s.seo_submissions_used * open.cycle
                   WHEN 'account'        THEN p_amount <= t.max_accounts - s.accounts_used
               END
          FROM public.subscription s
          JOIN public.subscription_tier t ON t.id = s.tier_id
          JOIN public.subscription_status st ON st.id = s.status_id AND st.grants_quota
         CROSS JOIN LATERAL (SELECT (s.cycle_end_date > now())::integer AS cycle) AS open
         WHERE s.user_id = p_user_id), false);
END
$$;
COMMENT ON FUNCTION public.check_quota(uuid, text, integer) IS
    'Is that much left of sync, ai_analysis, seo_submission or account? False without a subscription that grants quota';
REVOKE ALL ON FUNCTION public.check_quota(uuid, text, integer) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.check_quota(uuid, text, integer) TO authenticated, service_role;

CREATE FUNCTION public.increment_quota(p_user_id uuid, p_quota_type text, p_amount integer DEFAULT 1) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    PERFORM streamvibe_private.assert_quota_call(p_user_id, p_quota_type, p_amount);
    IF p_quota_type = 'account' THEN
        RAISE EXCEPTION 'accounts are counted when they are connected, not by hand' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM streamvibe_private.lock_current_cycle(p_user_id);

    UPDATE public.subscription s
       SET syncs_used           = s.syncs_used + CASE p_quota_type WHEN 'sync' THEN p_amount ELSE 0 END,
           ai_analyses_used     = s.ai_analyses_used + CASE p_quota_type WHEN 'ai_analysis' THEN p_amount ELSE 0 END,
           seo_submissions_used = s.seo_submissions_used + CASE p_quota_type WHEN 'seo_submission' THEN p_amount ELSE 0 END
      FROM public.subscription_tier t, public.subscription_status st
     WHERE s.user_id = p_user_id
       AND t.id = s.tier_id
       AND st.id = s.status_id
       AND st.grants_quota
       AND CASE p_quota_type
               WHEN 'sync'           THEN p_amount <= t.max_syncs - s.syncs_used
               WHEN 'ai_analysis'    THEN p_amount <= t.max_ai_analyses - s.ai_analyses_used
               WHEN 'seo_submission' THEN p_amount <= t.max_seo_submissions - s.seo_submissions_used
           END;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM streamvibe_private.record_usage(p_user_id, p_quota_type);
    RETURN true;
END
$$;
COMMENT ON FUNCTION public.increment_quota(uuid, text, integer) IS
    'Uses that much of sync, ai_analysis or seo_submission. True: counted. False: not that much left, nothing counted';
REVOKE ALL ON FUNCTION public.increment_quota(uuid, text, integer) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.increment_quota(uuid, text, integer) TO authenticated, service_role;

-- Not for authenticated: who may give quota back to himself has none.
CREATE FUNCTION public.decrement_quota(p_user_id uuid, p_quota_type text, p_amount integer DEFAULT 1) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    PERFORM streamvibe_private.assert_quota_call(p_user_id, p_quota_type, p_amount);
    IF p_quota_type = 'account' THEN
        RAISE EXCEPTION 'accounts are counted when they are connected, not by hand' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM streamvibe_private.lock_current_cycle(p_user_id);

    UPDATE public.subscription s
       SET syncs_used           = greatest(0, s.syncs_used - CASE p_quota_type WHEN 'sync' THEN p_amount ELSE 0 END),
           ai_analyses_used     = greatest(0, s.ai_analyses_used - CASE p_quota_type WHEN 'ai_analysis' THEN p_amount ELSE 0 END),
           seo_submissions_used = greatest(0, s.seo_submissions_used - CASE p_quota_type WHEN 'seo_submission' THEN p_amount ELSE 0 END)
     WHERE s.user_id = p_user_id;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM streamvibe_private.record_usage(p_user_id, p_quota_type);
    RETURN true;
END
$$;
COMMENT ON FUNCTION public.decrement_quota(uuid, text, integer) IS
    'Gives quota back when the work failed; never below 0. service_role only. False without a subscription';
REVOKE ALL ON FUNCTION public.decrement_quota(uuid, text, integer) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.decrement_quota(uuid, text, integer) TO service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Rights
-- ---------------------------------------------------------------------------------------------------------------------
REVOKE ALL ON TABLE public.users, public.user_role, public.user_setting, public.subscription, public.subscription_tier,
    public.subscription_status, public.notification, public.audit_log, public.quota_usage_history, public.cache_store
    FROM anon, authenticated, service_role;
-- Columns that are identities need no right on their sequence.
REVOKE ALL ON SEQUENCE public.subscription_tier_id_seq, public.subscription_status_id_seq, public.audit_log_id_seq
    FROM anon, authenticated, service_role;

GRANT SELECT ON TABLE public.users, public.subscription_tier, public.subscription_status TO anon;

GRANT SELECT ON TABLE public.users, public.user_role, public.user_setting, public.subscription, public.subscription_tier,
    public.subscription_status, public.notification, public.audit_log, public.quota_usage_history TO authenticated;
GRANT UPDATE (profile_slug, display_name, avatar_url, bio, website_url, visibility, is_onboarded)
    ON TABLE public.users TO authenticated;
GRANT INSERT, DELETE ON TABLE public.user_role TO authenticated;
GRANT UPDATE (language, theme, email_notifications, push_notifications, default_visibility, sync_mode, ai_mode, seo_mode)
    ON TABLE public.user_setting TO authenticated;
GRANT INSERT (user_id, tier_id, status_id, cycle_start_date, cycle_end_date) ON TABLE public.subscription TO authenticated;
GRANT UPDATE (read_at), DELETE ON TABLE public.notification TO authenticated;

GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.users, public.user_role, public.user_setting, public.subscription,
    public.subscription_tier, public.subscription_status, public.notification, public.cache_store TO service_role;
GRANT SELECT, INSERT ON TABLE public.audit_log TO service_role;
GRANT SELECT ON TABLE public.quota_usage_history TO service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Row level security
-- ---------------------------------------------------------------------------------------------------------------------
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.user_role ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.user_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.subscription_tier ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.subscription_status ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.quota_usage_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cache_store ENABLE ROW LEVEL SECURITY;

CREATE POLICY users_select_public ON public.users FOR SELECT TO anon
    USING (visibility = 'public');
CREATE POLICY users_select ON public.users FOR SELECT TO authenticated
    USING (visibility = 'public' OR id = (SELECT auth.uid()) OR (SELECT public.has_role(auth.uid(), 'admin')));
CREATE POLICY users_update_own ON public.users FOR UPDATE TO authenticated
    USING (id = (SELECT auth.uid())) WITH CHECK (id = (SELECT auth.uid()));
CREATE POLICY users_service_role ON public.users FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY user_role_select ON public.user_role FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()) OR (SELECT public.has_role(auth.uid(), 'admin')));
CREATE POLICY user_role_insert_admin ON public.user_role FOR INSERT TO authenticated
    WITH CHECK ((SELECT public.has_role(auth.uid(), 'admin')) AND granted_by = (SELECT auth.uid()));
CREATE POLICY user_role_delete_admin ON public.user_role FOR DELETE TO authenticated
    USING ((SELECT public.has_role(auth.uid(), 'admin')));
CREATE POLICY user_role_service_role ON public.user_role FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY user_setting_select_own ON public.user_setting FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()));
CREATE POLICY user_setting_update_own ON public.user_setting FOR UPDATE TO authenticated
    USING (user_id = (SELECT auth.uid())) WITH CHECK (user_id = (SELECT auth.uid()));
CREATE POLICY user_setting_service_role ON public.user_setting FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY subscription_select ON public.subscription FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()) OR (SELECT public.has_role(auth.uid(), 'admin')));
-- Step 3 of the document: a user takes the free tier himself. That one only, and not with a cycle so short that it would
-- hand out new quota all the time. Everything that costs money is service_role's.
CREATE POLICY subscription_insert_own_free ON public.subscription FOR INSERT TO authenticated
    WITH CHECK (user_id = (SELECT auth.uid())
                AND tier_id = (SELECT t.id FROM public.subscription_tier t WHERE t.slug = 'free')
                AND status_id = (SELECT st.id FROM public.subscription_status st WHERE st.slug = 'active')
                AND cycle_start_date <= now()
                AND cycle_end_date BETWEEN cycle_start_date + interval '28 days' AND cycle_start_date + interval '31 days');
CREATE POLICY subscription_service_role ON public.subscription FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY subscription_tier_select ON public.subscription_tier FOR SELECT TO anon, authenticated
    USING (true);
CREATE POLICY subscription_tier_service_role ON public.subscription_tier FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY subscription_status_select ON public.subscription_status FOR SELECT TO anon, authenticated
    USING (true);
CREATE POLICY subscription_status_service_role ON public.subscription_status FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY notification_select_own ON public.notification FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()));
CREATE POLICY notification_update_own ON public.notification FOR UPDATE TO authenticated
    USING (user_id = (SELECT auth.uid())) WITH CHECK (user_id = (SELECT auth.uid()));
CREATE POLICY notification_delete_own ON public.notification FOR DELETE TO authenticated
    USING (user_id = (SELECT auth.uid()));
CREATE POLICY notification_service_role ON public.notification FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY audit_log_select ON public.audit_log FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()) OR (SELECT public.has_role(auth.uid(), 'admin')));
CREATE POLICY audit_log_service_role ON public.audit_log FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY quota_usage_history_select ON public.quota_usage_history FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()) OR (SELECT public.has_role(auth.uid(), 'admin')));
CREATE POLICY quota_usage_history_service_role ON public.quota_usage_history FOR SELECT TO service_role
    USING (true);

CREATE POLICY cache_store_service_role ON public.cache_store FOR ALL TO service_role
    USING (true) WITH CHECK (true);

-- ---------------------------------------------------------------------------------------------------------------------
-- Seed. Refer to these rows by slug: ids may differ between environments.
-- ---------------------------------------------------------------------------------------------------------------------
-- The document gives the free tier's limits and the number of tiers; the other two are ours.
INSERT INTO public.subscription_tier
    (slug, name, description, price_cents, max_syncs, max_ai_analyses, max_seo_submissions, max_accounts)
VALUES
    ('free',    'Free',    'To find out whether StreamVibe is for you',     0,   10,   25,   0,  1),
    ('creator', 'Creator', 'For creators on several platforms',          1900,  100,  500,  50,  5),
    ('premium', 'Premium', 'For teams and agencies',                     4900, 1000, 5000, 500, 25);

INSERT INTO public.subscription_status (slug, name, grants_quota)
VALUES
    ('trialing',           'Trial',                     true),
    ('active',             'Active',                    true),
    ('past_due',           'Payment overdue',           true),
    ('unpaid',             'Unpaid',                    false),
    ('paused',             'Paused',                    false),
    ('canceled',           'Canceled',                  false),
    ('incomplete',         'First payment outstanding', false),
    ('incomplete_expired', 'First payment failed',      false);

-- ---------------------------------------------------------------------------------------------------------------------
-- A row of auth.users brings its row of public.users. SECURITY DEFINER: sign-up runs as supabase_auth_admin, which has
-- no rights here. No subscription: the free tier is taken by the user (edge function auth-profile-setup).
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION streamvibe_private.create_profile() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    INSERT INTO public.users (id) VALUES (NEW.id);
    INSERT INTO public.user_role (user_id, role) VALUES (NEW.id, 'user');
    INSERT INTO public.user_setting (user_id) VALUES (NEW.id);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION streamvibe_private.create_profile() IS 'AFTER INSERT on auth.users: empty profile, role user, default settings; copies no personal data';
REVOKE ALL ON FUNCTION streamvibe_private.create_profile() FROM PUBLIC;

CREATE TRIGGER trg_users_create_profile AFTER INSERT ON auth.users
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.create_profile();

-- Users who signed up before this change.
INSERT INTO public.users (id) SELECT id FROM auth.users;
INSERT INTO public.user_role (user_id, role) SELECT id, 'user' FROM public.users;
INSERT INTO public.user_setting (user_id) SELECT id FROM public.users;
