-- Success: deduplication, with a window of five minutes: same user, type and payload.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid'),
                                          ('5eed0000-0000-4000-8000-00000000000b', 'probe-b@streamvibe.invalid');
DO $$
DECLARE
    a       constant uuid := '5eed0000-0000-4000-8000-00000000000a';
    b       constant uuid := '5eed0000-0000-4000-8000-00000000000b';
    first   constant uuid := public.create_job(a, 'sync_youtube', '{"account":"1","deep":true}', 5);
    later   uuid;
    state   text;
BEGIN
    IF public.create_job(a, 'sync_youtube', '{"deep":true,  "account":"1"}', 3) <> first THEN
        RAISE EXCEPTION 'expected the same payload, written in another order, to be the same job';
    END IF;
    IF first IN (public.create_job(a, 'sync_youtube', '{"account":"2"}'), public.create_job(a, 'sync_tiktok', '{"account":"1","deep":true}'),
                 public.create_job(b, 'sync_youtube', '{"account":"1","deep":true}'),
                 public.create_job(NULL, 'sync_youtube', '{"account":"1","deep":true}')) THEN
        RAISE EXCEPTION 'expected another payload, type or user to be another job';
    END IF;

    UPDATE public.job_queue SET created_at = clock_timestamp() - interval '4 minutes 55 seconds' WHERE id = first;
    IF public.create_job(a, 'sync_youtube', '{"account":"1","deep":true}') <> first THEN
        RAISE EXCEPTION 'after 4:55: expected the existing job';
    END IF;
    UPDATE public.job_queue SET status = 'completed', finished_at = clock_timestamp() WHERE id = first;
    IF public.create_job(a, 'sync_youtube', '{"account":"1","deep":true}') <> first THEN
        RAISE EXCEPTION 'after 4:55, completed: expected the existing job';
    END IF;
    UPDATE public.job_queue SET created_at = clock_timestamp() - interval '5 minutes 1 second' WHERE id = first;
    later := public.create_job(a, 'sync_youtube', '{"account":"1","deep":true}');
    IF later = first THEN
        RAISE EXCEPTION 'after 5:01: expected a new job';
    END IF;

    -- What did not work out may be tried again at once.
    FOREACH state IN ARRAY ARRAY['failed', 'canceled'] LOOP
        UPDATE public.job_queue SET status = state, finished_at = clock_timestamp() WHERE id = later;
        IF public.create_job(a, 'sync_youtube', '{"account":"1","deep":true}') = later THEN
            RAISE EXCEPTION '%: expected a new job', state;
        END IF;
        later := public.create_job(a, 'sync_youtube', '{"account":"1","deep":true}');
    END LOOP;

    -- A key of the caller's own takes the place of the payload.
    later := public.create_job(b, 'sync_youtube', '{"n":1}', p_dedup_key => 'monday');
    IF public.create_job(b, 'sync_youtube', '{"n":2}', p_dedup_key => 'monday') <> later
       OR public.create_job(b, 'sync_youtube', '{"n":1}', p_dedup_key => 'tuesday') = later
       OR public.create_job(b, 'sync_youtube', '{"n":1}') = later THEN
        RAISE EXCEPTION 'expected the dedup key, not the payload, to say what is the same';
    END IF;
END
$$;
