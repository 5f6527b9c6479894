-- From each of the seven statuses to each of the others: allowed is what the flow says, and nothing else.
INSERT INTO public.channels (id, name, brand_niche) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe', 'Medieval Fantasy Ambience');
INSERT INTO public.video_jobs (id, channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory)
VALUES ('5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-00000000000a', 'Royal Court Ambience', 'elegant', 60, '/jobs/1');
-- Complete from the start, so that nothing but the flow is in the way.
INSERT INTO public.audio_tracks (video_job_id, provider, order_index, duration_seconds, local_file_path, prompt_text)
SELECT '5eed0000-0000-4000-8000-0000000000a1', 'dummy', n, 210, '/jobs/1/' || n || '.mp3', 'waltz' FROM generate_series(1, 20) AS n;
INSERT INTO public.images (video_job_id, provider, order_index, local_file_path, prompt_text)
SELECT '5eed0000-0000-4000-8000-0000000000a1', 'dummy', n, '/jobs/1/' || n || '.png', 'ballroom' FROM generate_series(1, 20) AS n;
DO $$
DECLARE
    flow    CONSTANT text[] := ARRAY['planned', 'generating_music', 'generating_image', 'rendering', 'ready_for_export', 'completed'];
    begins  public.video_job_status;
    ends    public.video_job_status;
    step    text;
    wanted  boolean;
    allowed boolean;
BEGIN
    FOREACH begins IN ARRAY enum_range(NULL::public.video_job_status) LOOP
        FOREACH ends IN ARRAY enum_range(NULL::public.video_job_status) LOOP
            CONTINUE WHEN begins = ends;
            wanted := CASE WHEN ends = 'failed' THEN begins <> 'completed'
                           WHEN begins = 'failed' THEN ends = 'planned'
                           ELSE array_position(flow, ends::text) = array_position(flow, begins::text) + 1 END;
            -- What is done in a block that ends in an exception is undone: every attempt begins with a planned job.
            BEGIN
                FOREACH step IN ARRAY CASE WHEN begins = 'failed' THEN ARRAY['failed']
                                           ELSE flow[2:array_position(flow, begins::text)] END LOOP
                    UPDATE public.video_jobs SET status = step::public.video_job_status WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
                END LOOP;
                BEGIN
                    UPDATE public.video_jobs SET status = ends WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
                    allowed := true;
                EXCEPTION WHEN check_violation THEN
                    allowed := false;
                END;
                RAISE EXCEPTION 'back to planned' USING ERRCODE = 'PROBE';
            EXCEPTION WHEN SQLSTATE 'PROBE' THEN
                NULL;
            END;
            IF allowed <> wanted THEN
                RAISE EXCEPTION 'expected % → % to be %', begins, ends, CASE WHEN wanted THEN 'allowed' ELSE 'refused' END;
            END IF;
        END LOOP;
    END LOOP;
END
$$;

-- A job that is new has nothing yet: it begins as planned.
DO $$
DECLARE
    begins public.video_job_status;
BEGIN
    FOREACH begins IN ARRAY enum_range(NULL::public.video_job_status) LOOP
        CONTINUE WHEN begins = 'planned';
        BEGIN
            INSERT INTO public.video_jobs (channel_id, status, niche_label, mood_keywords, target_duration_minutes, output_directory)
            VALUES ('5eed0000-0000-4000-8000-00000000000a', begins, 'Tavern', 'merry', 60, '/jobs/2');
            RAISE EXCEPTION 'expected a new job to be refused as %', begins;
        EXCEPTION WHEN check_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;

-- The reason of a failure is there as long as the failure is. Other columns may change in any status.
UPDATE public.video_jobs SET status = 'failed', error_message = 'no answer from the provider' WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
UPDATE public.video_jobs SET mood_keywords = 'elegant, serene' WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
SELECT 'expected a failed job to keep its reason, found ' || coalesce(error_message, 'none')
  FROM public.video_jobs
 WHERE id = '5eed0000-0000-4000-8000-0000000000a1' AND error_message IS DISTINCT FROM 'no answer from the provider';
UPDATE public.video_jobs SET status = 'planned' WHERE id = '5eed0000-0000-4000-8000-0000000000a1';
SELECT 'expected a job that is planned again to have no reason of a failure, found ' || error_message
  FROM public.video_jobs
 WHERE id = '5eed0000-0000-4000-8000-0000000000a1' AND error_message IS NOT NULL;
