DROP FUNCTION public.video_latest_sync_page(integer, integer);
DROP VIEW public.video_latest_sync;
DROP FUNCTION public.archive_metadata_syncs(interval);
DROP TABLE public.metadata_sync_archive;
DROP TABLE public.metadata_sync;
