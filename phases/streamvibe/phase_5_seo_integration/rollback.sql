-- StreamVibe, phase 5, undone. Used quota stays used; secrets of connections stay in the vault, where they are found by
-- their names: dropping a table fires no row trigger. Without CASCADE: whatever a later change built on these tables makes
-- this fail instead of going with them.

DROP TABLE public.seo_usage;
DROP TABLE public.seo_submission;
DROP TABLE public.seo_connection;
DROP TABLE public.search_engine;

DROP FUNCTION streamvibe_private.keep_seo_quota();
DROP FUNCTION streamvibe_private.check_seo_submission();
