-- A second snapshot of the same day replaces the first, and is never a second row; a correction of revenue may be negative.
INSERT INTO public.channels (id, name, brand_niche) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe', 'Lo-Fi');
INSERT INTO public.video_jobs (id, channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory)
VALUES ('5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-00000000000a', 'Study', 'calm', 60, '/jobs/1');
INSERT INTO public.video_analytics (video_job_id, youtube_video_id, views, watch_time_hours, revenue_usd, snapshot_date) VALUES
    ('5eed0000-0000-4000-8000-0000000000a1', 'probe-5eed1', 100, 12.5, 0.31, '2026-01-01'),
    ('5eed0000-0000-4000-8000-0000000000a1', 'probe-5eed1', 120, 14, -0.05, '2026-01-02');
INSERT INTO public.video_analytics (video_job_id, youtube_video_id, views, snapshot_date)
VALUES ('5eed0000-0000-4000-8000-0000000000a1', 'probe-5eed1', 130, '2026-01-02')
ON CONFLICT (video_job_id, snapshot_date) DO UPDATE SET views = EXCLUDED.views;
SELECT 'expected 100 and 130 views, found ' || coalesce(string_agg(views::text, ', ' ORDER BY snapshot_date), 'none')
  FROM public.video_analytics
 WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1'
HAVING coalesce(string_agg(views::text, ', ' ORDER BY snapshot_date), '') <> '100, 130';
DO $$
DECLARE
    attempt   text;
    condition text;
    found     text;
BEGIN
    FOR attempt, condition IN VALUES
        ($q$INSERT INTO public.video_analytics (video_job_id, youtube_video_id, snapshot_date) VALUES ('5eed0000-0000-4000-8000-0000000000a1', 'probe-5eed1', '2026-01-01')$q$, '23505'),
        ($q$INSERT INTO public.video_analytics (video_job_id, youtube_video_id, snapshot_date) VALUES ('5eed0000-0000-4000-8000-0000000000ff', 'probe-5eed1', '2026-01-01')$q$, '23503'),
        ($q$UPDATE public.video_analytics SET views = -1 WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1'$q$, '23514'),
        ($q$UPDATE public.video_analytics SET watch_time_hours = -1 WHERE video_job_id = '5eed0000-0000-4000-8000-0000000000a1'$q$, '23514')
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
