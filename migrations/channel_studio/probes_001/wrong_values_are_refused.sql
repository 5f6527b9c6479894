-- The document's CHECK and UNIQUE constraints, and the words of its enums.
INSERT INTO public.channels (id, name, brand_niche, youtube_channel_id) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe', 'Lo-Fi', 'UC-probe-5eed');
INSERT INTO public.video_jobs (id, channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory) VALUES
    ('5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-00000000000a', 'Study', 'calm', 60, '/jobs/1'),
    ('5eed0000-0000-4000-8000-0000000000a2', '5eed0000-0000-4000-8000-00000000000a', 'Study', 'calm', 90, '/jobs/2');
INSERT INTO public.audio_tracks (video_job_id, provider, order_index, duration_seconds, local_file_path, prompt_text)
SELECT '5eed0000-0000-4000-8000-0000000000a1', 'beatoven', n, 0.01, '/1.mp3', 'piano' FROM unnest(ARRAY[1, 20]) AS n;
INSERT INTO public.images (video_job_id, provider, order_index, local_file_path, prompt_text)
SELECT '5eed0000-0000-4000-8000-0000000000a1', 'gemini', n, '/1.png', 'desk' FROM unnest(ARRAY[1, 20]) AS n;
-- Images that belong to no job have no place either, or any.
INSERT INTO public.images (provider, order_index, local_file_path, prompt_text) VALUES ('dummy', NULL, '/a.png', 'a'), ('dummy', 1, '/b.png', 'b'), ('dummy', 1, '/c.png', 'c');
-- Channels that are not at YouTube: as many as one likes.
INSERT INTO public.channels (name, brand_niche) VALUES ('x', 'y'), ('x', 'y');
DO $$
DECLARE
    attempt   text;
    condition text;
    found     text;
BEGIN
    FOR attempt, condition IN VALUES
        ($q$UPDATE public.video_jobs SET target_duration_minutes = 59 WHERE id = '5eed0000-0000-4000-8000-0000000000a1'$q$, '23514'),
        ($q$UPDATE public.video_jobs SET target_duration_minutes = 91 WHERE id = '5eed0000-0000-4000-8000-0000000000a1'$q$, '23514'),
        ($q$INSERT INTO public.channels (name, brand_niche, youtube_channel_id) VALUES ('twin', 'Lo-Fi', 'UC-probe-5eed')$q$, '23505'),
        ($q$UPDATE public.audio_tracks SET order_index = 0 WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1' AND order_index = 1$q$, '23514'),
        ($q$UPDATE public.audio_tracks SET order_index = 21 WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1' AND order_index = 1$q$, '23514'),
        ($q$UPDATE public.audio_tracks SET order_index = 20 WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1' AND order_index = 1$q$, '23505'),
        ($q$UPDATE public.audio_tracks SET duration_seconds = 0 WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1'$q$, '23514'),
        ($q$UPDATE public.images SET order_index = 0 WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1' AND order_index = 1$q$, '23514'),
        ($q$UPDATE public.images SET order_index = 21 WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1' AND order_index = 1$q$, '23514'),
        ($q$UPDATE public.images SET order_index = 20 WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1' AND order_index = 1$q$, '23505'),
        ($q$UPDATE public.images SET order_index = NULL WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1' AND order_index = 1$q$, '23514'),
        ($q$INSERT INTO public.video_jobs (channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory)
            VALUES ('5eed0000-0000-4000-8000-0000000000ff', 'Study', 'calm', 60, '/jobs/3')$q$, '23503'),
        ($q$INSERT INTO public.render_tasks (video_job_id, ffmpeg_command) VALUES ('5eed0000-0000-4000-8000-0000000000ff', 'ffmpeg')$q$, '23503'),
        ($q$INSERT INTO public.render_tasks (video_job_id, ffmpeg_command, status) VALUES ('5eed0000-0000-4000-8000-0000000000a1', 'ffmpeg', 'rendering')$q$, '22P02'),
        ($q$UPDATE public.audio_tracks SET provider = 'suno' WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1'$q$, '22P02'),
        ($q$UPDATE public.images SET provider = 'dalle' WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1'$q$, '22P02')
    LOOP
        found := 'no error';
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN OTHERS THEN
            found := SQLSTATE;
        END;
        IF found <> condition THEN
            RAISE EXCEPTION 'expected %, found %: %', condition, found, attempt;
        END IF;
    END LOOP;
END
$$;
