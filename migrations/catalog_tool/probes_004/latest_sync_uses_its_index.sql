-- The sync of a video is looked up in idx_sync_video_time, also for a page; counting looks up none.
INSERT INTO public.video (video_id) SELECT 'probe-5eed' || n FROM generate_series(1, 9) AS n;
-- A small table is rightly read whole; forbid that, and see what is left to the planner.
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off;
DO $$
DECLARE
    line text;
    plan text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT * FROM public.video_latest_sync ORDER BY id LIMIT 50' LOOP
        plan := plan || line || E'\n';
    END LOOP;
    IF plan !~ 'idx_sync_video_time' THEN
        RAISE EXCEPTION 'expected idx_sync_video_time to be used, found %', plan;
    END IF;
    plan := '';
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT count(*) FROM public.video_latest_sync' LOOP
        plan := plan || line || E'\n';
    END LOOP;
    IF plan ~ 'metadata_sync' THEN
        RAISE EXCEPTION 'expected count(*) to look up no sync, found %', plan;
    END IF;
END
$$;
