-- Undoes 002. Refresh tokens are lost: the channels' owners have to give their consent again. So is what was uploaded as
-- which video.

ALTER TABLE public.channels DROP COLUMN youtube_refresh_token;

ALTER TABLE public.video_jobs DROP CONSTRAINT video_jobs_youtube_video_id_key;
ALTER TABLE public.video_jobs
    DROP COLUMN youtube_video_id,
    DROP COLUMN scheduled_time,
    DROP COLUMN upload_strategy;
