-- AI Background Channel Studio: channels, their video jobs, and what a job is made of.
--
-- Types, tables, columns and indexes are the document's. Its unnamed constraints carry the names that PostgreSQL would
-- have given them. Beyond the document: its business rules, which it says belong to the database, as triggers and one
-- CHECK; a view for its second sample query; and a function for workers, which must not take the same job twice.

-- ---------------------------------------------------------------------------------------------------------------------
-- Types
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TYPE public.video_job_status AS ENUM (
    'planned',
    'generating_music',
    'generating_image',
    'rendering',
    'ready_for_export',
    'completed',
    'failed'
);
COMMENT ON TYPE public.video_job_status IS 'Steps of the pipeline, in their order; which may follow which: check_video_job_status()';

CREATE TYPE public.music_provider AS ENUM ('dummy', 'mubert', 'beatoven');
COMMENT ON TYPE public.music_provider IS 'dummy: silence for development and tests';

CREATE TYPE public.visual_provider AS ENUM ('dummy', 'leonardo', 'gemini');
COMMENT ON TYPE public.visual_provider IS 'dummy: a plain picture for development and tests';

CREATE TYPE public.render_status AS ENUM ('pending', 'in_progress', 'completed', 'failed');

-- ---------------------------------------------------------------------------------------------------------------------
-- updated_at
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public.set_updated_at() RETURNS trigger
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION public.set_updated_at() IS 'BEFORE UPDATE: the time of the last change';

-- ---------------------------------------------------------------------------------------------------------------------
-- channels
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.channels (
    id                 uuid                     NOT NULL DEFAULT gen_random_uuid(),
    name               varchar(255)             NOT NULL,
    youtube_channel_id varchar(100),
    brand_niche        varchar(255)             NOT NULL,
    is_active          boolean                  NOT NULL DEFAULT true,
    created_at         timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at         timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT channels_pkey PRIMARY KEY (id),
    CONSTRAINT channels_youtube_channel_id_key UNIQUE (youtube_channel_id)
);
COMMENT ON TABLE public.channels IS 'YouTube channels. Deleting one deletes its jobs and all they are made of';
COMMENT ON COLUMN public.channels.youtube_channel_id IS 'NULL in development and tests: no such channel at YouTube';
COMMENT ON COLUMN public.channels.brand_niche IS 'Target niche, for example: Lo-Fi Study Beats';

CREATE INDEX idx_channels_is_active ON public.channels (is_active);
CREATE INDEX idx_channels_created_at ON public.channels (created_at DESC);

CREATE TRIGGER trg_channels_set_updated_at BEFORE UPDATE ON public.channels
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ---------------------------------------------------------------------------------------------------------------------
-- video_jobs
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.video_jobs (
    id                      uuid                     NOT NULL DEFAULT gen_random_uuid(),
    channel_id              uuid                     NOT NULL,
    status                  public.video_job_status  NOT NULL DEFAULT 'planned',
    niche_label             varchar(255)             NOT NULL,
    mood_keywords           text                     NOT NULL,
    target_duration_minutes integer                  NOT NULL,
    prompts_json            jsonb,
    local_video_path        text,
    output_directory        text                     NOT NULL,
    error_message           text,
    created_at              timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at              timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT video_jobs_pkey PRIMARY KEY (id),
    CONSTRAINT video_jobs_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES public.channels (id) ON DELETE CASCADE,
    CONSTRAINT video_jobs_target_duration_minutes_check CHECK (target_duration_minutes BETWEEN 60 AND 90)
);
COMMENT ON TABLE public.video_jobs IS 'One video on its way through the pipeline';
COMMENT ON COLUMN public.video_jobs.niche_label IS 'For example: Royal Court Ambience';
COMMENT ON COLUMN public.video_jobs.mood_keywords IS 'Separated by commas';
COMMENT ON COLUMN public.video_jobs.prompts_json IS
    '{"music_prompts": [{"order_index", "prompt", "duration_minutes"} x 20], "visual_prompts": [{"order_index", "prompt"} x 20]}; NULL until they are written';
COMMENT ON COLUMN public.video_jobs.output_directory IS 'Of all that belongs to the job';
COMMENT ON COLUMN public.video_jobs.error_message IS 'Why it failed; taken away when a failed job is planned again';

CREATE INDEX idx_video_jobs_channel_id ON public.video_jobs (channel_id);
CREATE INDEX idx_video_jobs_status ON public.video_jobs (status);
CREATE INDEX idx_video_jobs_created_at ON public.video_jobs (created_at DESC);
CREATE INDEX idx_video_jobs_prompts ON public.video_jobs USING gin (prompts_json);

CREATE TRIGGER trg_video_jobs_set_updated_at BEFORE UPDATE ON public.video_jobs
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ---------------------------------------------------------------------------------------------------------------------
-- audio_tracks
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.audio_tracks (
    id                   uuid                     NOT NULL DEFAULT gen_random_uuid(),
    video_job_id         uuid                     NOT NULL,
    provider             public.music_provider    NOT NULL,
    provider_track_id    varchar(255),
    order_index          integer                  NOT NULL,
    duration_seconds     numeric(6, 2)            NOT NULL,
    local_file_path      text                     NOT NULL,
    license_document_url text,
    prompt_text          text                     NOT NULL,
    created_at           timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT audio_tracks_pkey PRIMARY KEY (id),
    CONSTRAINT audio_tracks_video_job_id_order_index_key UNIQUE (video_job_id, order_index),
    CONSTRAINT audio_tracks_video_job_id_fkey FOREIGN KEY (video_job_id) REFERENCES public.video_jobs (id) ON DELETE CASCADE,
    CONSTRAINT audio_tracks_order_index_check CHECK (order_index BETWEEN 1 AND 20),
    CONSTRAINT audio_tracks_duration_seconds_check CHECK (duration_seconds > 0)
);
COMMENT ON TABLE public.audio_tracks IS 'The 20 tracks of a video';
COMMENT ON COLUMN public.audio_tracks.order_index IS 'Place in the video; the image of the same number is shown with it';
COMMENT ON COLUMN public.audio_tracks.prompt_text IS 'What the provider was asked for';

-- The UNIQUE constraint's own index answers whatever these two can; they only cost writes. They are here because the
-- document names them.
CREATE INDEX idx_audio_tracks_video_job_id ON public.audio_tracks (video_job_id);
CREATE INDEX idx_audio_tracks_order ON public.audio_tracks (video_job_id, order_index);

-- ---------------------------------------------------------------------------------------------------------------------
-- images
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.images (
    id                uuid                     NOT NULL DEFAULT gen_random_uuid(),
    video_job_id      uuid,
    provider          public.visual_provider   NOT NULL,
    provider_image_id varchar(255),
    order_index       integer,
    local_file_path   text                     NOT NULL,
    prompt_text       text                     NOT NULL,
    created_at        timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT images_pkey PRIMARY KEY (id),
    CONSTRAINT images_video_job_id_order_index_key UNIQUE (video_job_id, order_index),
    CONSTRAINT images_video_job_id_fkey FOREIGN KEY (video_job_id) REFERENCES public.video_jobs (id) ON DELETE CASCADE,
    CONSTRAINT images_order_index_check CHECK (order_index BETWEEN 1 AND 20),
    -- Not in the document. UNIQUE lets any number of NULLs in: without this, a job could have more than 20 images.
    CONSTRAINT images_of_a_job_have_order_index_check CHECK (video_job_id IS NULL OR order_index IS NOT NULL)
);
COMMENT ON TABLE public.images IS 'The 20 backgrounds of a video, and images that belong to none';
COMMENT ON COLUMN public.images.video_job_id IS 'NULL: a standalone image';
COMMENT ON COLUMN public.images.order_index IS 'Place in the video, that of the audio track it is shown with';
COMMENT ON COLUMN public.images.prompt_text IS 'What the provider was asked for';

-- Here, too, the UNIQUE constraint's own index would do.
CREATE INDEX idx_images_video_job_id ON public.images (video_job_id);
CREATE INDEX idx_images_order ON public.images (video_job_id, order_index);

-- ---------------------------------------------------------------------------------------------------------------------
-- render_tasks
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.render_tasks (
    id               uuid                     NOT NULL DEFAULT gen_random_uuid(),
    video_job_id     uuid                     NOT NULL,
    ffmpeg_command   text                     NOT NULL,
    local_video_path text,
    resolution       varchar(20)              NOT NULL DEFAULT '1920x1080',
    duration_seconds numeric(10, 2),
    status           public.render_status     NOT NULL DEFAULT 'pending',
    error_message    text,
    created_at       timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    completed_at     timestamp with time zone,
    CONSTRAINT render_tasks_pkey PRIMARY KEY (id),
    CONSTRAINT render_tasks_video_job_id_fkey FOREIGN KEY (video_job_id) REFERENCES public.video_jobs (id) ON DELETE CASCADE
);
COMMENT ON TABLE public.render_tasks IS 'Runs of FFmpeg, one row per attempt';
COMMENT ON COLUMN public.render_tasks.error_message IS 'Why it failed';

CREATE INDEX idx_render_tasks_video_job_id ON public.render_tasks (video_job_id);
CREATE INDEX idx_render_tasks_status ON public.render_tasks (status);
CREATE INDEX idx_render_tasks_created_at ON public.render_tasks (created_at DESC);

-- ---------------------------------------------------------------------------------------------------------------------
-- Status flow
--
-- planned → generating_music → generating_image → rendering → ready_for_export → completed. No step is left out, none is
-- taken back.
--
-- The document draws the arrow to 'failed' below ready_for_export. What fails most in such a pipeline is a provider that
-- does not answer and an FFmpeg that runs out of disk: a job fails in any step before 'completed', the planning itself
-- (its prompts are written by a model) not excluded.
--
-- The document lets nothing follow 'failed'. Its operators need a second attempt: a failed job may be planned again, and
-- goes through all steps; workers find by order_index what is there already. 'completed' is final.
--
-- From ready_for_export on, a job has its 20 tracks and its 20 images. UNIQUE (video_job_id, order_index) and the CHECKs
-- see to it that it never has more, so that both have the numbers 1 to 20 and each track its image.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public.check_video_job_status() RETURNS trigger
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    v_next   text[];
    v_tracks text;
    v_images text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'planned' THEN
            RAISE EXCEPTION 'a video job begins as planned, not as %', NEW.status
                USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, COLUMN = 'status';
        END IF;
        RETURN NEW;
    END IF;

    v_next := CASE OLD.status
        WHEN 'planned'          THEN '{generating_music,failed}'
        WHEN 'generating_music' THEN '{generating_image,failed}'
        WHEN 'generating_image' THEN '{rendering,failed}'
        WHEN 'rendering'        THEN '{ready_for_export,failed}'
        WHEN 'ready_for_export' THEN '{completed,failed}'
        WHEN 'completed'        THEN '{}'
        WHEN 'failed'           THEN '{planned}'
    END;
    IF NEW.status::text <> ALL (v_next) THEN
        RAISE EXCEPTION 'video job %: % cannot follow %', OLD.id, NEW.status, OLD.status
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, COLUMN = 'status',
                  HINT = CASE WHEN v_next = '{}' THEN 'nothing can' ELSE 'what can: ' || array_to_string(v_next, ', ') END;
    END IF;

    IF OLD.status = 'failed' THEN
        NEW.error_message := NULL;
    END IF;

    -- The job's row is locked by now, and whoever takes tracks or images away needs a lock on it, too (see
    -- keep_video_job_complete()): these queries see what they left, and nobody takes more until we are done.
    IF NEW.status = 'ready_for_export' THEN
        SELECT string_agg(n::text, ', ' ORDER BY n) FILTER (WHERE t.id IS NULL),
               string_agg(n::text, ', ' ORDER BY n) FILTER (WHERE i.id IS NULL)
          INTO v_tracks, v_images
          FROM generate_series(1, 20) AS n
          LEFT JOIN public.audio_tracks t ON t.video_job_id = OLD.id AND t.order_index = n
          LEFT JOIN public.images i ON i.video_job_id = OLD.id AND i.order_index = n;
        IF v_tracks IS NOT NULL OR v_images IS NOT NULL THEN
            RAISE EXCEPTION 'video job % is not ready for export: it lacks some of its 20 tracks and 20 images', OLD.id
                USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, COLUMN = 'status',
                      DETAIL = concat_ws('; ', 'order_index without a track: ' || v_tracks, 'without an image: ' || v_images);
        END IF;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION public.check_video_job_status() IS
    'BEFORE INSERT, and UPDATE of status: the pipeline''s steps in their order, and 20 tracks and 20 images from ready_for_export on';

CREATE TRIGGER trg_video_jobs_check_status_of_new BEFORE INSERT ON public.video_jobs
    FOR EACH ROW EXECUTE FUNCTION public.check_video_job_status();
-- Not UPDATE OF status: that would miss a status set by another trigger.
CREATE TRIGGER trg_video_jobs_check_status BEFORE UPDATE ON public.video_jobs
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION public.check_video_job_status();

-- What is ready stays complete. A deleted job takes its tracks and images along: by the time that the cascade arrives
-- here, the job is gone. FOR SHARE waits for a session that is about to make the job ready, and holds it back until we
-- are done; the key-share lock of the foreign key would not.
CREATE FUNCTION public.keep_video_job_complete() RETURNS trigger
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    v_status public.video_job_status;
BEGIN
    SELECT j.status INTO v_status FROM public.video_jobs j WHERE j.id = OLD.video_job_id FOR SHARE;
    IF v_status IN ('ready_for_export', 'completed') THEN
        RAISE EXCEPTION 'video job % is %: number % of its % cannot be taken away',
                        OLD.video_job_id, v_status, OLD.order_index, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME,
                  HINT = CASE v_status WHEN 'ready_for_export' THEN 'let the job fail and plan it again'
                                       ELSE 'delete the job as a whole' END;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION public.keep_video_job_complete() IS
    'BEFORE DELETE, and UPDATE of its place, of a track or image: refused once its job is ready for export';

CREATE TRIGGER trg_audio_tracks_keep_deleted BEFORE DELETE ON public.audio_tracks
    FOR EACH ROW EXECUTE FUNCTION public.keep_video_job_complete();
CREATE TRIGGER trg_audio_tracks_keep_moved BEFORE UPDATE ON public.audio_tracks
    FOR EACH ROW WHEN ((OLD.video_job_id, OLD.order_index) IS DISTINCT FROM (NEW.video_job_id, NEW.order_index))
    EXECUTE FUNCTION public.keep_video_job_complete();
CREATE TRIGGER trg_images_keep_deleted BEFORE DELETE ON public.images
    FOR EACH ROW EXECUTE FUNCTION public.keep_video_job_complete();
CREATE TRIGGER trg_images_keep_moved BEFORE UPDATE ON public.images
    FOR EACH ROW WHEN ((OLD.video_job_id, OLD.order_index) IS DISTINCT FROM (NEW.video_job_id, NEW.order_index))
    EXECUTE FUNCTION public.keep_video_job_complete();

-- ---------------------------------------------------------------------------------------------------------------------
-- A job with its assets: the document's second sample query, mended.
--
-- As printed, PostgreSQL refuses it: "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list".
-- Its two joins make 20 × 20 rows, which DISTINCT would have to reduce again, and a job without tracks comes with one
-- track of NULLs. Here each list is made by itself, in its order, and an empty one is [].
--
-- The job's own columns are left to whoever asks, so that a later column of video_jobs needs no new view:
--
--     SELECT vj.*, a.audio_tracks, a.images
--       FROM video_jobs vj JOIN video_job_assets a ON a.video_job_id = vj.id
--      WHERE vj.id = $1;
-- ---------------------------------------------------------------------------------------------------------------------
CREATE VIEW public.video_job_assets AS
SELECT vj.id AS video_job_id,
       (SELECT coalesce(json_agg(json_build_object('id', t.id,
                                                   'order_index', t.order_index,
                                                   'duration_seconds', t.duration_seconds,
                                                   'local_file_path', t.local_file_path) ORDER BY t.order_index), '[]')
          FROM public.audio_tracks t
         WHERE t.video_job_id = vj.id) AS audio_tracks,
       (SELECT coalesce(json_agg(json_build_object('id', i.id,
                                                   'order_index', i.order_index,
                                                   'local_file_path', i.local_file_path) ORDER BY i.order_index), '[]')
          FROM public.images i
         WHERE i.video_job_id = vj.id) AS images
  FROM public.video_jobs vj;
COMMENT ON VIEW public.video_job_assets IS 'Tracks and images of each job as JSON lists, in their order; [] where there are none';

-- ---------------------------------------------------------------------------------------------------------------------
-- The document's third sample query shows which job is next; two workers that ask at the same time are shown the same
-- one. This function is for workers: it takes the job.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public.claim_next_video_job() RETURNS SETOF public.video_jobs
    LANGUAGE sql VOLATILE
    SET search_path = ''
AS $$
    UPDATE public.video_jobs
       SET status = 'generating_music'
     WHERE id = (SELECT j.id
                   FROM public.video_jobs j
                  WHERE j.status = 'planned'
                  ORDER BY j.created_at, j.id
                  LIMIT 1
                    FOR UPDATE SKIP LOCKED)
    RETURNING *
$$;
COMMENT ON FUNCTION public.claim_next_video_job() IS
    'The oldest planned job, now generating_music; no row where none is planned, or other workers hold them all';
