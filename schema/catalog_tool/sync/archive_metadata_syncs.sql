-- One statement in place of the document's two, for the reason that archive_reports() gives.
--
-- No index is by sync_time: a run reads the table once, which is what is done once a month. A video whose last sync is
-- older than that has none afterwards: video_latest_sync says NULL.
CREATE FUNCTION public.archive_metadata_syncs(p_older_than interval DEFAULT '6 months') RETURNS bigint
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    v_moved bigint;
BEGIN
    IF p_older_than IS NULL OR now() - p_older_than > now() THEN
        RAISE EXCEPTION 'p_older_than: expected an age, found %', coalesce(p_older_than::text, 'NULL')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    WITH moved AS (
        DELETE FROM public.metadata_sync s
         WHERE s.sync_time < now() - p_older_than
        RETURNING s.id, s.video_id, s.channel_display_name, s.video_title, s.sync_time, s.changes
    ), kept AS (
        INSERT INTO public.metadata_sync_archive (id, video_id, channel_display_name, video_title, sync_time, changes)
        SELECT m.id, m.video_id, m.channel_display_name, m.video_title, m.sync_time, m.changes FROM moved m
        RETURNING 1
    )
    SELECT count(*) INTO v_moved FROM kept;
    RETURN v_moved;
END
$$;
COMMENT ON FUNCTION public.archive_metadata_syncs(interval) IS 'Moves syncs that are older than that into metadata_sync_archive; how many';
