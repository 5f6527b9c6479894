-- The second sample query, mended: a job's 20 tracks and 20 images, each once and in their order; none is an empty list.
INSERT INTO public.channels (id, name, brand_niche) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe', 'Medieval Fantasy Ambience');
INSERT INTO public.video_jobs (id, channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory) VALUES
    ('5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-00000000000a', 'Royal Court Ambience', 'elegant', 60, '/jobs/1'),
    ('5eed0000-0000-4000-8000-0000000000a2', '5eed0000-0000-4000-8000-00000000000a', 'Tavern', 'merry', 90, '/jobs/2');
-- Backwards, so that their order is the query's doing.
INSERT INTO public.audio_tracks (video_job_id, provider, order_index, duration_seconds, local_file_path, prompt_text)
SELECT '5eed0000-0000-4000-8000-0000000000a1', 'mubert', n, 180.25, '/jobs/1/' || n || '.mp3', 'waltz' FROM generate_series(20, 1, -1) AS n;
INSERT INTO public.images (video_job_id, provider, order_index, local_file_path, prompt_text)
SELECT '5eed0000-0000-4000-8000-0000000000a1', 'leonardo', n, '/jobs/1/' || n || '.png', 'ballroom' FROM generate_series(20, 1, -1) AS n;

-- budget: 50ms
WITH sample AS (
    SELECT vj.*, a.audio_tracks, a.images
      FROM public.video_jobs vj
      JOIN public.video_job_assets a ON a.video_job_id = vj.id
     WHERE vj.id = '5eed0000-0000-4000-8000-0000000000a1'
), found AS (
    SELECT count(*) AS jobs,
           min(niche_label) AS niche_label,
           min((SELECT string_agg(t ->> 'order_index', ' ' ORDER BY position) FROM json_array_elements(audio_tracks) WITH ORDINALITY AS e (t, position))) AS tracks,
           min((SELECT string_agg(i ->> 'order_index', ' ' ORDER BY position) FROM json_array_elements(images) WITH ORDINALITY AS e (i, position))) AS images,
           min(audio_tracks -> 6 ->> 'local_file_path') AS track_7,
           min(audio_tracks -> 6 ->> 'duration_seconds') AS seconds_7,
           min(images -> 6 ->> 'local_file_path') AS image_7
      FROM sample
)
SELECT 'expected one job with tracks and images 1 to 20, found ' || f::text
  FROM found f
 WHERE (f.jobs, f.niche_label, f.tracks, f.images, f.track_7, f.seconds_7, f.image_7)
       IS DISTINCT FROM (1, 'Royal Court Ambience',
                         '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20', '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20',
                         '/jobs/1/7.mp3', '180.25', '/jobs/1/7.png');

SELECT 'expected every track and image to be shown with its id'
 WHERE EXISTS (SELECT FROM public.audio_tracks t
                WHERE t.video_job_id = '5eed0000-0000-4000-8000-0000000000a1'
                  AND NOT EXISTS (SELECT FROM public.video_job_assets a, json_array_elements(a.audio_tracks) AS e
                                   WHERE a.video_job_id = t.video_job_id AND e ->> 'id' = t.id::text))
    OR EXISTS (SELECT FROM public.images i
                WHERE i.video_job_id = '5eed0000-0000-4000-8000-0000000000a1'
                  AND NOT EXISTS (SELECT FROM public.video_job_assets a, json_array_elements(a.images) AS e
                                   WHERE a.video_job_id = i.video_job_id AND e ->> 'id' = i.id::text));

SELECT 'expected empty lists for a job without assets, found ' || audio_tracks || ' and ' || images
  FROM public.video_job_assets
 WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a2' AND (audio_tracks::text <> '[]' OR images::text <> '[]');
SELECT 'expected a job without assets to be shown, found none'
 WHERE NOT EXISTS (SELECT FROM public.video_job_assets WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a2');
