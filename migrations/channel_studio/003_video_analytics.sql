-- Analytics: what YouTube says of a video, day by day.
--
-- Differs from the document:
-- - ON DELETE CASCADE. As printed, the reference has NO ACTION: a job with one snapshot, and the channel it belongs to,
--   could no longer be deleted, against the document's section on cascades.
-- - One snapshot per job and day: a collector that runs twice updates (INSERT … ON CONFLICT) instead of counting twice.
-- - Counts are not negative. Revenue may be: YouTube takes back what it paid for invalid traffic.
-- - An index by date, for reports over all videos. The job's is that of the UNIQUE constraint.

CREATE TABLE public.video_analytics (
    id               uuid                     NOT NULL DEFAULT gen_random_uuid(),
    video_job_id     uuid                     NOT NULL,
    youtube_video_id varchar(100)             NOT NULL,
    views            integer                           DEFAULT 0,
    watch_time_hours numeric(10, 2),
    revenue_usd      numeric(10, 2),
    snapshot_date    date                     NOT NULL,
    created_at       timestamp with time zone          DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT video_analytics_pkey PRIMARY KEY (id),
    CONSTRAINT video_analytics_video_job_id_snapshot_date_key UNIQUE (video_job_id, snapshot_date),
    CONSTRAINT video_analytics_video_job_id_fkey FOREIGN KEY (video_job_id) REFERENCES public.video_jobs (id) ON DELETE CASCADE,
    CONSTRAINT video_analytics_views_check CHECK (views >= 0),
    CONSTRAINT video_analytics_watch_time_hours_check CHECK (watch_time_hours >= 0)
);
COMMENT ON TABLE public.video_analytics IS 'One snapshot per video and day';
COMMENT ON COLUMN public.video_analytics.youtube_video_id IS
    'The upload that was measured; differs from that of the job where it was uploaded again since';
COMMENT ON COLUMN public.video_analytics.views IS 'Since it was published, like all numbers here';
COMMENT ON COLUMN public.video_analytics.revenue_usd IS 'NULL: not reported';
COMMENT ON COLUMN public.video_analytics.snapshot_date IS 'The last day that the numbers include, in YouTube''s time zone';

CREATE INDEX idx_video_analytics_snapshot_date ON public.video_analytics (snapshot_date DESC);
