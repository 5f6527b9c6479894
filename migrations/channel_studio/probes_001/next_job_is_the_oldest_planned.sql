-- The third sample query, and the function by which workers take what it shows.
-- Their jobs are from 1970, so that the probe holds in a database at work, too.
INSERT INTO public.channels (id, name, brand_niche) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe', 'Medieval Fantasy Ambience');
INSERT INTO public.video_jobs (id, channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory, created_at) VALUES
    ('5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-00000000000a', 'second', 'calm', 60, '/jobs/1', '1970-01-03'),
    ('5eed0000-0000-4000-8000-0000000000a2', '5eed0000-0000-4000-8000-00000000000a', 'first', 'calm', 60, '/jobs/2', '1970-01-02'),
    ('5eed0000-0000-4000-8000-0000000000a3', '5eed0000-0000-4000-8000-00000000000a', 'at work', 'calm', 60, '/jobs/3', '1970-01-01');
UPDATE public.video_jobs SET status = 'generating_music' WHERE id = '5eed0000-0000-4000-8000-0000000000a3';

-- budget: 50ms
SELECT 'expected the job that was planned first, found ' || coalesce(min(niche_label), 'none')
  FROM (SELECT * FROM public.video_jobs
        WHERE status = 'planned'
        ORDER BY created_at ASC
        LIMIT 1) AS sample
HAVING min(niche_label) IS DISTINCT FROM 'first';

SELECT 'claim_next_video_job(): expected first, generating_music; found ' || coalesce(min(concat_ws(', ', niche_label, status)), 'none')
  FROM public.claim_next_video_job()
HAVING min(concat_ws(', ', niche_label, status)) IS DISTINCT FROM 'first, generating_music';
SELECT 'claim_next_video_job(): expected second, generating_music; found ' || coalesce(min(concat_ws(', ', niche_label, status)), 'none')
  FROM public.claim_next_video_job()
HAVING min(concat_ws(', ', niche_label, status)) IS DISTINCT FROM 'second, generating_music';
