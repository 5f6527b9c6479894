-- Undoes 001. Without CASCADE: whatever a later change built on these tables makes this fail instead of going with them.

DROP FUNCTION public.claim_next_video_job();
DROP VIEW public.video_job_assets;

DROP TABLE public.render_tasks;
DROP TABLE public.images;
DROP TABLE public.audio_tracks;
DROP TABLE public.video_jobs;
DROP TABLE public.channels;

DROP FUNCTION public.keep_video_job_complete();
DROP FUNCTION public.check_video_job_status();
DROP FUNCTION public.set_updated_at();

DROP TYPE public.render_status;
DROP TYPE public.visual_provider;
DROP TYPE public.music_provider;
DROP TYPE public.video_job_status;
