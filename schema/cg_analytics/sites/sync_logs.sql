-- CG Analytics, sites: one row per run of a sync.
CREATE TYPE public."enum_SyncLogs_syncType" AS ENUM ('full', 'incremental', 'webhook');
CREATE TYPE public."enum_SyncLogs_status" AS ENUM ('started', 'completed', 'failed');

CREATE TABLE public."SyncLogs" (
    "id"               uuid                            NOT NULL DEFAULT gen_random_uuid(),
    "siteId"           uuid                            NOT NULL,
    "syncType"         public."enum_SyncLogs_syncType" NOT NULL,
    "status"           public."enum_SyncLogs_status"   NOT NULL DEFAULT 'started',
    "startedAt"        timestamptz                     NOT NULL DEFAULT now(),
    "completedAt"      timestamptz,
    "recordsProcessed" integer                         NOT NULL DEFAULT 0,
    "recordsFailed"    integer                         NOT NULL DEFAULT 0,
    "errorMessage"     text,
    "errorDetails"     jsonb,
    "nextCursor"       varchar(255),
    "createdAt"        timestamptz                     NOT NULL DEFAULT now(),
    "updatedAt"        timestamptz                     NOT NULL DEFAULT now(),
    CONSTRAINT "SyncLogs_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "SyncLogs_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES public."Sites" ("id") ON DELETE CASCADE,
    CONSTRAINT "SyncLogs_completedAt_check" CHECK (("status" = 'started') = ("completedAt" IS NULL) AND "completedAt" >= "startedAt"),
    CONSTRAINT "SyncLogs_records_check" CHECK ("recordsProcessed" >= 0 AND "recordsFailed" >= 0)
);
COMMENT ON TABLE public."SyncLogs" IS 'Audit trail of synchronisation';
COMMENT ON COLUMN public."SyncLogs"."completedAt" IS 'When it ended, in one way or the other';
COMMENT ON COLUMN public."SyncLogs"."nextCursor" IS 'Where the platform''s pagination goes on';

CREATE INDEX sync_logs_site_id_status ON public."SyncLogs" ("siteId", "status");
CREATE INDEX sync_logs_started_at ON public."SyncLogs" ("startedAt");
CREATE INDEX sync_logs_started_at_running ON public."SyncLogs" ("startedAt") WHERE "status" = 'started';

CREATE TRIGGER "SyncLogs_setUpdatedAt" BEFORE UPDATE ON public."SyncLogs"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."setUpdatedAt"();

-- The methods: a run ends once. What has ended, or is not there, is an error and not a silent nothing.
CREATE FUNCTION cg_analytics_private."assertRunning"(p_id uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    found_status public."enum_SyncLogs_status";
BEGIN
    SELECT l."status" INTO found_status FROM public."SyncLogs" l WHERE l."id" = p_id FOR UPDATE;
    IF found_status IS NULL THEN
        RAISE EXCEPTION 'sync log % not found', p_id USING ERRCODE = 'no_data_found';
    ELSIF found_status <> 'started' THEN
        RAISE EXCEPTION 'sync log % is % already', p_id, found_status USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
END
$$;
COMMENT ON FUNCTION cg_analytics_private."assertRunning"(uuid) IS 'Locks a sync log that is started; anything else is an error';

CREATE FUNCTION public."updateProgress"(p_id uuid, p_processed integer, p_failed integer DEFAULT NULL, p_next_cursor text DEFAULT NULL)
    RETURNS public."SyncLogs"
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    saved public."SyncLogs";
BEGIN
    PERFORM cg_analytics_private."assertRunning"(p_id);
    UPDATE public."SyncLogs" l
       SET "recordsProcessed" = coalesce(p_processed, l."recordsProcessed"),
           "recordsFailed"    = coalesce(p_failed, l."recordsFailed"),
           "nextCursor"       = coalesce(p_next_cursor, l."nextCursor")
     WHERE l."id" = p_id
    RETURNING l.* INTO saved;
    RETURN saved;
END
$$;
COMMENT ON FUNCTION public."updateProgress"(uuid, integer, integer, text) IS
    'SyncLog.updateProgress(): the counts so far, not what is added to them; NULL keeps what is there';

CREATE FUNCTION public."markCompleted"(p_id uuid, p_processed integer DEFAULT NULL, p_failed integer DEFAULT NULL)
    RETURNS public."SyncLogs"
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    saved public."SyncLogs";
BEGIN
    PERFORM cg_analytics_private."assertRunning"(p_id);
    -- clock_timestamp(): a run may begin and end within one transaction.
    UPDATE public."SyncLogs" l
       SET "status"           = 'completed',
           "completedAt"      = greatest(clock_timestamp(), l."startedAt"),
           "recordsProcessed" = coalesce(p_processed, l."recordsProcessed"),
           "recordsFailed"    = coalesce(p_failed, l."recordsFailed"),
           "nextCursor"       = NULL
     WHERE l."id" = p_id
    RETURNING l.* INTO saved;
    UPDATE public."Sites" s SET "lastSyncAt" = saved."completedAt" WHERE s."id" = saved."siteId";
    RETURN saved;
END
$$;
COMMENT ON FUNCTION public."markCompleted"(uuid, integer, integer) IS 'SyncLog.markCompleted(): the run ended well; its site was synced just now';

CREATE FUNCTION public."syncLogMarkFailed"(p_id uuid, p_error_message text, p_error_details jsonb DEFAULT NULL)
    RETURNS public."SyncLogs"
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    saved public."SyncLogs";
BEGIN
    PERFORM cg_analytics_private."assertRunning"(p_id);
    UPDATE public."SyncLogs" l
       SET "status"       = 'failed',
           "completedAt"  = greatest(clock_timestamp(), l."startedAt"),
           "errorMessage" = coalesce(p_error_message, 'no reason given'),
           "errorDetails" = p_error_details
     WHERE l."id" = p_id
    RETURNING l.* INTO saved;
    RETURN saved;
END
$$;
COMMENT ON FUNCTION public."syncLogMarkFailed"(uuid, text, jsonb) IS
    'SyncLog.markFailed(): the run ended with an error; nextCursor stays, so that the next one can go on there';

REVOKE ALL ON FUNCTION cg_analytics_private."assertRunning"(uuid), public."updateProgress"(uuid, integer, integer, text),
    public."markCompleted"(uuid, integer, integer), public."syncLogMarkFailed"(uuid, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cg_analytics_private."assertRunning"(uuid), public."updateProgress"(uuid, integer, integer, text),
    public."markCompleted"(uuid, integer, integer), public."syncLogMarkFailed"(uuid, text, jsonb) TO cg_analytics_worker;
