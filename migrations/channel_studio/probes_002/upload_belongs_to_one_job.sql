-- One video at YouTube is one job here; jobs that are not uploaded are many.
INSERT INTO public.channels (id, name, brand_niche) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe', 'Lo-Fi');
INSERT INTO public.video_jobs (id, channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory, upload_strategy, scheduled_time, youtube_video_id) VALUES
    ('5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-00000000000a', 'Study', 'calm', 60, '/jobs/1', 'scheduled', now() + interval '1 day', 'probe-5eed1'),
    ('5eed0000-0000-4000-8000-0000000000a2', '5eed0000-0000-4000-8000-00000000000a', 'Study', 'calm', 60, '/jobs/2', NULL, NULL, NULL),
    ('5eed0000-0000-4000-8000-0000000000a3', '5eed0000-0000-4000-8000-00000000000a', 'Study', 'calm', 60, '/jobs/3', NULL, NULL, NULL);
DO $$
BEGIN
    UPDATE public.video_jobs SET youtube_video_id = 'probe-5eed1' WHERE id = '5eed0000-0000-4000-8000-0000000000a2';
    RAISE EXCEPTION 'expected an upload to be refused to a second job';
EXCEPTION WHEN unique_violation THEN
    NULL;
END
$$;
