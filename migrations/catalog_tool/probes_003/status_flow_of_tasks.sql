-- From each status to each other: pending → processing → completed or failed, failed → pending, and nothing else.
INSERT INTO public.video (video_id) VALUES ('probe-5eed1');
DO $$
DECLARE
    words   CONSTANT text[] := ARRAY['pending', 'processing', 'completed', 'failed'];
    flow    CONSTANT text[] := ARRAY['pending → processing', 'processing → completed', 'processing → failed', 'failed → pending'];
    begins  text;
    ends    text;
    task    bigint;
    allowed boolean;
BEGIN
    FOREACH begins IN ARRAY words LOOP
        FOREACH ends IN ARRAY words LOOP
            CONTINUE WHEN begins = ends;
            INSERT INTO public.processing_queue (video_id, task_type, status) VALUES ('probe-5eed1', 'metadata_sync', begins) RETURNING id INTO task;
            BEGIN
                UPDATE public.processing_queue SET status = ends WHERE id = task;
                allowed := true;
            EXCEPTION WHEN check_violation THEN
                allowed := false;
            END;
            IF allowed <> (begins || ' → ' || ends = ANY (flow)) THEN
                RAISE EXCEPTION 'expected % → % to be %', begins, ends, CASE WHEN allowed THEN 'refused' ELSE 'allowed' END;
            END IF;
        END LOOP;
    END LOOP;
END
$$;

-- A task that fails twice, then succeeds: times and count follow, whether or not the worker counts, too.
DELETE FROM public.processing_queue WHERE video_id = 'probe-5eed1';
INSERT INTO public.processing_queue (video_id, task_type, payload) VALUES ('probe-5eed1', 'asset_enrichment', '{"fields": ["upc", "isrc"]}');
SELECT 'new task: expected pending, 0, 0 and no times; found ' || q::text
  FROM public.processing_queue q
 WHERE video_id = 'probe-5eed1'
   AND (status, priority, retry_count, started_at, completed_at) IS DISTINCT FROM ('pending', 0, 0, NULL::timestamptz, NULL::timestamptz);
UPDATE public.processing_queue SET status = 'processing' WHERE video_id = 'probe-5eed1';
SELECT 'processing: expected started_at, found ' || q::text
  FROM public.processing_queue q
 WHERE video_id = 'probe-5eed1' AND (started_at, completed_at) IS DISTINCT FROM (now(), NULL::timestamptz);
UPDATE public.processing_queue SET status = 'failed', error_message = 'quota exceeded' WHERE video_id = 'probe-5eed1';
SELECT 'failed: expected retry_count 1 and completed_at, found ' || q::text
  FROM public.processing_queue q
 WHERE video_id = 'probe-5eed1' AND (retry_count, completed_at) IS DISTINCT FROM (1, now());
UPDATE public.processing_queue SET status = 'pending' WHERE video_id = 'probe-5eed1';
SELECT 'pending again: expected no times and the reason of the failure, found ' || q::text
  FROM public.processing_queue q
 WHERE video_id = 'probe-5eed1'
   AND (started_at, completed_at, error_message) IS DISTINCT FROM (NULL::timestamptz, NULL::timestamptz, 'quota exceeded');
UPDATE public.processing_queue SET status = 'processing' WHERE video_id = 'probe-5eed1';
UPDATE public.processing_queue SET status = 'failed', retry_count = retry_count + 1 WHERE video_id = 'probe-5eed1';
UPDATE public.processing_queue SET status = 'pending' WHERE video_id = 'probe-5eed1';
UPDATE public.processing_queue SET status = 'processing' WHERE video_id = 'probe-5eed1';
UPDATE public.processing_queue SET status = 'completed', result = '{"upc": "0123"}' WHERE video_id = 'probe-5eed1';
SELECT 'completed: expected retry_count 2 and both times, found ' || q::text
  FROM public.processing_queue q
 WHERE video_id = 'probe-5eed1' AND (status, retry_count, started_at, completed_at) IS DISTINCT FROM ('completed', 2, now(), now());

DO $$
DECLARE
    attempt   text;
    condition text;
    found     text;
BEGIN
    FOR attempt, condition IN VALUES
        ($q$INSERT INTO public.processing_queue (video_id, task_type, status) VALUES ('probe-5eed1', 'metadata_sync', 'error')$q$, '23514'),
        ($q$INSERT INTO public.processing_queue (video_id, task_type) VALUES ('probe-5eed1', 'coffee')$q$, '23514'),
        ($q$INSERT INTO public.processing_queue (video_id, task_type, priority) VALUES ('probe-5eed1', 'ownership_update', -1)$q$, '23514'),
        ($q$INSERT INTO public.processing_queue (video_id, task_type, retry_count) VALUES ('probe-5eed1', 'ownership_update', -1)$q$, '23514'),
        ($q$INSERT INTO public.processing_queue (video_id, task_type) VALUES ('probe-5eed-none', 'ownership_update')$q$, '23503'),
        ($q$INSERT INTO public.processing_queue (video_id, task_type, created_by) VALUES ('probe-5eed1', 'ownership_update', -1)$q$, '23503')
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
