-- pending → processing → completed, or failed. A count of retries has a meaning only where there are any: a failed task
-- may be made pending again. One whose worker died is failed first, and so counted.
--
-- New rows may come in any status: queues are imported and restored.
CREATE FUNCTION public.check_processing_queue_status() RETURNS trigger
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
BEGIN
    CASE OLD.status || ' → ' || NEW.status
        WHEN 'pending → processing' THEN
            NEW.started_at := now();
        WHEN 'processing → completed' THEN
            NEW.completed_at := now();
        WHEN 'processing → failed' THEN
            NEW.completed_at := now();
            -- One more than before, whether or not the worker has counted, too.
            NEW.retry_count := OLD.retry_count + 1;
        WHEN 'failed → pending' THEN
            NEW.started_at := NULL;
            NEW.completed_at := NULL;
        ELSE
            RAISE EXCEPTION 'task %: % cannot follow %', OLD.id, NEW.status, OLD.status
                USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, COLUMN = 'status',
                      HINT = 'pending → processing → completed or failed; failed → pending';
    END CASE;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION public.check_processing_queue_status() IS 'BEFORE UPDATE of status: the status flow, its times, and the count of failures';
