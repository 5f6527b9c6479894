-- Syncs older than an age are moved as they are; nothing else is, and nothing twice. They outlive their video.
--
-- The age is 500 years, so that nothing but the probe's own rows is moved; that six months are the default is read.
SELECT 'archive_metadata_syncs(): expected 6 months by default, found ' || found
  FROM pg_get_function_arguments('public.archive_metadata_syncs(interval)'::regprocedure) AS found
 WHERE found <> 'p_older_than interval DEFAULT ''6 mons''::interval';
INSERT INTO public.video (video_id) VALUES ('probe-5eed1'), ('probe-5eed2');
INSERT INTO public.metadata_sync (video_id, channel_display_name, video_title, sync_time, changes) VALUES
    ('probe-5eed1', 'Blue Note', 'So What', now() - interval '502 years', '{"views": [1400000, 1500000]}'),
    ('probe-5eed1', 'Blue Note', 'So What', now() - interval '500 years 1 second', '{"privacy_status": ["unlisted", "public"]}'),
    ('probe-5eed1', 'Blue Note', 'So What', now() - interval '500 years' + interval '1 second', '{"claimed_status": ["unclaimed", "claimed"]}'),
    ('probe-5eed2', NULL, NULL, now(), '{}');
CREATE TEMPORARY TABLE probe_sync ON COMMIT DROP AS SELECT * FROM public.metadata_sync WHERE video_id LIKE 'probe-5eed_';
CREATE TEMPORARY TABLE probe_moved ON COMMIT DROP AS SELECT public.archive_metadata_syncs('500 years') AS first, NULL::bigint AS second;
UPDATE probe_moved SET second = public.archive_metadata_syncs('500 years');
SELECT 'archive_metadata_syncs(): expected 2 moved and then none, found ' || first || ' and ' || second FROM probe_moved WHERE (first, second) <> (2, 0);
SELECT 'expected two old ones in the archive, found ' || count(*) || ', not old ' || count(*) FILTER (WHERE sync_time >= now() - interval '500 years')
  FROM public.metadata_sync_archive WHERE video_id LIKE 'probe-5eed_'
HAVING count(*) <> 2 OR bool_or(sync_time >= now() - interval '500 years');
SELECT 'expected every sync to be in one place, as it was; found ' || p.changes::text || ' otherwise'
  FROM probe_sync p
 WHERE (SELECT count(*)
          FROM (SELECT s.id, s.video_id, s.channel_display_name, s.video_title, s.sync_time, s.changes
                  FROM public.metadata_sync s WHERE s.video_id LIKE 'probe-5eed_'
                UNION ALL
                SELECT a.id, a.video_id, a.channel_display_name, a.video_title, a.sync_time, a.changes
                  FROM public.metadata_sync_archive a WHERE a.video_id LIKE 'probe-5eed_') AS kept
         WHERE (kept.id, kept.video_id, kept.channel_display_name, kept.video_title, kept.sync_time, kept.changes)
               IS NOT DISTINCT FROM (p.id, p.video_id, p.channel_display_name, p.video_title, p.sync_time, p.changes)) <> 1;
DO $$
DECLARE
    age interval;
BEGIN
    FOREACH age IN ARRAY ARRAY[NULL, '-1 day']::interval[] LOOP
        BEGIN
            PERFORM public.archive_metadata_syncs(age);
            RAISE EXCEPTION 'archive_metadata_syncs(%): expected to be refused', age;
        EXCEPTION WHEN invalid_parameter_value THEN
            NULL;
        END;
    END LOOP;
END
$$;

-- What is still in metadata_sync goes with its video; what was archived stays.
DELETE FROM public.video WHERE video_id = 'probe-5eed1';
SELECT 'video deleted: expected 0 of its syncs and 2 in the archive, found ' || found
  FROM (SELECT concat_ws(' and ', (SELECT count(*) FROM public.metadata_sync WHERE video_id = 'probe-5eed1'),
                                  (SELECT count(*) FROM public.metadata_sync_archive WHERE video_id = 'probe-5eed1'))) AS left_over (found)
 WHERE found <> '0 and 2';
