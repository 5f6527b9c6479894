CREATE TABLE public.metadata_sync_archive (
    id                   bigint                   NOT NULL,
    video_id             varchar(20)              NOT NULL,
    channel_display_name varchar(100),
    video_title          varchar(200),
    sync_time            timestamp with time zone NOT NULL,
    changes              jsonb                    NOT NULL,
    archived_at          timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT metadata_sync_archive_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.metadata_sync_archive IS
    'Rows of metadata_sync as they were, moved here by archive_metadata_syncs(). Without a foreign key: they outlive their video';
COMMENT ON COLUMN public.metadata_sync_archive.id IS 'Of the row in metadata_sync: the key is what would show a row that was moved twice';

-- Not in the document: the history of a video is asked for by video.
CREATE INDEX idx_sync_archive_video_time ON public.metadata_sync_archive (video_id, sync_time DESC);
