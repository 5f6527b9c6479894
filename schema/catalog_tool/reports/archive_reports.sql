-- The document copies in one statement and deletes in another: a report that becomes three months old between the two is
-- deleted without having been copied, for NOW() moves on outside of a transaction. Here the rows that are deleted are
-- those that are written. Two runs at a time share the rows: the second waits for those of the first, and passes them by.
CREATE FUNCTION public.archive_reports(p_older_than interval DEFAULT '3 months') RETURNS bigint
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    v_moved bigint;
BEGIN
    -- Compared with the clock, not with an interval of 0: months have no length of their own.
    IF p_older_than IS NULL OR now() - p_older_than > now() THEN
        RAISE EXCEPTION 'p_older_than: expected an age, found %', coalesce(p_older_than::text, 'NULL')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    WITH moved AS (
        DELETE FROM public.report r
         WHERE r.status = 'completed' AND r.processed_at < now() - p_older_than
        RETURNING r.id, r.filename, r.status, r.processed_at, r.error_message, r.created_at
    ), kept AS (
        INSERT INTO public.report_archive (id, filename, status, processed_at, error_message, created_at)
        SELECT m.id, m.filename, m.status, m.processed_at, m.error_message, m.created_at FROM moved m
        RETURNING 1
    )
    SELECT count(*) INTO v_moved FROM kept;
    RETURN v_moved;
END
$$;
COMMENT ON FUNCTION public.archive_reports(interval) IS 'Moves completed reports that were processed before that into report_archive; how many';
