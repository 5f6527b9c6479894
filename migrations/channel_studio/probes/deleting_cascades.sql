-- A channel takes its jobs along, a job all it is made of, in whatever status it is; nothing of others goes.
INSERT INTO public.channels (id, name, brand_niche) VALUES
    ('5eed0000-0000-4000-8000-00000000000a', 'probe a', 'Lo-Fi'), ('5eed0000-0000-4000-8000-00000000000b', 'probe b', 'Rain');
INSERT INTO public.video_jobs (id, channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory) VALUES
    ('5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-00000000000a', 'Study', 'calm', 60, '/jobs/1'),
    ('5eed0000-0000-4000-8000-0000000000a2', '5eed0000-0000-4000-8000-00000000000a', 'Study', 'calm', 60, '/jobs/2'),
    ('5eed0000-0000-4000-8000-0000000000b1', '5eed0000-0000-4000-8000-00000000000b', 'Rain', 'wet', 60, '/jobs/3');
INSERT INTO public.audio_tracks (video_job_id, provider, order_index, duration_seconds, local_file_path, prompt_text)
SELECT j.id, 'dummy', n, 210, '/1.mp3', 'waltz' FROM public.video_jobs j, generate_series(1, 20) AS n WHERE j.id::text LIKE '5eed0000-0000-4000-8000-0000000000__';
INSERT INTO public.images (video_job_id, provider, order_index, local_file_path, prompt_text)
SELECT j.id, 'dummy', n, '/1.png', 'ballroom' FROM public.video_jobs j, generate_series(1, 20) AS n WHERE j.id::text LIKE '5eed0000-0000-4000-8000-0000000000__';
INSERT INTO public.images (id, provider, local_file_path, prompt_text) VALUES ('5eed0000-0000-4000-8000-0000000000c1', 'dummy', '/stock.png', 'of no job');
INSERT INTO public.render_tasks (video_job_id, ffmpeg_command)
SELECT j.id, 'ffmpeg -i in.mp3 out.mp4' FROM public.video_jobs j WHERE j.id::text LIKE '5eed0000-0000-4000-8000-0000000000__';
INSERT INTO public.video_analytics (video_job_id, youtube_video_id, snapshot_date)
SELECT j.id, 'probe-' || j.id, '2026-01-01' FROM public.video_jobs j WHERE j.id::text LIKE '5eed0000-0000-4000-8000-0000000000__';
DO $$
DECLARE
    step text;
BEGIN
    FOREACH step IN ARRAY ARRAY['generating_music', 'generating_image', 'rendering', 'ready_for_export', 'completed'] LOOP
        UPDATE public.video_jobs SET status = step::public.video_job_status WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
    END LOOP;
END
$$;

DELETE FROM public.video_jobs WHERE id = '5eed0000-0000-4000-8000-0000000000a2';
SELECT 'job deleted: expected 20 tracks, 20 images, 1 render task and 1 snapshot less; found ' || found
  FROM (SELECT concat_ws(' ', (SELECT count(*) FROM public.audio_tracks WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a2'),
                              (SELECT count(*) FROM public.images WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a2'),
                              (SELECT count(*) FROM public.render_tasks WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a2'),
                              (SELECT count(*) FROM public.video_analytics WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a2'))) AS left_over (found)
 WHERE found <> '0 0 0 0';

DELETE FROM public.channels WHERE id = '5eed0000-0000-4000-8000-00000000000a';
SELECT 'channel deleted: expected nothing of it to be left, and all of the other; found ' || found
  FROM (SELECT concat_ws(' ', (SELECT count(*) FROM public.video_jobs WHERE id::text LIKE '5eed0000-0000-4000-8000-0000000000__'),
                              (SELECT count(*) FROM public.audio_tracks WHERE video_job_id::text LIKE '5eed0000-0000-4000-8000-0000000000__'),
                              (SELECT count(*) FROM public.images WHERE video_job_id::text LIKE '5eed0000-0000-4000-8000-0000000000__'),
                              (SELECT count(*) FROM public.render_tasks WHERE video_job_id::text LIKE '5eed0000-0000-4000-8000-0000000000__'),
                              (SELECT count(*) FROM public.video_analytics WHERE video_job_id::text LIKE '5eed0000-0000-4000-8000-0000000000__'))) AS left_over (found)
 WHERE found <> '1 20 20 1 1';
SELECT 'expected an image of no job to stay'
 WHERE NOT EXISTS (SELECT FROM public.images WHERE id = '5eed0000-0000-4000-8000-0000000000c1');
