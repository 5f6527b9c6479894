-- Exactly 20 tracks and 20 images, paired by order_index, before a job is ready for export; and as long as it is.
INSERT INTO public.channels (id, name, brand_niche) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe', 'Medieval Fantasy Ambience');
INSERT INTO public.video_jobs (id, channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory) VALUES
    ('5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-00000000000a', 'Royal Court Ambience', 'elegant', 60, '/jobs/1'),
    ('5eed0000-0000-4000-8000-0000000000a2', '5eed0000-0000-4000-8000-00000000000a', 'Tavern', 'merry', 60, '/jobs/2');
UPDATE public.video_jobs SET status = 'generating_music' WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
UPDATE public.video_jobs SET status = 'generating_image' WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
UPDATE public.video_jobs SET status = 'rendering' WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
DO $$
DECLARE
    job CONSTANT uuid := '5eed0000-0000-4000-8000-0000000000a1';
    what     text;
    tracks   int[];
    images   int[];
    expected text;
    detail   text;
BEGIN
    FOR what, tracks, images, expected IN VALUES
        ('nothing', '{}'::int[], '{}'::int[], 'without a track: 1, 2, 3'),
        ('tracks only', (SELECT array_agg(n) FROM generate_series(1, 20) n), '{}', 'without an image: 1, 2, 3'),
        ('images only', '{}', (SELECT array_agg(n) FROM generate_series(1, 20) n), 'without a track: 1, 2, 3'),
        ('a track too few', (SELECT array_agg(n) FROM generate_series(1, 20) n WHERE n <> 7), (SELECT array_agg(n) FROM generate_series(1, 20) n), 'order_index without a track: 7'),
        ('an image too few', (SELECT array_agg(n) FROM generate_series(1, 20) n), (SELECT array_agg(n) FROM generate_series(1, 19) n), 'without an image: 20'),
        ('19 of each, not paired', (SELECT array_agg(n) FROM generate_series(1, 19) n), (SELECT array_agg(n) FROM generate_series(2, 20) n), 'order_index without a track: 20; without an image: 1')
    LOOP
        DELETE FROM public.audio_tracks WHERE video_job_id = job;
        DELETE FROM public.images WHERE video_job_id = job;
        INSERT INTO public.audio_tracks (video_job_id, provider, order_index, duration_seconds, local_file_path, prompt_text)
        SELECT job, 'dummy', n, 210, '/jobs/1/' || n || '.mp3', 'waltz' FROM unnest(tracks) AS n;
        INSERT INTO public.images (video_job_id, provider, order_index, local_file_path, prompt_text)
        SELECT job, 'dummy', n, '/jobs/1/' || n || '.png', 'ballroom' FROM unnest(images) AS n;
        BEGIN
            UPDATE public.video_jobs SET status = 'ready_for_export' WHERE id = job;
            RAISE EXCEPTION 'expected a job with % not to become ready for export', what;
        EXCEPTION WHEN check_violation THEN
            GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
            IF position(expected IN detail) = 0 THEN
                RAISE EXCEPTION '%: expected the message to say "%", found "%"', what, expected, detail;
            END IF;
        END;
    END LOOP;
END
$$;
-- The tracks of another job, and images of none, do not count.
INSERT INTO public.audio_tracks (video_job_id, provider, order_index, duration_seconds, local_file_path, prompt_text)
VALUES ('5eed0000-0000-4000-8000-0000000000a2', 'dummy', 20, 210, '/jobs/2/20.mp3', 'waltz');
INSERT INTO public.images (provider, order_index, local_file_path, prompt_text) VALUES ('dummy', 1, '/stock/1.png', 'ballroom');
DO $$
BEGIN
    UPDATE public.video_jobs SET status = 'ready_for_export' WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
    RAISE EXCEPTION 'expected what belongs to another job, or to none, not to count';
EXCEPTION WHEN check_violation THEN
    NULL;
END
$$;
-- What was missing comes; one image is replaced.
INSERT INTO public.audio_tracks (video_job_id, provider, order_index, duration_seconds, local_file_path, prompt_text)
VALUES ('5eed0000-0000-4000-8000-0000000000a1', 'dummy', 20, 210, '/jobs/1/20.mp3', 'waltz');
DELETE FROM public.images WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1' AND order_index = 2;
INSERT INTO public.images (video_job_id, provider, order_index, local_file_path, prompt_text)
SELECT '5eed0000-0000-4000-8000-0000000000a1', 'gemini', n, '/jobs/1/' || n || '.png', 'ballroom' FROM unnest(ARRAY[1, 2]) AS n;
UPDATE public.video_jobs SET status = 'ready_for_export' WHERE id = '5eed0000-0000-4000-8000-0000000000a1';

-- What is ready stays complete, and what is completed, too.
DO $$
DECLARE
    attempt text;
BEGIN
    FOR i IN 1..2 LOOP
        FOREACH attempt IN ARRAY ARRAY[
            $q$DELETE FROM public.audio_tracks WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1' AND order_index = 5$q$,
            $q$DELETE FROM public.images WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1' AND order_index = 5$q$,
            $q$UPDATE public.audio_tracks SET video_job_id = '5eed0000-0000-4000-8000-0000000000a2' WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1' AND order_index = 5$q$,
            $q$UPDATE public.images SET video_job_id = NULL WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1' AND order_index = 5$q$]
        LOOP
            BEGIN
                EXECUTE attempt;
                RAISE EXCEPTION 'expected a job that is ready or completed to keep what it is made of: %', attempt;
            EXCEPTION WHEN restrict_violation THEN
                NULL;
            END;
        END LOOP;
        UPDATE public.video_jobs SET status = 'completed' WHERE id = '5eed0000-0000-4000-8000-0000000000a1' AND i = 1;
    END LOOP;
    BEGIN
        INSERT INTO public.audio_tracks (video_job_id, provider, order_index, duration_seconds, local_file_path, prompt_text)
        VALUES ('5eed0000-0000-4000-8000-0000000000a1', 'dummy', 20, 210, '/jobs/1/20b.mp3', 'waltz');
        RAISE EXCEPTION 'expected a 21st track to be refused';
    EXCEPTION WHEN unique_violation THEN
        NULL;
    END;
END
$$;
UPDATE public.audio_tracks SET license_document_url = 'https://example.invalid/license' WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1';
-- As a whole it may go.
DELETE FROM public.video_jobs WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
SELECT 'expected the tracks and images of a deleted job to be gone, found some'
 WHERE EXISTS (SELECT FROM public.audio_tracks WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1')
    OR EXISTS (SELECT FROM public.images WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1');
