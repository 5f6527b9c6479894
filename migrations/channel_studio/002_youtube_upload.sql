-- YouTube integration: the columns that the document keeps for it.
--
-- All are added without a default, so no table is rewritten.

ALTER TABLE public.video_jobs
    ADD COLUMN upload_strategy varchar(50),
    ADD COLUMN scheduled_time timestamp with time zone,
    ADD COLUMN youtube_video_id varchar(100);
COMMENT ON COLUMN public.video_jobs.scheduled_time IS 'When YouTube is to publish it; NULL: at once';
COMMENT ON COLUMN public.video_jobs.youtube_video_id IS 'NULL until it is uploaded';

-- Not in the document: as with channels.youtube_channel_id, what stands for one thing at YouTube stands for one row here.
-- An upload that is recorded for a second job is a mistake, and cheaper to find here than at YouTube.
ALTER TABLE public.video_jobs ADD CONSTRAINT video_jobs_youtube_video_id_key UNIQUE (youtube_video_id);

-- A secret: whoever has it uploads, edits and deletes in the channel's name until its owner revokes it.
--
-- - It is encrypted by the application before it comes here (AES-256-GCM or the like, with the id of the key in front,
--   the channel's id as associated data, and the key in a key management service), so that backups, replicas, logs and
--   whoever can SELECT see ciphertext. pgcrypto in SQL is no substitute: the key would travel in statements.
-- - It is passed as a parameter, never written into a statement: pg_stat_statements and the server's log keep those.
-- - Roles for reports and dashboards are given SELECT on the other columns by name, not on the table.
ALTER TABLE public.channels ADD COLUMN youtube_refresh_token text;
COMMENT ON COLUMN public.channels.youtube_refresh_token IS
    'SECRET. Ciphertext only, encrypted by the application with a key that the database does not have; grant SELECT on the other columns by name';
