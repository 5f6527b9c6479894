-- The first sample query: active channels, latest first, with how many jobs they have and how many of those are completed.
INSERT INTO public.channels (id, name, brand_niche, is_active, created_at) VALUES
    ('5eed0000-0000-4000-8000-00000000000a', 'two jobs, one completed', 'Lo-Fi Study Beats', true, now() - interval '1 day'),
    ('5eed0000-0000-4000-8000-00000000000b', 'no job', 'Medieval Fantasy Ambience', true, now() - interval '2 days'),
    ('5eed0000-0000-4000-8000-00000000000c', 'not active', 'Rain', false, now());
INSERT INTO public.video_jobs (id, channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory) VALUES
    ('5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-00000000000a', 'Royal Court Ambience', 'elegant, serene', 60, '/jobs/1'),
    ('5eed0000-0000-4000-8000-0000000000a2', '5eed0000-0000-4000-8000-00000000000a', 'Royal Court Ambience', 'elegant, serene', 90, '/jobs/2'),
    ('5eed0000-0000-4000-8000-0000000000a3', '5eed0000-0000-4000-8000-00000000000c', 'Rain', 'wet', 60, '/jobs/3');
INSERT INTO public.audio_tracks (video_job_id, provider, order_index, duration_seconds, local_file_path, prompt_text)
SELECT '5eed0000-0000-4000-8000-0000000000a1', 'dummy', n, 210, '/jobs/1/' || n || '.mp3', 'waltz' FROM generate_series(1, 20) AS n;
INSERT INTO public.images (video_job_id, provider, order_index, local_file_path, prompt_text)
SELECT '5eed0000-0000-4000-8000-0000000000a1', 'dummy', n, '/jobs/1/' || n || '.png', 'ballroom' FROM generate_series(1, 20) AS n;
DO $$
DECLARE
    step text;
BEGIN
    FOREACH step IN ARRAY ARRAY['generating_music', 'generating_image', 'rendering', 'ready_for_export', 'completed'] LOOP
        UPDATE public.video_jobs SET status = step::public.video_job_status WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
    END LOOP;
END
$$;

-- budget: 50ms
SELECT 'expected two of the three channels, latest first, with 2/1 and 0/0 jobs; found ' || coalesce(string_agg(found.line, '; '), 'none')
  FROM (SELECT name || ' ' || total_jobs || '/' || completed_jobs AS line
          FROM (
                SELECT
                    c.id,
                    c.name,
                    c.brand_niche,
                    COUNT(vj.id) as total_jobs,
                    COUNT(CASE WHEN vj.status = 'completed' THEN 1 END) as completed_jobs
                FROM public.channels c
                LEFT JOIN public.video_jobs vj ON c.id = vj.channel_id
                WHERE c.is_active = TRUE
                GROUP BY c.id, c.name, c.brand_niche
                ORDER BY c.created_at DESC
               ) AS sample
         WHERE id IN ('5eed0000-0000-4000-8000-00000000000a', '5eed0000-0000-4000-8000-00000000000b', '5eed0000-0000-4000-8000-00000000000c')
       ) AS found
HAVING coalesce(string_agg(found.line, '; '), '') <> 'two jobs, one completed 2/1; no job 0/0';
