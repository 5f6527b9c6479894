-- StreamVibe, phase 7: background jobs, Stripe's webhooks, cache of Stripe's answers.
--
-- Needs phase 1 only. The job types name work of other phases; none of their tables is touched.
--
-- The document names six of its 24 functions and shows how they are called; the other 18 are what a queue needs besides.
-- It names no columns.
--
-- Who may what: users create, watch and cancel their own jobs. Workers (edge functions, service_role) claim, complete
-- and fail them. Nobody else writes these tables, not even service_role: a job changes its state only through the
-- functions below, which hold the limits, the claims and the log together. That is why they are SECURITY DEFINER. What
-- only reads, and what works on the cache, where service_role has rights of its own, is not.
--
-- Time is clock_timestamp(): now() stands still within a transaction, and a batch of jobs would all be created at once.

-- ---------------------------------------------------------------------------------------------------------------------
-- job_type
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.job_type (
    id                      smallint    NOT NULL GENERATED ALWAYS AS IDENTITY,
    slug                    text        NOT NULL,
    name                    text        NOT NULL,
    description             text        NOT NULL DEFAULT '',
    default_priority        smallint    NOT NULL DEFAULT 5,
    max_attempts            smallint    NOT NULL DEFAULT 3,
    retry_delay_seconds     integer     NOT NULL DEFAULT 60,
    max_retry_delay_seconds integer     NOT NULL DEFAULT 3600,
    timeout_seconds         integer     NOT NULL DEFAULT 300,
    is_user_creatable       boolean     NOT NULL DEFAULT false,
    is_enabled              boolean     NOT NULL DEFAULT true,
    created_at              timestamptz NOT NULL DEFAULT now(),
    updated_at              timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT job_type_pkey PRIMARY KEY (id),
    CONSTRAINT job_type_slug_key UNIQUE (slug),
    CONSTRAINT job_type_slug_check CHECK (slug ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT job_type_default_priority_check CHECK (default_priority BETWEEN 1 AND 10),
    CONSTRAINT job_type_max_attempts_check CHECK (max_attempts BETWEEN 1 AND 25),
    CONSTRAINT job_type_retry_delay_seconds_check CHECK (retry_delay_seconds BETWEEN 1 AND max_retry_delay_seconds),
    CONSTRAINT job_type_timeout_seconds_check CHECK (timeout_seconds BETWEEN 1 AND 86400)
);
COMMENT ON TABLE public.job_type IS 'Kinds of background work, and how patiently each is tried';
COMMENT ON COLUMN public.job_type.default_priority IS 'See job_queue.priority; also the most urgent a user may make such a job';
COMMENT ON COLUMN public.job_type.max_attempts IS 'The first try counts: 3 means two retries';
COMMENT ON COLUMN public.job_type.retry_delay_seconds IS 'Before the first retry; doubles with each, up to max_retry_delay_seconds';
COMMENT ON COLUMN public.job_type.timeout_seconds IS 'How long a claim holds without a sign of life; then another worker gets the job';
COMMENT ON COLUMN public.job_type.is_user_creatable IS 'May users create such jobs themselves, or service_role only?';
COMMENT ON COLUMN public.job_type.is_enabled IS 'False: no new jobs, and those that wait stay waiting';

CREATE TRIGGER trg_job_type_set_updated_at BEFORE UPDATE ON public.job_type
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- ---------------------------------------------------------------------------------------------------------------------
-- job_queue
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.job_queue (
    id               uuid        NOT NULL DEFAULT gen_random_uuid(),
    user_id          uuid,
    job_type_id      smallint    NOT NULL,
    status           text        NOT NULL DEFAULT 'pending',
    priority         smallint    NOT NULL,
    payload          jsonb       NOT NULL DEFAULT '{}',
    dedup_key        text        NOT NULL,
    scheduled_for    timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts         integer     NOT NULL DEFAULT 0,
    progress         smallint    NOT NULL DEFAULT 0,
    result           jsonb,
    last_error       text,
    claimed_by       text,
    claim_token      uuid,
    lease_expires_at timestamptz,
    started_at       timestamptz,
    finished_at      timestamptz,
    created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT job_queue_pkey PRIMARY KEY (id),
    CONSTRAINT job_queue_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
    CONSTRAINT job_queue_job_type_id_fkey FOREIGN KEY (job_type_id) REFERENCES public.job_type (id),
    CONSTRAINT job_queue_status_check CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'canceled')),
    CONSTRAINT job_queue_priority_check CHECK (priority BETWEEN 1 AND 10),
    CONSTRAINT job_queue_payload_check CHECK (jsonb_typeof(payload) = 'object' AND octet_length(payload::text) <= 65536),
    CONSTRAINT job_queue_attempts_check CHECK (attempts >= 0),
    CONSTRAINT job_queue_progress_check CHECK (progress BETWEEN 0 AND 100),
    -- A claim is complete or not there at all, and an end has a time: no half states, whoever writes.
    CONSTRAINT job_queue_claim_check CHECK (
        (status = 'processing') = (claim_token IS NOT NULL)
        AND (claim_token IS NULL) = (claimed_by IS NULL)
        AND (claim_token IS NULL) = (lease_expires_at IS NULL)),
    CONSTRAINT job_queue_finished_at_check CHECK ((status IN ('completed', 'failed', 'canceled')) = (finished_at IS NOT NULL))
-- Rows come and go all day: at the usual fifth of the table, vacuum would come too late for the partial indexes.
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
COMMENT ON TABLE public.job_queue IS 'Background jobs: waiting, running, ended. Written through functions only';
COMMENT ON COLUMN public.job_queue.user_id IS 'Whose job it is; NULL: the system''s own';
COMMENT ON COLUMN public.job_queue.status IS
    'pending: waits, also for a retry; processing: a worker has it; completed; failed: the dead letters, tried for the last time; canceled';
COMMENT ON COLUMN public.job_queue.priority IS '1 (first) to 10 (last)';
COMMENT ON COLUMN public.job_queue.payload IS 'Ids and options for the worker; no tokens and no personal data';
COMMENT ON COLUMN public.job_queue.dedup_key IS 'SHA-256 over user, type and payload (or the key that the caller gave in its place)';
COMMENT ON COLUMN public.job_queue.scheduled_for IS 'Not before';
COMMENT ON COLUMN public.job_queue.attempts IS 'How often it was claimed';
COMMENT ON COLUMN public.job_queue.claim_token IS 'Fencing: new with each claim. A worker that was given up for dead, and is not, can no longer end the job';
COMMENT ON COLUMN public.job_queue.lease_expires_at IS 'Until then the claim holds; update_job_progress() extends it';
COMMENT ON COLUMN public.job_queue.started_at IS 'Of the latest attempt';

-- Workers: the next job of all types, and of some.
CREATE INDEX idx_job_queue_due ON public.job_queue (priority, scheduled_for, id) WHERE status = 'pending';
CREATE INDEX idx_job_queue_due_by_type ON public.job_queue (job_type_id, priority, scheduled_for, id) WHERE status = 'pending';
CREATE INDEX idx_job_queue_lease_expires_at ON public.job_queue (lease_expires_at) WHERE status = 'processing';
CREATE INDEX idx_job_queue_claimed_by ON public.job_queue (claimed_by) WHERE status = 'processing';
-- Users: their jobs, of one status (also for the rate limit), of one type.
CREATE INDEX idx_job_queue_user_id_created_at ON public.job_queue (user_id, created_at DESC);
CREATE INDEX idx_job_queue_user_id_status_created_at ON public.job_queue (user_id, status, created_at DESC);
CREATE INDEX idx_job_queue_user_id_job_type_id_created_at ON public.job_queue (user_id, job_type_id, created_at DESC);
CREATE INDEX idx_job_queue_dedup_key_created_at ON public.job_queue (dedup_key, created_at DESC)
    WHERE status IN ('pending', 'processing', 'completed');
-- Operators: figures, dead letters, what is old enough to go.
CREATE INDEX idx_job_queue_job_type_id_status ON public.job_queue (job_type_id, status);
CREATE INDEX idx_job_queue_dead_letters ON public.job_queue (finished_at) WHERE status = 'failed';
CREATE INDEX idx_job_queue_done ON public.job_queue (finished_at) WHERE status IN ('completed', 'canceled');

CREATE TRIGGER trg_job_queue_set_updated_at BEFORE UPDATE ON public.job_queue
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- ---------------------------------------------------------------------------------------------------------------------
-- job_log
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.job_log (
    id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    job_id     uuid        NOT NULL,
    attempt    integer     NOT NULL,
    level      text        NOT NULL DEFAULT 'info',
    event      text        NOT NULL DEFAULT 'message',
    message    text        NOT NULL DEFAULT '',
    data       jsonb       NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT job_log_pkey PRIMARY KEY (id),
    CONSTRAINT job_log_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.job_queue (id) ON DELETE CASCADE,
    CONSTRAINT job_log_attempt_check CHECK (attempt >= 0),
    CONSTRAINT job_log_level_check CHECK (level IN ('debug', 'info', 'warning', 'error')),
    CONSTRAINT job_log_event_check CHECK
        (event IN ('created', 'claimed', 'retry_scheduled', 'completed', 'failed', 'canceled', 'requeued', 'message')),
    CONSTRAINT job_log_data_check CHECK (jsonb_typeof(data) = 'object')
);
COMMENT ON TABLE public.job_log IS 'What happened to a job. Changes of state are written by trigger, messages by workers; append-only for every API role';
COMMENT ON COLUMN public.job_log.attempt IS '0: before the first claim';
COMMENT ON COLUMN public.job_log.event IS 'message: a worker says something; everything else: the job changed its state';

CREATE INDEX idx_job_log_job_id_id ON public.job_log (job_id, id);
CREATE INDEX idx_job_log_problems ON public.job_log (created_at DESC) WHERE level IN ('warning', 'error');
-- Rows arrive in the order of time: a few pages do for "what happened between two and three o'clock".
CREATE INDEX idx_job_log_created_at ON public.job_log USING brin (created_at);

-- SECURITY DEFINER: whoever changes a job has no right to write the log by hand.
CREATE FUNCTION streamvibe_private.log_job_state() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    INSERT INTO public.job_log (job_id, attempt, level, event, message)
    SELECT NEW.id, NEW.attempts,
           CASE state.event WHEN 'failed' THEN 'error' WHEN 'retry_scheduled' THEN 'warning' ELSE 'info' END,
           state.event,
           CASE state.event WHEN 'claimed' THEN 'by ' || NEW.claimed_by
                            WHEN 'failed' THEN coalesce(NEW.last_error, '')
                            WHEN 'retry_scheduled' THEN coalesce(NEW.last_error, '')
                            ELSE '' END
      FROM (SELECT CASE WHEN TG_OP = 'INSERT' THEN 'created'
                        WHEN NEW.status = 'processing' THEN 'claimed'
                        WHEN NEW.status <> 'pending' THEN NEW.status
                        WHEN OLD.status = 'processing' THEN 'retry_scheduled'
                        ELSE 'requeued' END AS event) AS state;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION streamvibe_private.log_job_state() IS 'AFTER INSERT, and AFTER UPDATE of the status of a job: a line in job_log';
REVOKE ALL ON FUNCTION streamvibe_private.log_job_state() FROM PUBLIC;

CREATE TRIGGER trg_job_queue_log_created AFTER INSERT ON public.job_queue
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.log_job_state();
CREATE TRIGGER trg_job_queue_log_status AFTER UPDATE OF status ON public.job_queue
    FOR EACH ROW WHEN (OLD.status <> NEW.status)
    EXECUTE FUNCTION streamvibe_private.log_job_state();

-- ---------------------------------------------------------------------------------------------------------------------
-- stripe_webhook_events
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.stripe_webhook_events (
    event_id         text        NOT NULL,
    event_type       text        NOT NULL,
    payload          jsonb       NOT NULL,
    stripe_object_id text        GENERATED ALWAYS AS (payload #>> '{data,object,id}') STORED,
    event_created_at timestamptz GENERATED ALWAYS AS (to_timestamp((payload ->> 'created')::double precision)) STORED,
    status           text        NOT NULL DEFAULT 'pending',
    deliveries       integer     NOT NULL DEFAULT 1,
    attempts         integer     NOT NULL DEFAULT 0,
    next_attempt_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    claim_token      uuid,
    lease_expires_at timestamptz,
    last_error       text,
    received_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at      timestamptz,
    CONSTRAINT stripe_webhook_events_pkey PRIMARY KEY (event_id),
    CONSTRAINT stripe_webhook_events_event_id_check CHECK (event_id ~ '^evt_[A-Za-z0-9_]+$'),
    CONSTRAINT stripe_webhook_events_event_type_check CHECK (char_length(event_type) BETWEEN 1 AND 200),
    CONSTRAINT stripe_webhook_events_payload_check CHECK (jsonb_typeof(payload) = 'object'),
    CONSTRAINT stripe_webhook_events_status_check CHECK (status IN ('pending', 'processing', 'processed', 'ignored', 'failed')),
    CONSTRAINT stripe_webhook_events_counts_check CHECK (deliveries >= 1 AND attempts >= 0),
    CONSTRAINT stripe_webhook_events_claim_check CHECK (
        (status = 'processing') = (claim_token IS NOT NULL) AND (claim_token IS NULL) = (lease_expires_at IS NULL)),
    CONSTRAINT stripe_webhook_events_finished_at_check
        CHECK ((status IN ('processed', 'ignored', 'failed')) = (finished_at IS NOT NULL))
);
COMMENT ON TABLE public.stripe_webhook_events IS 'What Stripe told us, once per event however often it is delivered; service_role only';
COMMENT ON COLUMN public.stripe_webhook_events.event_id IS 'Stripe''s own id: the primary key is what makes deliveries idempotent';
COMMENT ON COLUMN public.stripe_webhook_events.event_type IS 'In Stripe''s words, e.g. customer.subscription.updated';
COMMENT ON COLUMN public.stripe_webhook_events.payload IS 'The event without personal data: log_stripe_webhook_event() leaves it out';
COMMENT ON COLUMN public.stripe_webhook_events.event_created_at IS 'At Stripe; deliveries may arrive in another order. NULL: the payload does not say';
COMMENT ON COLUMN public.stripe_webhook_events.status IS
    'pending: waits, also for a retry; processing: claimed; processed; ignored: nothing to do for us; failed: given up, until Stripe delivers it again';
COMMENT ON COLUMN public.stripe_webhook_events.deliveries IS 'How often Stripe sent it';
COMMENT ON COLUMN public.stripe_webhook_events.attempts IS 'How often somebody tried to process it';

CREATE INDEX idx_stripe_webhook_events_next_attempt_at ON public.stripe_webhook_events (next_attempt_at) WHERE status = 'pending';
CREATE INDEX idx_stripe_webhook_events_lease_expires_at ON public.stripe_webhook_events (lease_expires_at) WHERE status = 'processing';
CREATE INDEX idx_stripe_webhook_events_object ON public.stripe_webhook_events (stripe_object_id, event_created_at DESC)
    WHERE stripe_object_id IS NOT NULL;
CREATE INDEX idx_stripe_webhook_events_event_type_received_at ON public.stripe_webhook_events (event_type, received_at DESC);
CREATE INDEX idx_stripe_webhook_events_failed ON public.stripe_webhook_events (finished_at) WHERE status = 'failed';
CREATE INDEX idx_stripe_webhook_events_done ON public.stripe_webhook_events (finished_at) WHERE status IN ('processed', 'ignored');

-- ---------------------------------------------------------------------------------------------------------------------
-- Helpers
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION streamvibe_private.backoff(p_attempt integer, p_first_seconds integer, p_most_seconds integer) RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    SET search_path = ''
AS $$
    SELECT make_interval(secs => least(p_most_seconds, p_first_seconds * 2::double precision ^ (greatest(p_attempt, 1) - 1)))
$$;
COMMENT ON FUNCTION streamvibe_private.backoff(integer, integer, integer) IS
    'Wait after a failed attempt: doubles with each, up to a limit. Callers add up to a tenth, so that what failed together does not return together';
REVOKE ALL ON FUNCTION streamvibe_private.backoff(integer, integer, integer) FROM PUBLIC;

-- Whatever its depth: Stripe nests billing details in charges, charges in payment intents, and so on. A product has a
-- name, too, so that goes for customers only.
CREATE FUNCTION streamvibe_private.without_personal_data(p_value jsonb) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
    SET search_path = ''
AS $$
BEGIN
    CASE jsonb_typeof(p_value)
        WHEN 'object' THEN
            RETURN coalesce((
                SELECT jsonb_object_agg(e.key, streamvibe_private.without_personal_data(e.value))
                  FROM jsonb_each(p_value) AS e
                 WHERE e.key NOT IN ('email', 'phone', 'address', 'shipping', 'billing_details', 'receipt_email',
                                     'customer_email', 'customer_name', 'customer_phone', 'customer_address',
                                     'customer_shipping', 'customer_details', 'customer_tax_ids', 'shipping_details',
                                     'individual_name', 'business_name', 'account_holder_name', 'custom_fields',
                                     'ip_address', 'client_ip', 'previous_attributes')
                   AND NOT (e.key IN ('name', 'description') AND p_value ->> 'object' = 'customer')), '{}');
        WHEN 'array' THEN
            RETURN coalesce((
                SELECT jsonb_agg(streamvibe_private.without_personal_data(e.value) ORDER BY e.n)
                  FROM jsonb_array_elements(p_value) WITH ORDINALITY AS e (value, n)), '[]');
        ELSE
            RETURN p_value;
    END CASE;
END
$$;
COMMENT ON FUNCTION streamvibe_private.without_personal_data(jsonb) IS
    'A Stripe event without the fields in which Stripe keeps names, addresses, e-mail and telephone; nor previous_attributes, which repeat them. Metadata stays: what is in it is ours';
REVOKE ALL ON FUNCTION streamvibe_private.without_personal_data(jsonb) FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------------
-- Creating jobs
--
-- Deduplication: the same user, type and payload within five minutes is the same job, unless that one failed or was
-- canceled: trying again at once is what people do then.
--
-- Rate limit: the document says "10 jobs/user" and no time; it is read as ten that have not ended. Whoever has ten
-- waits until one ends, or cancels one. The system's own jobs (no user) have no limit.
--
-- Both are a look and then an insert: the lock on the user (on the job, for the system's own) keeps everybody else from
-- coming in between. It ends with the transaction.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public.check_job_rate_limit(p_user_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    IF NOT streamvibe_private.may_act_for(p_user_id) THEN
        RAISE EXCEPTION 'jobs of another user' USING ERRCODE = 'insufficient_privilege',
            HINT = 'a user acts on auth.uid() only; edge functions act as service_role';
    END IF;
    RETURN p_user_id IS NULL OR 10 > (
        SELECT count(*) FROM public.job_queue q WHERE q.user_id = p_user_id AND q.status IN ('pending', 'processing'));
END
$$;
COMMENT ON FUNCTION public.check_job_rate_limit(uuid) IS
    'May this user create one more job? Ten that have not ended are the limit. Advice for a button: create_job() is the law';
REVOKE ALL ON FUNCTION public.check_job_rate_limit(uuid) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.check_job_rate_limit(uuid) TO authenticated, service_role;

CREATE FUNCTION public.find_or_create_job(
    p_user_id       uuid,
    p_job_type      text,
    p_payload       jsonb       DEFAULT '{}',
    p_priority      integer     DEFAULT NULL,
    p_scheduled_for timestamptz DEFAULT NULL,
    p_dedup_key     text        DEFAULT NULL
) RETURNS TABLE (job_id uuid, job_type text, status text, is_new boolean, created_at timestamptz)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    kind       public.job_type;
    key        text;
    found_job  public.job_queue;
    moment     timestamptz;
    privileged constant boolean := streamvibe_private.may_act_for(NULL);
BEGIN
    IF NOT streamvibe_private.may_act_for(p_user_id) THEN
        RAISE EXCEPTION 'job of another user' USING ERRCODE = 'insufficient_privilege',
            HINT = 'a user acts on auth.uid() only; edge functions act as service_role';
    END IF;
    -- A snapshot from before the lock would not show what others created meanwhile. (SERIALIZABLE finds that out itself.)
    IF current_setting('transaction_isolation') = 'repeatable read' THEN
        RAISE EXCEPTION 'jobs cannot be created in a REPEATABLE READ transaction' USING ERRCODE = 'invalid_transaction_state',
            HINT = 'use READ COMMITTED, the default';
    END IF;
    SELECT t.* INTO kind FROM public.job_type t WHERE t.slug = p_job_type;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'unknown job type %', coalesce(quote_literal(p_job_type), 'NULL') USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF NOT kind.is_enabled THEN
        RAISE EXCEPTION 'job type % is switched off', p_job_type USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF NOT (kind.is_user_creatable OR privileged) THEN
        RAISE EXCEPTION 'job type % is not for users', p_job_type USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_payload IS NULL OR jsonb_typeof(p_payload) <> 'object' THEN
        RAISE EXCEPTION 'payload must be a JSON object' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF p_priority NOT BETWEEN 1 AND 10 THEN
        RAISE EXCEPTION 'priority must be 1 (first) to 10 (last), not %', p_priority USING ERRCODE = 'invalid_parameter_value';
    END IF;

    key := encode(sha256(convert_to(
        jsonb_build_array(p_user_id, kind.slug, CASE WHEN p_dedup_key IS NULL THEN p_payload ELSE to_jsonb(p_dedup_key) END)::text,
        'UTF8')), 'hex');
    PERFORM pg_advisory_xact_lock(hashtextextended('streamvibe.job_queue:' || coalesce(p_user_id::text, key), 0));

    moment := clock_timestamp();
    SELECT q.* INTO found_job
      FROM public.job_queue q
     WHERE q.dedup_key = key
       AND q.status IN ('pending', 'processing', 'completed')
       AND q.created_at > moment - interval '5 minutes'
     ORDER BY q.created_at DESC
     LIMIT 1;
    IF FOUND THEN
        RETURN QUERY SELECT found_job.id, kind.slug, found_job.status, false, found_job.created_at;
        RETURN;
    END IF;

    -- PostgREST answers PT429 with the HTTP status 429, Too Many Requests.
    IF NOT public.check_job_rate_limit(p_user_id) THEN
        RAISE EXCEPTION 'rate limit: 10 jobs per user' USING ERRCODE = 'PT429',
            HINT = 'wait until one of them has ended, or cancel one';
    END IF;

    INSERT INTO public.job_queue AS q (user_id, job_type_id, priority, payload, dedup_key, scheduled_for)
    VALUES (p_user_id, kind.id,
            -- Users may step back in the queue, not forward: neither by priority nor by a time that is long past.
            CASE WHEN privileged THEN coalesce(p_priority, kind.default_priority)
                 ELSE greatest(p_priority, kind.default_priority) END,
            p_payload, key, greatest(p_scheduled_for, moment))
    RETURNING q.* INTO found_job;
    RETURN QUERY SELECT found_job.id, kind.slug, found_job.status, true, found_job.created_at;
END
$$;
COMMENT ON FUNCTION public.find_or_create_job(uuid, text, jsonb, integer, timestamptz, text) IS
    'The job of this user, type and payload from the last five minutes, or a new one. A dedup key takes the place of the payload: give one to plan the same work for several times. PT429: ten jobs have not ended';
REVOKE ALL ON FUNCTION public.find_or_create_job(uuid, text, jsonb, integer, timestamptz, text) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.find_or_create_job(uuid, text, jsonb, integer, timestamptz, text) TO authenticated, service_role;

-- Not SECURITY DEFINER: the caller may call find_or_create_job(), and that asks who he is.
CREATE FUNCTION public.create_job(
    p_user_id       uuid,
    p_job_type      text,
    p_payload       jsonb       DEFAULT '{}',
    p_priority      integer     DEFAULT NULL,
    p_scheduled_for timestamptz DEFAULT NULL,
    p_dedup_key     text        DEFAULT NULL
) RETURNS uuid
    LANGUAGE sql VOLATILE
    SET search_path = ''
AS $$
    SELECT f.job_id
      FROM public.find_or_create_job(p_user_id, p_job_type, p_payload, p_priority, p_scheduled_for, p_dedup_key) AS f
$$;
COMMENT ON FUNCTION public.create_job(uuid, text, jsonb, integer, timestamptz, text) IS
    'Like find_or_create_job(): the id of the job, which is a new one unless the same was created within five minutes';
REVOKE ALL ON FUNCTION public.create_job(uuid, text, jsonb, integer, timestamptz, text) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.create_job(uuid, text, jsonb, integer, timestamptz, text) TO authenticated, service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Watching and canceling jobs. Not SECURITY DEFINER where it only reads: row level security shows users their own.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public.get_user_jobs(
    p_user_id  uuid,
    p_status   text    DEFAULT NULL,
    p_job_type text    DEFAULT NULL,
    p_limit    integer DEFAULT 20,
    p_offset   integer DEFAULT 0
) RETURNS TABLE (
    job_id uuid, job_type text, status text, priority smallint, payload jsonb, progress smallint, result jsonb,
    last_error text, attempts integer, max_attempts smallint,
    scheduled_for timestamptz, started_at timestamptz, finished_at timestamptz, created_at timestamptz)
    LANGUAGE plpgsql STABLE
    SET search_path = ''
AS $$
BEGIN
    -- A typing error must not look like "no jobs".
    IF p_status NOT IN ('pending', 'processing', 'completed', 'failed', 'canceled') THEN
        RAISE EXCEPTION 'unknown job status %', quote_literal(p_status) USING ERRCODE = 'invalid_parameter_value',
            HINT = 'one of: pending, processing, completed, failed, canceled';
    END IF;
    RETURN QUERY
        SELECT q.id, t.slug, q.status, q.priority, q.payload, q.progress, q.result, q.last_error, q.attempts, t.max_attempts,
               q.scheduled_for, q.started_at, q.finished_at, q.created_at
          FROM public.job_queue q
          JOIN public.job_type t ON t.id = q.job_type_id
         WHERE q.user_id = p_user_id
           AND (p_status IS NULL OR q.status = p_status)
           AND (p_job_type IS NULL OR t.slug = p_job_type)
         ORDER BY q.created_at DESC, q.id
         LIMIT least(greatest(coalesce(p_limit, 20), 0), 100) OFFSET greatest(coalesce(p_offset, 0), 0);
END
$$;
COMMENT ON FUNCTION public.get_user_jobs(uuid, text, text, integer, integer) IS
    'Jobs of a user, latest first, at most 100 at a time; NULL for status or type: all. Users see their own only';
REVOKE ALL ON FUNCTION public.get_user_jobs(uuid, text, text, integer, integer) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.get_user_jobs(uuid, text, text, integer, integer) TO authenticated, service_role;

CREATE FUNCTION public.get_job_status(p_job_id uuid) RETURNS TABLE (
    job_id uuid, job_type text, status text, progress smallint, message text, result jsonb, last_error text,
    attempts integer, max_attempts smallint, scheduled_for timestamptz, started_at timestamptz, finished_at timestamptz)
    LANGUAGE sql STABLE
    SET search_path = ''
AS $$
    SELECT q.id, t.slug, q.status, q.progress,
           (SELECT l.message FROM public.job_log l WHERE l.job_id = q.id AND l.event = 'message' ORDER BY l.id DESC LIMIT 1),
           q.result, q.last_error, q.attempts, t.max_attempts, q.scheduled_for, q.started_at, q.finished_at
      FROM public.job_queue q
      JOIN public.job_type t ON t.id = q.job_type_id
     WHERE q.id = p_job_id
$$;
COMMENT ON FUNCTION public.get_job_status(uuid) IS 'How far a job is, and what its worker said last; no row where it is not there, or somebody else''s';
REVOKE ALL ON FUNCTION public.get_job_status(uuid) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.get_job_status(uuid) TO authenticated, service_role;

CREATE FUNCTION public.cancel_job(p_job_id uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    UPDATE public.job_queue q
       SET status = 'canceled', finished_at = clock_timestamp(),
           claimed_by = NULL, claim_token = NULL, lease_expires_at = NULL
     WHERE q.id = p_job_id
       AND q.status IN ('pending', 'processing')
       AND streamvibe_private.may_act_for(q.user_id);
    RETURN FOUND;
END
$$;
COMMENT ON FUNCTION public.cancel_job(uuid) IS
    'Ends a job that has not ended. A worker that has it learns so from update_job_progress(). False: it had ended, is not there, or is somebody else''s';
REVOKE ALL ON FUNCTION public.cancel_job(uuid) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.cancel_job(uuid) TO authenticated, service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Working on jobs: service_role only.
--
-- A claim is a lease. A worker whose connection dies while it claims loses nothing: the claim rolls back. One that dies
-- later leaves the job in processing until the lease expires; then the next claim_jobs(), of whichever worker, puts it
-- back. No cron job is needed for that.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public.release_stale_jobs(p_limit integer DEFAULT 100) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    moment   constant timestamptz := clock_timestamp();
    released integer;
BEGIN
    WITH stale AS MATERIALIZED (
        SELECT q.id, q.attempts >= t.max_attempts AS was_last
          FROM public.job_queue q
          JOIN public.job_type t ON t.id = q.job_type_id
         WHERE q.status = 'processing' AND q.lease_expires_at <= moment
         ORDER BY q.lease_expires_at
         LIMIT p_limit
           FOR UPDATE OF q SKIP LOCKED
    )
    UPDATE public.job_queue q
       SET status        = CASE WHEN stale.was_last THEN 'failed' ELSE 'pending' END,
           finished_at   = CASE WHEN stale.was_last THEN moment END,
           -- At once: the lease was the wait.
           scheduled_for = moment,
           last_error    = 'no sign of life from ' || q.claimed_by || ' until ' || q.lease_expires_at,
           claimed_by = NULL, claim_token = NULL, lease_expires_at = NULL
      FROM stale
     WHERE q.id = stale.id;
    GET DIAGNOSTICS released = ROW_COUNT;
    RETURN released;
END
$$;
COMMENT ON FUNCTION public.release_stale_jobs(integer) IS
    'Jobs whose worker gave no sign of life wait again, or have failed if that was the last attempt. How many. claim_jobs() calls it';
REVOKE ALL ON FUNCTION public.release_stale_jobs(integer) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.release_stale_jobs(integer) TO service_role;

CREATE FUNCTION public.claim_jobs(p_worker_id text, p_limit integer DEFAULT 1, p_job_types text[] DEFAULT NULL)
    RETURNS TABLE (job_id uuid, job_type text, user_id uuid, payload jsonb, attempt integer, max_attempts smallint,
                   claim_token uuid, lease_expires_at timestamptz)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    kinds  smallint[];
    moment timestamptz;
BEGIN
    IF coalesce(p_worker_id, '') = '' THEN
        RAISE EXCEPTION 'a worker needs a name' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF p_limit IS NULL OR p_limit NOT BETWEEN 1 AND 100 THEN
        RAISE EXCEPTION 'a worker claims 1 to 100 jobs, not %', coalesce(p_limit::text, 'NULL') USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- A typing error must not look like "nothing to do".
    IF EXISTS (SELECT FROM unnest(p_job_types) AS n (slug) WHERE n.slug NOT IN (SELECT t.slug FROM public.job_type t)) THEN
        RAISE EXCEPTION 'unknown job type among %', p_job_types USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM public.release_stale_jobs();
    SELECT array_agg(t.id) INTO kinds
      FROM public.job_type t
     WHERE t.is_enabled AND (p_job_types IS NULL OR t.slug = ANY (p_job_types));
    moment := clock_timestamp();
    RETURN QUERY
        -- MATERIALIZED: joined directly, the planner may run the LIMIT more than once, and claim too many.
        WITH due AS MATERIALIZED (
            SELECT q.id
              FROM public.job_queue q
             WHERE q.status = 'pending' AND q.scheduled_for <= moment AND q.job_type_id = ANY (kinds)
             ORDER BY q.priority, q.scheduled_for, q.id
             LIMIT p_limit
               FOR UPDATE SKIP LOCKED
        ), claimed AS (
            UPDATE public.job_queue q
               SET status = 'processing', attempts = q.attempts + 1, progress = 0, started_at = moment,
                   claimed_by = p_worker_id, claim_token = gen_random_uuid(),
                   lease_expires_at = moment + make_interval(secs => t.timeout_seconds)
              FROM due, public.job_type t
             WHERE q.id = due.id AND t.id = q.job_type_id
            RETURNING q.id, t.slug, q.user_id, q.payload, q.attempts, t.max_attempts, q.claim_token, q.lease_expires_at,
                      q.priority, q.scheduled_for
        )
        SELECT c.id, c.slug, c.user_id, c.payload, c.attempts, c.max_attempts, c.claim_token, c.lease_expires_at
          FROM claimed c
         ORDER BY c.priority, c.scheduled_for, c.id;
END
$$;
COMMENT ON FUNCTION public.claim_jobs(text, integer, text[]) IS
    'The next jobs for a worker, most urgent first, then oldest; no two workers get the same. Commit at once, then work; keep the token';
REVOKE ALL ON FUNCTION public.claim_jobs(text, integer, text[]) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.claim_jobs(text, integer, text[]) TO service_role;

CREATE FUNCTION public.update_job_progress(
    p_job_id uuid, p_claim_token uuid, p_progress integer DEFAULT NULL, p_message text DEFAULT NULL
) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    current_attempt integer;
BEGIN
    UPDATE public.job_queue q
       SET progress = coalesce(p_progress, q.progress),
           lease_expires_at = clock_timestamp() + make_interval(secs => t.timeout_seconds)
      FROM public.job_type t
     WHERE q.id = p_job_id AND q.claim_token = p_claim_token AND t.id = q.job_type_id
    RETURNING q.attempts INTO current_attempt;
    IF current_attempt IS NULL THEN
        RETURN false;
    END IF;
    IF p_message IS NOT NULL THEN
        INSERT INTO public.job_log (job_id, attempt, message) VALUES (p_job_id, current_attempt, p_message);
    END IF;
    RETURN true;
END
$$;
COMMENT ON FUNCTION public.update_job_progress(uuid, uuid, integer, text) IS
    'A sign of life: extends the lease, sets the percentage, logs a message. False: the job was canceled or given to another worker, stop';
REVOKE ALL ON FUNCTION public.update_job_progress(uuid, uuid, integer, text) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.update_job_progress(uuid, uuid, integer, text) TO service_role;

CREATE FUNCTION public.complete_job(p_job_id uuid, p_claim_token uuid, p_result jsonb DEFAULT NULL) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    UPDATE public.job_queue q
       SET status = 'completed', progress = 100, result = p_result, last_error = NULL, finished_at = clock_timestamp(),
           claimed_by = NULL, claim_token = NULL, lease_expires_at = NULL
     WHERE q.id = p_job_id AND q.claim_token = p_claim_token;
    RETURN FOUND;
END
$$;
COMMENT ON FUNCTION public.complete_job(uuid, uuid, jsonb) IS
    'The job is done. False: the claim was lost. In one transaction with the work''s own writes, rolled back on false, the work is done exactly once';
REVOKE ALL ON FUNCTION public.complete_job(uuid, uuid, jsonb) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.complete_job(uuid, uuid, jsonb) TO service_role;

CREATE FUNCTION public.fail_job(p_job_id uuid, p_claim_token uuid, p_error text, p_retry boolean DEFAULT true) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    moment     constant timestamptz := clock_timestamp();
    new_status text;
BEGIN
    UPDATE public.job_queue q
       SET status        = CASE WHEN last.attempt THEN 'failed' ELSE 'pending' END,
           finished_at   = CASE WHEN last.attempt THEN moment END,
           scheduled_for = CASE WHEN last.attempt THEN q.scheduled_for ELSE moment + last.delay * (1 + random() / 10) END,
           last_error    = left(coalesce(nullif(p_error, ''), 'no reason given'), 10000),
           claimed_by = NULL, claim_token = NULL, lease_expires_at = NULL
      FROM public.job_queue mine
      JOIN public.job_type t ON t.id = mine.job_type_id
     CROSS JOIN LATERAL (
            SELECT p_retry IS FALSE OR mine.attempts >= t.max_attempts AS attempt,
                   streamvibe_private.backoff(mine.attempts, t.retry_delay_seconds, t.max_retry_delay_seconds) AS delay) AS last
     WHERE mine.id = p_job_id AND q.id = mine.id AND q.claim_token = p_claim_token
    RETURNING q.status INTO new_status;
    RETURN new_status;
END
$$;
COMMENT ON FUNCTION public.fail_job(uuid, uuid, text, boolean) IS
    'The attempt failed. pending: it is tried again after a while; failed: that was the last attempt, or p_retry is false; NULL: the claim was lost';
REVOKE ALL ON FUNCTION public.fail_job(uuid, uuid, text, boolean) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.fail_job(uuid, uuid, text, boolean) TO service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Looking after the queue: service_role only.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public.retry_job(p_job_id uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    UPDATE public.job_queue q
       SET status = 'pending', attempts = 0, progress = 0, scheduled_for = clock_timestamp(), finished_at = NULL
     WHERE q.id = p_job_id AND q.status = 'failed';
    RETURN FOUND;
END
$$;
COMMENT ON FUNCTION public.retry_job(uuid) IS
    'Takes a job from the dead letters and tries it anew, all attempts included; an operator''s decision, so no rate limit. False: it is not there';
REVOKE ALL ON FUNCTION public.retry_job(uuid) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.retry_job(uuid) TO service_role;

CREATE FUNCTION public.get_queue_stats() RETURNS TABLE (
    job_type text, due bigint, waiting bigint, processing bigint, stale bigint, completed bigint, failed bigint, canceled bigint,
    oldest_due_at timestamptz)
    LANGUAGE sql STABLE
    SET search_path = ''
AS $$
    SELECT t.slug,
           count(*) FILTER (WHERE q.status = 'pending' AND q.scheduled_for <= statement_timestamp()),
           count(*) FILTER (WHERE q.status = 'pending' AND q.scheduled_for > statement_timestamp()),
           count(*) FILTER (WHERE q.status = 'processing'),
           count(*) FILTER (WHERE q.status = 'processing' AND q.lease_expires_at <= statement_timestamp()),
           count(*) FILTER (WHERE q.status = 'completed'),
           count(*) FILTER (WHERE q.status = 'failed'),
           count(*) FILTER (WHERE q.status = 'canceled'),
           min(q.scheduled_for) FILTER (WHERE q.status = 'pending' AND q.scheduled_for <= statement_timestamp())
      FROM public.job_type t
      LEFT JOIN public.job_queue q ON q.job_type_id = t.id
     GROUP BY t.slug
     ORDER BY t.slug
$$;
COMMENT ON FUNCTION public.get_queue_stats() IS 'Figures per job type; alert on stale, on failed, and on oldest_due_at falling behind';
REVOKE ALL ON FUNCTION public.get_queue_stats() FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.get_queue_stats() TO service_role;

CREATE FUNCTION public.cleanup_old_jobs(
    p_done_for interval DEFAULT '30 days', p_failed_for interval DEFAULT '90 days', p_limit integer DEFAULT 10000
) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    moment  constant timestamptz := clock_timestamp();
    deleted integer;
BEGIN
    IF p_done_for IS NULL OR p_failed_for IS NULL OR least(p_done_for, p_failed_for) < interval '5 minutes' THEN
        RAISE EXCEPTION 'jobs are kept for 5 minutes at least' USING ERRCODE = 'invalid_parameter_value',
            HINT = 'deduplication looks at the jobs of the last five minutes';
    END IF;
    WITH done AS MATERIALIZED (
        SELECT q.id FROM public.job_queue q
         WHERE q.status IN ('completed', 'canceled') AND q.finished_at < moment - p_done_for
         ORDER BY q.finished_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    ), dead AS MATERIALIZED (
        SELECT q.id FROM public.job_queue q
         WHERE q.status = 'failed' AND q.finished_at < moment - p_failed_for
         ORDER BY q.finished_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    ), old AS (
        SELECT done.id FROM done UNION ALL SELECT dead.id FROM dead
    )
    DELETE FROM public.job_queue q USING old WHERE q.id = old.id;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;
COMMENT ON FUNCTION public.cleanup_old_jobs(interval, interval, integer) IS
    'Deletes jobs that ended long ago, with their log: completed and canceled ones, later the dead letters; so many of each kind at most. How many';
REVOKE ALL ON FUNCTION public.cleanup_old_jobs(interval, interval, integer) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.cleanup_old_jobs(interval, interval, integer) TO service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Stripe's webhooks: service_role only. The edge function has checked the signature.
--
-- Each delivery is logged; then either process_stripe_webhook_event() does what there is to do in this database, effect
-- and mark in one transaction; or an edge function claims the event, does something elsewhere, and completes or fails it.
-- "Logged before" is not "done before": a delivery whose processing died is picked up by the next one.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public.log_stripe_webhook_event(p_event_id text, p_event_type text, p_payload jsonb) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    is_first boolean;
BEGIN
    IF p_payload ->> 'id' <> p_event_id OR p_payload ->> 'type' <> p_event_type THEN
        RAISE EXCEPTION 'the payload is of another event than %', p_event_id USING ERRCODE = 'invalid_parameter_value';
    END IF;
    INSERT INTO public.stripe_webhook_events AS e (event_id, event_type, payload)
    VALUES (p_event_id, p_event_type, streamvibe_private.without_personal_data(p_payload))
    ON CONFLICT (event_id) DO UPDATE SET deliveries = e.deliveries + 1
    RETURNING e.deliveries = 1 INTO is_first;
    RETURN is_first;
END
$$;
COMMENT ON FUNCTION public.log_stripe_webhook_event(text, text, jsonb) IS
    'Keeps an event, without personal data. True: never seen before; false: delivered again, counted, the first payload stands';
REVOKE ALL ON FUNCTION public.log_stripe_webhook_event(text, text, jsonb) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.log_stripe_webhook_event(text, text, jsonb) TO service_role;

CREATE FUNCTION public.claim_stripe_webhook_event(p_event_id text DEFAULT NULL)
    RETURNS TABLE (event_id text, event_type text, payload jsonb, attempt integer, claim_token uuid)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    moment constant timestamptz := clock_timestamp();
    chosen text;
BEGIN
    IF p_event_id IS NOT NULL THEN
        -- Stripe has just delivered it (again): now, whatever the retry schedule says, and even if we had given up.
        SELECT e.event_id INTO chosen
          FROM public.stripe_webhook_events e
         WHERE e.event_id = p_event_id
           AND (e.status IN ('pending', 'failed') OR (e.status = 'processing' AND e.lease_expires_at <= moment))
           FOR UPDATE SKIP LOCKED;
    ELSE
        SELECT e.event_id INTO chosen
          FROM public.stripe_webhook_events e
         WHERE e.status = 'processing' AND e.lease_expires_at <= moment
         ORDER BY e.lease_expires_at
         LIMIT 1
           FOR UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            SELECT e.event_id INTO chosen
              FROM public.stripe_webhook_events e
             WHERE e.status = 'pending' AND e.next_attempt_at <= moment
             ORDER BY e.next_attempt_at
             LIMIT 1
               FOR UPDATE SKIP LOCKED;
        END IF;
    END IF;
    RETURN QUERY
        UPDATE public.stripe_webhook_events e
           SET status = 'processing', attempts = e.attempts + 1, finished_at = NULL,
               claim_token = gen_random_uuid(), lease_expires_at = moment + interval '5 minutes'
         WHERE e.event_id = chosen
        RETURNING e.event_id, e.event_type, e.payload, e.attempts, e.claim_token;
END
$$;
COMMENT ON FUNCTION public.claim_stripe_webhook_event(text) IS
    'This event, or (NULL) the next one that is due, for the caller alone and for five minutes. No row: done, or somebody has it';
REVOKE ALL ON FUNCTION public.claim_stripe_webhook_event(text) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.claim_stripe_webhook_event(text) TO service_role;

CREATE FUNCTION public.complete_stripe_webhook_event(p_event_id text, p_claim_token uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    UPDATE public.stripe_webhook_events e
       SET status = 'processed', last_error = NULL, finished_at = clock_timestamp(), claim_token = NULL, lease_expires_at = NULL
     WHERE e.event_id = p_event_id AND e.claim_token = p_claim_token;
    RETURN FOUND;
END
$$;
COMMENT ON FUNCTION public.complete_stripe_webhook_event(text, uuid) IS 'The claimed event is done. False: the claim was lost';
REVOKE ALL ON FUNCTION public.complete_stripe_webhook_event(text, uuid) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.complete_stripe_webhook_event(text, uuid) TO service_role;

-- One minute, doubling, up to an hour, eight attempts: about two hours in all. Stripe itself goes on for three days.
CREATE FUNCTION public.fail_stripe_webhook_event(p_event_id text, p_claim_token uuid, p_error text) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    moment     constant timestamptz := clock_timestamp();
    new_status text;
BEGIN
    UPDATE public.stripe_webhook_events e
       SET status          = CASE WHEN e.attempts >= 8 THEN 'failed' ELSE 'pending' END,
           finished_at     = CASE WHEN e.attempts >= 8 THEN moment END,
           next_attempt_at = moment + streamvibe_private.backoff(e.attempts, 60, 3600) * (1 + random() / 10),
           last_error      = left(coalesce(nullif(p_error, ''), 'no reason given'), 10000),
           claim_token = NULL, lease_expires_at = NULL
     WHERE e.event_id = p_event_id AND e.claim_token = p_claim_token
    RETURNING e.status INTO new_status;
    RETURN new_status;
END
$$;
COMMENT ON FUNCTION public.fail_stripe_webhook_event(text, uuid, text) IS
    'The claimed event could not be processed. pending: tried again later; failed: given up after eight attempts; NULL: the claim was lost';
REVOKE ALL ON FUNCTION public.fail_stripe_webhook_event(text, uuid, text) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.fail_stripe_webhook_event(text, uuid, text) TO service_role;

-- Stripe promises no order. Of one subscription the latest news counts; its clock has whole seconds, so within one
-- second the beginning comes first and the end last.
CREATE FUNCTION streamvibe_private.apply_stripe_subscription(p_event public.stripe_webhook_events) RETURNS text
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    object   constant jsonb := p_event.payload #> '{data,object}';
    item     constant jsonb := object #> '{items,data,0}';
    -- Since its API of March 2025, Stripe has the period in the item.
    starts   constant timestamptz := to_timestamp(
        coalesce(item ->> 'current_period_start', object ->> 'current_period_start')::double precision);
    ends     constant timestamptz := to_timestamp(
        coalesce(item ->> 'current_period_end', object ->> 'current_period_end')::double precision);
    customer constant text := object ->> 'customer';
    whose    uuid;
    mine     public.subscription;
    tier     smallint;
    state    public.subscription_status;
BEGIN
    IF p_event.stripe_object_id IS NULL OR p_event.event_created_at IS NULL OR customer IS NULL OR starts IS NULL OR ends IS NULL THEN
        RAISE EXCEPTION 'event % lacks id, time, customer or period of the subscription', p_event.event_id
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- One customer, one event at a time: the comparison below must not be overtaken.
    PERFORM pg_advisory_xact_lock(hashtextextended('streamvibe.stripe:' || customer, 0));

    IF EXISTS (SELECT FROM public.stripe_webhook_events other
                WHERE other.stripe_object_id = p_event.stripe_object_id
                  AND other.event_id <> p_event.event_id
                  AND other.status = 'processed'
                  AND (other.event_created_at, CASE other.event_type WHEN 'customer.subscription.created' THEN 0
                                                                     WHEN 'customer.subscription.deleted' THEN 2 ELSE 1 END)
                    > (p_event.event_created_at, CASE p_event.event_type WHEN 'customer.subscription.created' THEN 0
                                                                         WHEN 'customer.subscription.deleted' THEN 2 ELSE 1 END))
    THEN
        RETURN 'ignored';
    END IF;

    SELECT s.user_id INTO whose
      FROM public.subscription s
     WHERE s.stripe_subscription_id = p_event.stripe_object_id OR s.stripe_customer_id = customer
     ORDER BY s.stripe_subscription_id = p_event.stripe_object_id DESC NULLS LAST
     LIMIT 1;
    IF NOT FOUND THEN
        SELECT u.id INTO whose FROM public.users u WHERE u.id = (object #>> '{metadata,user_id}')::uuid;
    END IF;
    IF whose IS NULL THEN
        RAISE EXCEPTION 'no user for Stripe customer %', customer USING ERRCODE = 'no_data_found',
            HINT = 'checkout sets subscription.stripe_customer_id, or user_id in the metadata of the Stripe subscription';
    END IF;
    SELECT st.* INTO state FROM public.subscription_status st WHERE st.slug = object ->> 'status';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'unknown subscription status %', object ->> 'status' USING ERRCODE = 'no_data_found';
    END IF;
    SELECT t.id INTO tier
      FROM public.subscription_tier t
     WHERE t.stripe_price_id = item #>> '{price,id}' OR t.slug = item #>> '{price,lookup_key}'
     ORDER BY t.stripe_price_id = item #>> '{price,id}' DESC NULLS LAST
     LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no tier for Stripe price %', coalesce(item #>> '{price,id}', 'NULL') USING ERRCODE = 'no_data_found',
            HINT = 'set subscription_tier.stripe_price_id, or the lookup key of the price to the tier''s slug';
    END IF;

    SELECT s.* INTO mine FROM public.subscription s WHERE s.user_id = whose FOR NO KEY UPDATE;
    -- News of another subscription than the user's current one (or of his first): it takes the place only once it grants
    -- something, and only of an older one. A first payment that fails takes nothing away from a free user, and the end
    -- of the old subscription does not end the new one.
    IF mine.stripe_subscription_id IS DISTINCT FROM p_event.stripe_object_id
       AND mine.id IS NOT NULL
       AND (NOT state.grants_quota
            OR (object ->> 'created')::bigint < (
                SELECT max((e.payload #>> '{data,object,created}')::bigint)
                  FROM public.stripe_webhook_events e
                 WHERE e.stripe_object_id = mine.stripe_subscription_id))
    THEN
        RETURN 'ignored';
    END IF;

    INSERT INTO public.subscription AS s
        (user_id, tier_id, status_id, cycle_start_date, cycle_end_date,
         stripe_customer_id, stripe_subscription_id, cancel_at_cycle_end, canceled_at)
    VALUES (whose, tier, state.id, starts, ends, customer, p_event.stripe_object_id,
            coalesce((object ->> 'cancel_at_period_end')::boolean, false),
            to_timestamp((object ->> 'canceled_at')::double precision))
    ON CONFLICT (user_id) DO UPDATE
       SET tier_id                = excluded.tier_id,
           status_id              = excluded.status_id,
           cycle_start_date       = excluded.cycle_start_date,
           cycle_end_date         = excluded.cycle_end_date,
           stripe_customer_id     = excluded.stripe_customer_id,
           stripe_subscription_id = excluded.stripe_subscription_id,
           cancel_at_cycle_end    = excluded.cancel_at_cycle_end,
           canceled_at            = excluded.canceled_at;
    RETURN 'processed';
END
$$;
COMMENT ON FUNCTION streamvibe_private.apply_stripe_subscription(public.stripe_webhook_events) IS
    'Carries the state of a Stripe subscription over to subscription: processed, or ignored where newer news came before';
REVOKE ALL ON FUNCTION streamvibe_private.apply_stripe_subscription(public.stripe_webhook_events) FROM PUBLIC;

CREATE FUNCTION public.process_stripe_webhook_event(p_event_id text) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    event   public.stripe_webhook_events;
    outcome text;
    why     text;
BEGIN
    -- Whoever delivers the same event at this moment waits here, and then finds it done.
    SELECT e.* INTO event FROM public.stripe_webhook_events e WHERE e.event_id = p_event_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'event % was not logged', coalesce(quote_literal(p_event_id), 'NULL') USING ERRCODE = 'no_data_found',
            HINT = 'call log_stripe_webhook_event() first';
    END IF;
    IF event.status IN ('processed', 'ignored') OR (event.status = 'processing' AND event.lease_expires_at > clock_timestamp()) THEN
        RETURN 'duplicate';
    END IF;

    IF event.event_type IN ('customer.subscription.created', 'customer.subscription.updated', 'customer.subscription.deleted',
                            'customer.subscription.paused', 'customer.subscription.resumed')
    THEN
        -- What is wrong with the event, or with our tiers, is written down and tried again later. A deadlock or a lost
        -- connection is not the event's fault: those errors go to the caller.
        BEGIN
            outcome := streamvibe_private.apply_stripe_subscription(event);
        EXCEPTION WHEN no_data_found OR data_exception OR integrity_constraint_violation THEN
            outcome := CASE WHEN event.attempts + 1 >= 8 THEN 'failed' ELSE 'pending' END;
            why := SQLERRM;
        END;
    ELSE
        outcome := 'ignored';
    END IF;

    UPDATE public.stripe_webhook_events e
       SET status          = outcome,
           attempts        = e.attempts + 1,
           last_error      = why,
           finished_at     = CASE WHEN outcome <> 'pending' THEN clock_timestamp() END,
           next_attempt_at = CASE WHEN why IS NULL THEN e.next_attempt_at
                                  ELSE clock_timestamp() + streamvibe_private.backoff(e.attempts + 1, 60, 3600) * (1 + random() / 10) END,
           claim_token = NULL, lease_expires_at = NULL
     WHERE e.event_id = p_event_id;
    RETURN CASE WHEN why IS NULL THEN outcome ELSE 'failed' END;
END
$$;
COMMENT ON FUNCTION public.process_stripe_webhook_event(text) IS
    'Does what a logged event asks for, once: processed; ignored: nothing to do, or outdated; duplicate: done or in work already; failed: see last_error, answer Stripe with an error so that it delivers again';
REVOKE ALL ON FUNCTION public.process_stripe_webhook_event(text) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.process_stripe_webhook_event(text) TO service_role;

CREATE FUNCTION public.cleanup_stripe_webhook_events(p_done_for interval DEFAULT '90 days', p_limit integer DEFAULT 10000) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    moment  constant timestamptz := clock_timestamp();
    deleted integer;
BEGIN
    -- Stripe delivers for three days, and lets people send an event again for thirty. Who has forgotten it by then
    -- would process it twice.
    IF p_done_for IS NULL OR p_done_for < interval '30 days' THEN
        RAISE EXCEPTION 'events are kept for 30 days at least' USING ERRCODE = 'invalid_parameter_value',
            HINT = 'for so long Stripe may deliver them again';
    END IF;
    WITH old AS MATERIALIZED (
        SELECT e.event_id FROM public.stripe_webhook_events e
         WHERE e.status IN ('processed', 'ignored') AND e.finished_at < moment - p_done_for
         ORDER BY e.finished_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    )
    DELETE FROM public.stripe_webhook_events e USING old WHERE e.event_id = old.event_id;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;
COMMENT ON FUNCTION public.cleanup_stripe_webhook_events(interval, integer) IS 'Deletes events that were dealt with long ago; failed ones stay. How many';
REVOKE ALL ON FUNCTION public.cleanup_stripe_webhook_events(interval, integer) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.cleanup_stripe_webhook_events(interval, integer) TO service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Cache of Stripe's answers, in cache_store (phase 1): service_role only, with the rights that it has there.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public.cache_stripe_data(p_key text, p_data jsonb, p_ttl_seconds integer DEFAULT 3600) RETURNS timestamptz
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    until timestamptz;
BEGIN
    IF p_key IS NULL OR NOT starts_with(p_key, 'stripe:') THEN
        RAISE EXCEPTION 'key must begin with stripe:, not %', coalesce(quote_literal(p_key), 'NULL') USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF p_ttl_seconds IS NULL OR p_ttl_seconds NOT BETWEEN 1 AND 2592000 THEN
        RAISE EXCEPTION 'data is cached for 1 second to 30 days, not for %', coalesce(p_ttl_seconds::text, 'NULL')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    INSERT INTO public.cache_store AS c (key, value, expires_at)
    VALUES (p_key, p_data, clock_timestamp() + make_interval(secs => p_ttl_seconds))
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
    RETURNING c.expires_at INTO until;
    RETURN until;
END
$$;
COMMENT ON FUNCTION public.cache_stripe_data(text, jsonb, integer) IS 'Keeps an answer of Stripe under a key such as stripe:product:<id>, in place of an older one; until when';
REVOKE ALL ON FUNCTION public.cache_stripe_data(text, jsonb, integer) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.cache_stripe_data(text, jsonb, integer) TO service_role;

CREATE FUNCTION public.get_cached_stripe_data(p_key text) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path = ''
AS $$
    SELECT c.value FROM public.cache_store c
     WHERE c.key = p_key AND starts_with(p_key, 'stripe:') AND c.expires_at > statement_timestamp()
$$;
COMMENT ON FUNCTION public.get_cached_stripe_data(text) IS 'The answer, if there is one that has not expired; else NULL: ask Stripe';
REVOKE ALL ON FUNCTION public.get_cached_stripe_data(text) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.get_cached_stripe_data(text) TO service_role;

CREATE FUNCTION public.invalidate_stripe_cache(p_key_prefix text DEFAULT 'stripe:') RETURNS integer
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    deleted integer;
BEGIN
    IF p_key_prefix IS NULL OR NOT starts_with(p_key_prefix, 'stripe:') THEN
        RAISE EXCEPTION 'key must begin with stripe:, not %', coalesce(quote_literal(p_key_prefix), 'NULL')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    DELETE FROM public.cache_store c WHERE starts_with(c.key, p_key_prefix);
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;
COMMENT ON FUNCTION public.invalidate_stripe_cache(text) IS 'Forgets what is cached under keys that begin so, e.g. stripe:product: after product.updated; how many';
REVOKE ALL ON FUNCTION public.invalidate_stripe_cache(text) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.invalidate_stripe_cache(text) TO service_role;

CREATE FUNCTION public.cleanup_expired_cache() RETURNS integer
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    deleted integer;
BEGIN
    DELETE FROM public.cache_store c WHERE c.expires_at <= statement_timestamp();
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;
COMMENT ON FUNCTION public.cleanup_expired_cache() IS 'Deletes what has expired, Stripe''s or not; how many';
REVOKE ALL ON FUNCTION public.cleanup_expired_cache() FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.cleanup_expired_cache() TO service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Rights
-- ---------------------------------------------------------------------------------------------------------------------
REVOKE ALL ON TABLE public.job_type, public.job_queue, public.job_log, public.stripe_webhook_events
    FROM anon, authenticated, service_role;
REVOKE ALL ON SEQUENCE public.job_type_id_seq, public.job_log_id_seq FROM anon, authenticated, service_role;

GRANT SELECT ON TABLE public.job_type, public.job_log TO authenticated;
-- Not who has the job, by which token and until when.
GRANT SELECT (id, user_id, job_type_id, status, priority, payload, scheduled_for, attempts, progress, result, last_error,
              started_at, finished_at, created_at, updated_at)
    ON TABLE public.job_queue TO authenticated;

GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.job_type TO service_role;
GRANT SELECT ON TABLE public.job_queue, public.stripe_webhook_events TO service_role;
GRANT SELECT, INSERT ON TABLE public.job_log TO service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Row level security
-- ---------------------------------------------------------------------------------------------------------------------
ALTER TABLE public.job_type ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.job_queue ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.job_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.stripe_webhook_events ENABLE ROW LEVEL SECURITY;

CREATE POLICY job_type_select ON public.job_type FOR SELECT TO authenticated
    USING (true);
CREATE POLICY job_type_service_role ON public.job_type FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY job_queue_select_own ON public.job_queue FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()));
CREATE POLICY job_queue_service_role ON public.job_queue FOR SELECT TO service_role
    USING (true);

CREATE POLICY job_log_select_own ON public.job_log FOR SELECT TO authenticated
    USING (EXISTS (SELECT FROM public.job_queue q WHERE q.id = job_log.job_id AND q.user_id = (SELECT auth.uid())));
CREATE POLICY job_log_service_role ON public.job_log FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY stripe_webhook_events_service_role ON public.stripe_webhook_events FOR SELECT TO service_role
    USING (true);

-- ---------------------------------------------------------------------------------------------------------------------
-- Seed. The document names sync_youtube; the others follow its edge functions and phases. Refer to them by slug.
-- ---------------------------------------------------------------------------------------------------------------------
INSERT INTO public.job_type
    (slug, name, description, default_priority, max_attempts, retry_delay_seconds, max_retry_delay_seconds, timeout_seconds, is_user_creatable)
VALUES
    ('sync_youtube',     'Sync YouTube',         'Fetches the content of an account (phase 3)',         5, 3,  60,  3600, 300, true),
    ('sync_instagram',   'Sync Instagram',       'Fetches the content of an account (phase 3)',         5, 3,  60,  3600, 300, true),
    ('sync_tiktok',      'Sync TikTok',          'Fetches the content of an account (phase 3)',         5, 3,  60,  3600, 300, true),
    ('ai_generate_tags', 'Generate tags',        'Asks an AI model about a piece of content (phase 4)', 5, 3,  30,  1800, 120, true),
    ('seo_submit',       'Submit to search',     'Tells a search engine about a page (phase 5)',        6, 5, 300, 21600, 120, true),
    ('refresh_trending', 'Refresh trending',     'Computes what is trending (phase 6)',                 8, 3,  60,   600, 300, false),
    ('stripe_refresh',   'Refresh Stripe cache', 'Fetches products and prices anew',                    3, 5,  30,  3600,  60, false),
    ('cleanup',          'Clean up',             'Calls the cleanup functions of this phase',           9, 3, 300,  3600, 600, false);
