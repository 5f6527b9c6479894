-- CG Analytics, sites: what platforms tell us, as it came in. Partitioned by the month of "createdAt".
CREATE TYPE public."enum_WebhookEvents_status" AS ENUM ('pending', 'processed', 'failed');

CREATE TABLE public."WebhookEvents" (
    "id"           uuid                                NOT NULL DEFAULT gen_random_uuid(),
    "siteId"       uuid,
    "platform"     varchar(255)                        NOT NULL,
    "eventType"    varchar(255)                        NOT NULL,
    "eventData"    jsonb                               NOT NULL,
    "status"       public."enum_WebhookEvents_status"  NOT NULL DEFAULT 'pending',
    "processedAt"  timestamptz,
    "retryCount"   integer                             NOT NULL DEFAULT 0,
    "errorMessage" text,
    "createdAt"    timestamptz                         NOT NULL DEFAULT now(),
    "updatedAt"    timestamptz                         NOT NULL DEFAULT now(),
    -- A key of a partitioned table contains what it is partitioned by. Ids are random: that one of them comes twice, in two
    -- months, is as unlikely as in one table.
    CONSTRAINT "WebhookEvents_pkey" PRIMARY KEY ("id", "createdAt"),
    CONSTRAINT "WebhookEvents_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES public."Sites" ("id") ON DELETE SET NULL,
    CONSTRAINT "WebhookEvents_platform_check" CHECK ("platform" <> ''),
    CONSTRAINT "WebhookEvents_eventType_check" CHECK ("eventType" <> ''),
    CONSTRAINT "WebhookEvents_processedAt_check" CHECK (("status" = 'processed') = ("processedAt" IS NOT NULL)),
    CONSTRAINT "WebhookEvents_retryCount_check" CHECK ("retryCount" >= 0)
) PARTITION BY RANGE ("createdAt");
COMMENT ON TABLE public."WebhookEvents" IS 'Incoming webhooks, all of them; monthly partitions, see "maintainPartitions"';
COMMENT ON COLUMN public."WebhookEvents"."id" IS 'With "createdAt" beside it in WHERE, one partition is looked at instead of all';
COMMENT ON COLUMN public."WebhookEvents"."siteId" IS 'Receiving site; NULL: none of ours, or one that was deleted since';
COMMENT ON COLUMN public."WebhookEvents"."retryCount" IS 'Attempts that failed';

CREATE INDEX webhook_events_site_id ON public."WebhookEvents" ("siteId");
CREATE INDEX webhook_events_platform_event_type ON public."WebhookEvents" ("platform", "eventType");
CREATE INDEX webhook_events_status_created_at ON public."WebhookEvents" ("status", "createdAt");
CREATE INDEX webhook_events_created_at_pending ON public."WebhookEvents" ("createdAt") WHERE "status" = 'pending';
CREATE INDEX webhook_events_created_at_failed ON public."WebhookEvents" ("createdAt", "retryCount") WHERE "status" = 'failed';

CREATE TRIGGER "WebhookEvents_setUpdatedAt" BEFORE UPDATE ON public."WebhookEvents"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."setUpdatedAt"();

CREATE TABLE cg_analytics_partitions."WebhookEvents_default" PARTITION OF public."WebhookEvents" DEFAULT;
COMMENT ON TABLE cg_analytics_partitions."WebhookEvents_default" IS 'Events of months that have no partition yet';
SELECT public."createMonthlyPartitions"('WebhookEvents', 3);

-- ---------------------------------------------------------------------------------------------------------------------
-- Methods
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public."markProcessed"(p_id uuid) RETURNS public."WebhookEvents"
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    saved public."WebhookEvents";
BEGIN
    UPDATE public."WebhookEvents" e
       SET "status" = 'processed', "processedAt" = clock_timestamp(), "errorMessage" = NULL
     WHERE e."id" = p_id
    RETURNING e.* INTO saved;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'webhook event % not found', p_id USING ERRCODE = 'no_data_found';
    END IF;
    RETURN saved;
END
$$;
COMMENT ON FUNCTION public."markProcessed"(uuid) IS 'WebhookEvent.markProcessed()';

CREATE FUNCTION public."webhookEventMarkFailed"(p_id uuid, p_error_message text) RETURNS public."WebhookEvents"
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    saved public."WebhookEvents";
BEGIN
    UPDATE public."WebhookEvents" e
       SET "status"       = 'failed',
           "processedAt"  = NULL,
           "retryCount"   = e."retryCount" + 1,
           "errorMessage" = coalesce(p_error_message, 'no reason given')
     WHERE e."id" = p_id AND e."status" <> 'processed'
    RETURNING e.* INTO saved;
    IF NOT FOUND THEN
        -- A second worker that was slower must not have done work done again.
        RAISE EXCEPTION 'webhook event % not found, or processed already', p_id USING ERRCODE = 'no_data_found';
    END IF;
    RETURN saved;
END
$$;
COMMENT ON FUNCTION public."webhookEventMarkFailed"(uuid, text) IS 'WebhookEvent.markFailed(): with its error, and one more attempt counted';

CREATE FUNCTION public."shouldRetry"(p_id uuid, p_max_retries integer DEFAULT 3) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path = ''
AS $$
    SELECT e."status" = 'failed' AND e."retryCount" < p_max_retries
      FROM public."WebhookEvents" e
     WHERE e."id" = p_id
$$;
COMMENT ON FUNCTION public."shouldRetry"(uuid, integer) IS 'WebhookEvent.shouldRetry(): failed, and not too often yet; NULL: no such event';

-- FOR UPDATE SKIP LOCKED: two workers that ask at the same time get different events, for as long as their transactions.
CREATE FUNCTION public."getPendingEvents"(p_limit integer DEFAULT 100) RETURNS SETOF public."WebhookEvents"
    LANGUAGE sql VOLATILE
    SET search_path = ''
AS $$
    SELECT e.*
      FROM public."WebhookEvents" e
     WHERE e."status" = 'pending'
     ORDER BY e."createdAt"
     LIMIT p_limit
       FOR UPDATE SKIP LOCKED
$$;
COMMENT ON FUNCTION public."getPendingEvents"(integer) IS
    'WebhookEvent.getPendingEvents(): the oldest first, locked for the caller''s transaction; what another worker has is left out';

CREATE FUNCTION public."getFailedRetryableEvents"(p_max_retries integer DEFAULT 3, p_limit integer DEFAULT 100)
    RETURNS SETOF public."WebhookEvents"
    LANGUAGE sql VOLATILE
    SET search_path = ''
AS $$
    SELECT e.*
      FROM public."WebhookEvents" e
     WHERE e."status" = 'failed' AND e."retryCount" < p_max_retries
     ORDER BY e."createdAt"
     LIMIT p_limit
       FOR UPDATE SKIP LOCKED
$$;
COMMENT ON FUNCTION public."getFailedRetryableEvents"(integer, integer) IS
    'WebhookEvent.getFailedRetryableEvents(): those for which "shouldRetry" holds, as "getPendingEvents" gives them';

REVOKE ALL ON FUNCTION public."markProcessed"(uuid), public."webhookEventMarkFailed"(uuid, text), public."shouldRetry"(uuid, integer),
    public."getPendingEvents"(integer), public."getFailedRetryableEvents"(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public."markProcessed"(uuid), public."webhookEventMarkFailed"(uuid, text), public."shouldRetry"(uuid, integer),
    public."getPendingEvents"(integer), public."getFailedRetryableEvents"(integer, integer) TO cg_analytics_worker;
