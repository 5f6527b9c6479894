CREATE TABLE public.report_archive (
    id            integer                  NOT NULL,
    filename      varchar(255)             NOT NULL,
    status        varchar(20)              NOT NULL,
    processed_at  timestamp with time zone,
    error_message text,
    created_at    timestamp with time zone NOT NULL,
    archived_at   timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT report_archive_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.report_archive IS 'Rows of report as they were, moved here by archive_reports()';
COMMENT ON COLUMN public.report_archive.id IS 'Of the row in report: the key is what would show a row that was moved twice';
