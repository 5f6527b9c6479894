-- prompts_json as the document structures it, searched through its GIN index.
INSERT INTO public.channels (id, name, brand_niche) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe', 'Medieval Fantasy Ambience');
INSERT INTO public.video_jobs (id, channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory, prompts_json)
SELECT '5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-00000000000a', 'Royal Court Ambience', 'elegant', 60, '/jobs/1',
       jsonb_build_object(
           'music_prompts', jsonb_agg(jsonb_build_object('order_index', n, 'prompt', 'Elegant waltz, probe ' || n, 'duration_minutes', 3.5) ORDER BY n),
           'visual_prompts', jsonb_agg(jsonb_build_object('order_index', n, 'prompt', '16:9 background of a grand ballroom, probe ' || n) ORDER BY n))
  FROM generate_series(1, 20) AS n;
SELECT 'expected one job with that prompt, found ' || count(*)
  FROM public.video_jobs
 WHERE prompts_json @> '{"music_prompts": [{"order_index": 7, "prompt": "Elegant waltz, probe 7"}]}'
   AND id = '5eed0000-0000-4000-8000-0000000000a1'
HAVING count(*) <> 1;
SELECT 'expected the 20th visual prompt, found ' || coalesce(prompts_json #>> '{visual_prompts,19,prompt}', 'none')
  FROM public.video_jobs
 WHERE id = '5eed0000-0000-4000-8000-0000000000a1'
   AND prompts_json #>> '{visual_prompts,19,prompt}' IS DISTINCT FROM '16:9 background of a grand ballroom, probe 20';
-- A small table is rightly read whole; forbid that, and see what is left to the planner.
SET LOCAL enable_seqscan = off;
DO $$
DECLARE
    line text;
    plan text := '';
BEGIN
    FOR line IN EXECUTE $q$EXPLAIN (COSTS OFF) SELECT id FROM public.video_jobs WHERE prompts_json @> '{"music_prompts": [{"order_index": 7}]}'$q$ LOOP
        plan := plan || line || E'\n';
    END LOOP;
    IF position('idx_video_jobs_prompts' IN plan) = 0 THEN
        RAISE EXCEPTION 'expected idx_video_jobs_prompts to be used, found %', plan;
    END IF;
END
$$;
