-- updated_at is the time of the last change, whoever makes it and whatever he says it is. created_at stays.
INSERT INTO public.channels (id, name, brand_niche, created_at, updated_at)
VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe', 'Lo-Fi', '2020-01-01', '2020-01-01');
INSERT INTO public.video_jobs (id, channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory, created_at, updated_at)
VALUES ('5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-00000000000a', 'Study', 'calm', 60, '/jobs/1', '2020-01-01', '2020-01-01');
UPDATE public.channels SET name = 'probe, renamed', updated_at = '2021-01-01' WHERE id = '5eed0000-0000-4000-8000-00000000000a';
UPDATE public.video_jobs SET status = 'generating_music' WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
SELECT 'channels: expected updated_at to be now and created_at to stay, found ' || updated_at || ' and ' || created_at
  FROM public.channels
 WHERE id = '5eed0000-0000-4000-8000-00000000000a' AND (updated_at <> now() OR created_at <> '2020-01-01');
SELECT 'video_jobs: expected updated_at to be now and created_at to stay, found ' || updated_at || ' and ' || created_at
  FROM public.video_jobs
 WHERE id = '5eed0000-0000-4000-8000-0000000000a1' AND (updated_at <> now() OR created_at <> '2020-01-01');
