-- Words and numbers that the document excludes; those it names, and NULL, are taken.
INSERT INTO public.video (video_id, artist, genre, claimed_status, claimed_by_another_owner, privacy_status, video_length, views) VALUES
    ('probe-5eed1', '{"Miles Davis","John Coltrane"}', '{Jazz}', 'claim', 'Yes', 'public', 0, 0),
    ('probe-5eed2', NULL, NULL, 'appeal', 'No', 'private', 1, 3000000000),
    ('probe-5eed3', '{}', '{}', 'dispute', NULL, 'unlisted', NULL, NULL),
    ('probe-5eed4', NULL, NULL, 'unclaimed', NULL, NULL, NULL, NULL),
    ('probe-5eed5', NULL, NULL, 'claimed', NULL, NULL, NULL, NULL);
INSERT INTO public.channel (channel_id) VALUES ('probe-5eed');
INSERT INTO public.report (filename, status) VALUES
    ('probe-5eed/1.csv', 'pending'), ('probe-5eed/2.csv', 'processing'), ('probe-5eed/3.csv', 'completed'), ('probe-5eed/4.csv', 'error');
SELECT 'expected a new video to be shown, not administered, no short, no live stream; found ' || v::text
  FROM public.video v
 WHERE video_id = 'probe-5eed3' AND (hidden OR administered OR is_short OR is_live_stream);
SELECT 'expected a video of John Coltrane, found ' || count(*)
  FROM public.video WHERE 'John Coltrane' = ANY (artist) AND video_id = 'probe-5eed1' HAVING count(*) <> 1;
DO $$
DECLARE
    attempt   text;
    condition text;
    found     text;
BEGIN
    FOR attempt, condition IN VALUES
        ($q$INSERT INTO public.video (video_id) VALUES ('probe-5eed1')$q$, '23505'),
        ($q$INSERT INTO public.video (title) VALUES ('without an id')$q$, '23502'),
        ($q$UPDATE public.video SET video_length = -1 WHERE video_id = 'probe-5eed1'$q$, '23514'),
        ($q$UPDATE public.video SET views = -1 WHERE video_id = 'probe-5eed1'$q$, '23514'),
        ($q$UPDATE public.video SET privacy_status = 'secret' WHERE video_id = 'probe-5eed1'$q$, '23514'),
        ($q$UPDATE public.video SET claimed_status = 'maybe' WHERE video_id = 'probe-5eed1'$q$, '23514'),
        ($q$UPDATE public.video SET claimed_by_another_owner = 'perhaps' WHERE video_id = 'probe-5eed1'$q$, '23514'),
        ($q$UPDATE public.video SET hidden = NULL WHERE video_id = 'probe-5eed1'$q$, '23502'),
        ($q$UPDATE public.video SET isrc = 'US-S1Z-99-00001' WHERE video_id = 'probe-5eed1'$q$, '22001'),
        ($q$INSERT INTO public.channel (channel_id) VALUES ('probe-5eed')$q$, '23505'),
        ($q$UPDATE public.report SET status = 'failed' WHERE filename = 'probe-5eed/1.csv'$q$, '23514'),
        ($q$UPDATE public.report SET status = NULL WHERE filename = 'probe-5eed/1.csv'$q$, '23502')
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
