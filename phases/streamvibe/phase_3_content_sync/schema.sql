-- StreamVibe, phase 3: content of the connected accounts, its search and its history.
--
-- Content has no user_id: it belongs to an account, and the account to a user. One path to the owner cannot contradict
-- itself.

-- ---------------------------------------------------------------------------------------------------------------------
-- content_type
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.content_type (
    id       smallint NOT NULL GENERATED ALWAYS AS IDENTITY,
    slug     text     NOT NULL,
    name     text     NOT NULL,
    is_video boolean  NOT NULL,
    CONSTRAINT content_type_pkey PRIMARY KEY (id),
    CONSTRAINT content_type_slug_key UNIQUE (slug),
    CONSTRAINT content_type_slug_check CHECK (slug ~ '^[a-z][a-z0-9_]*$')
);
COMMENT ON TABLE public.content_type IS 'Kinds of content, over all platforms';
COMMENT ON COLUMN public.content_type.is_video IS 'Has a duration';

-- ---------------------------------------------------------------------------------------------------------------------
-- content_item
-- ---------------------------------------------------------------------------------------------------------------------
-- array_to_string() is only STABLE, because the output of some element types depends on settings; that of text does not.
-- A generated column needs it IMMUTABLE.
CREATE FUNCTION streamvibe_private.words_of(p_words text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$
    SELECT pg_catalog.array_to_string(p_words, ' ')
$$;
COMMENT ON FUNCTION streamvibe_private.words_of(text[]) IS 'Elements of a text array as one text, for content_item.search_vector';
-- Generated columns are computed with the rights of whoever writes the row.
REVOKE ALL ON FUNCTION streamvibe_private.words_of(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION streamvibe_private.words_of(text[]) TO authenticated, service_role;

CREATE TABLE public.content_item (
    id                  uuid                   NOT NULL DEFAULT gen_random_uuid(),
    social_account_id   uuid                   NOT NULL,
    content_type_id     smallint               NOT NULL,
    platform_content_id text                   NOT NULL,
    title               text                   NOT NULL,
    description         text                   NOT NULL DEFAULT '',
    tags                text[]                 NOT NULL DEFAULT '{}',
    hashtags            text[]                 NOT NULL DEFAULT '{}',
    content_url         text,
    thumbnail_url       text,
    duration_seconds    integer,
    language            text,
    visibility          public.visibility_enum NOT NULL DEFAULT 'private',
    published_at        timestamptz,
    views_count         bigint                 NOT NULL DEFAULT 0,
    likes_count         bigint                 NOT NULL DEFAULT 0,
    comments_count      bigint                 NOT NULL DEFAULT 0,
    shares_count        bigint                 NOT NULL DEFAULT 0,
    total_clicks        bigint                 NOT NULL DEFAULT 0,
    last_synced_at      timestamptz            NOT NULL DEFAULT now(),
    deleted_at          timestamptz,
    created_at          timestamptz            NOT NULL DEFAULT now(),
    updated_at          timestamptz            NOT NULL DEFAULT now(),
    -- Each text twice: 'english' finds games when asked for gaming, 'simple' finds words of any other language, and finds
    -- its own when the session's default_text_search_config, which plainto_tsquery('…') uses, is not English.
    search_vector       tsvector               NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('pg_catalog.english', title), 'A')
        || setweight(to_tsvector('pg_catalog.simple', title), 'A')
        || setweight(to_tsvector('pg_catalog.english', streamvibe_private.words_of(tags || hashtags)), 'B')
        || setweight(to_tsvector('pg_catalog.simple', streamvibe_private.words_of(tags || hashtags)), 'B')
        || setweight(to_tsvector('pg_catalog.english', description), 'C')
        || setweight(to_tsvector('pg_catalog.simple', description), 'C')
    ) STORED,
    CONSTRAINT content_item_pkey PRIMARY KEY (id),
    -- Deduplication. Soft-deleted rows take part: what the user threw away does not come back with the next sync.
    CONSTRAINT content_item_social_account_id_platform_content_id_key UNIQUE (social_account_id, platform_content_id),
    -- CASCADE is reached only where prevent_account_deletion_with_content() lets a deletion pass.
    CONSTRAINT content_item_social_account_id_fkey FOREIGN KEY (social_account_id)
        REFERENCES public.social_account (id) ON DELETE CASCADE,
    CONSTRAINT content_item_content_type_id_fkey FOREIGN KEY (content_type_id) REFERENCES public.content_type (id),
    CONSTRAINT content_item_platform_content_id_check CHECK (platform_content_id <> ''),
    CONSTRAINT content_item_title_check CHECK (char_length(title) BETWEEN 1 AND 500),
    -- The longest any platform allows (Facebook: 63,206). A tsvector ends at 1 MB.
    CONSTRAINT content_item_description_check CHECK (char_length(description) <= 65536),
    CONSTRAINT content_item_tags_check CHECK (cardinality(tags) <= 500 AND array_position(tags, NULL) IS NULL),
    CONSTRAINT content_item_hashtags_check CHECK (cardinality(hashtags) <= 500 AND array_position(hashtags, NULL) IS NULL),
    CONSTRAINT content_item_content_url_check CHECK (content_url ~ '^https?://'),
    CONSTRAINT content_item_thumbnail_url_check CHECK (thumbnail_url ~ '^https?://'),
    CONSTRAINT content_item_duration_seconds_check CHECK (duration_seconds >= 0),
    CONSTRAINT content_item_counts_check
        CHECK (views_count >= 0 AND likes_count >= 0 AND comments_count >= 0 AND shares_count >= 0 AND total_clicks >= 0)
);
COMMENT ON TABLE public.content_item IS 'One video, image or post of a connected account';
COMMENT ON COLUMN public.content_item.platform_content_id IS 'Id at the platform; unique within the account';
COMMENT ON COLUMN public.content_item.title IS 'Platforms without titles: the first line of the caption';
COMMENT ON COLUMN public.content_item.hashtags IS 'Without the leading #';
COMMENT ON COLUMN public.content_item.visibility IS 'Inside StreamVibe; starts as user_setting.default_visibility (set by the sync)';
COMMENT ON COLUMN public.content_item.published_at IS 'At the platform; NULL: not published yet';
COMMENT ON COLUMN public.content_item.views_count IS 'As the platform reports it, like likes_count, comments_count and shares_count';
COMMENT ON COLUMN public.content_item.total_clicks IS 'Clicks inside StreamVibe; counted by phase 6';
COMMENT ON COLUMN public.content_item.deleted_at IS 'Soft delete: seen by its owner only, who may set it back to NULL';
COMMENT ON COLUMN public.content_item.search_vector IS 'Weights: A title, B tags and hashtags, C description';

CREATE INDEX idx_content_item_search_vector ON public.content_item USING gin (search_vector);
CREATE INDEX idx_content_item_tags ON public.content_item USING gin (tags);
CREATE INDEX idx_content_item_hashtags ON public.content_item USING gin (hashtags);
CREATE INDEX idx_content_item_social_account_id_published_at ON public.content_item (social_account_id, published_at DESC);
CREATE INDEX idx_content_item_content_type_id ON public.content_item (content_type_id);
CREATE INDEX idx_content_item_public_published_at ON public.content_item (published_at DESC)
    WHERE visibility = 'public' AND deleted_at IS NULL;
CREATE INDEX idx_content_item_deleted_at ON public.content_item (deleted_at) WHERE deleted_at IS NOT NULL;

-- A click is no change of the content: updated_at is what a sitemap tells search engines.
CREATE TRIGGER trg_content_item_set_updated_at BEFORE UPDATE ON public.content_item
    FOR EACH ROW WHEN (OLD.total_clicks = NEW.total_clicks) EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- ---------------------------------------------------------------------------------------------------------------------
-- content_revision
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.content_revision (
    id              uuid                    NOT NULL DEFAULT gen_random_uuid(),
    content_item_id uuid                    NOT NULL,
    revision_number integer                 NOT NULL,
    title           text                    NOT NULL,
    description     text                    NOT NULL,
    tags            text[]                  NOT NULL,
    hashtags        text[]                  NOT NULL,
    visibility      public.visibility_enum  NOT NULL,
    mode            public.action_mode_enum NOT NULL,
    edited_by       uuid,
    created_at      timestamptz             NOT NULL DEFAULT now(),
    CONSTRAINT content_revision_pkey PRIMARY KEY (id),
    CONSTRAINT content_revision_content_item_id_revision_number_key UNIQUE (content_item_id, revision_number),
    CONSTRAINT content_revision_content_item_id_fkey FOREIGN KEY (content_item_id)
        REFERENCES public.content_item (id) ON DELETE CASCADE,
    CONSTRAINT content_revision_edited_by_fkey FOREIGN KEY (edited_by) REFERENCES public.users (id) ON DELETE SET NULL,
    CONSTRAINT content_revision_revision_number_check CHECK (revision_number > 0)
);
COMMENT ON TABLE public.content_revision IS 'What a piece of content said before an edit; written by trigger, changed by nobody';
COMMENT ON COLUMN public.content_revision.revision_number IS '1 is what was synced first';
COMMENT ON COLUMN public.content_revision.mode IS 'Of the edit that replaced this text: manual by a user, automatic by a sync or another edge function';
COMMENT ON COLUMN public.content_revision.edited_by IS 'Who replaced this text; NULL: no signed-in user, or one who was erased since';

CREATE INDEX idx_content_revision_edited_by ON public.content_revision (edited_by) WHERE edited_by IS NOT NULL;

-- SECURITY DEFINER: editors may not write here themselves. The edit holds the row lock of the content, so revision
-- numbers of one piece of content are drawn one after the other.
CREATE FUNCTION streamvibe_private.save_content_revision() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    INSERT INTO public.content_revision
        (content_item_id, revision_number, title, description, tags, hashtags, visibility, mode, edited_by)
    SELECT OLD.id, coalesce(max(r.revision_number), 0) + 1,
           OLD.title, OLD.description, OLD.tags, OLD.hashtags, OLD.visibility,
           CASE WHEN auth.uid() IS NULL THEN 'automatic' ELSE 'manual' END::public.action_mode_enum,
           (SELECT u.id FROM public.users u WHERE u.id = auth.uid())
      FROM public.content_revision r
     WHERE r.content_item_id = OLD.id;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION streamvibe_private.save_content_revision() IS 'AFTER UPDATE of what people read: keeps the old text';
REVOKE ALL ON FUNCTION streamvibe_private.save_content_revision() FROM PUBLIC;

CREATE TRIGGER trg_content_item_save_revision
    AFTER UPDATE OF title, description, tags, hashtags, visibility ON public.content_item
    FOR EACH ROW
    WHEN ((OLD.title, OLD.description, OLD.tags, OLD.hashtags, OLD.visibility)
          IS DISTINCT FROM (NEW.title, NEW.description, NEW.tags, NEW.hashtags, NEW.visibility))
    EXECUTE FUNCTION streamvibe_private.save_content_revision();

-- ---------------------------------------------------------------------------------------------------------------------
-- An account with content is not deleted but disconnected (account_status).
--
-- Soft-deleted content does not hold its account: the user has thrown it away already and has no right to delete it for
-- good; it goes with the account. Erasing a user (GDPR) takes accounts and content along: by the time that the cascade
-- arrives here, his row is gone.
--
-- No race with a running sync: DELETE has locked the account before this trigger fires, a new piece of content needs a
-- key-share lock on it, and this query sees what was committed until now.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public.prevent_account_deletion_with_content() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
BEGIN
    IF EXISTS (SELECT FROM public.content_item c WHERE c.social_account_id = OLD.id AND c.deleted_at IS NULL)
       AND EXISTS (SELECT FROM public.users u WHERE u.id = OLD.user_id)
    THEN
        RAISE EXCEPTION 'Cannot delete social account with existing content'
            USING ERRCODE = 'restrict_violation', HINT = 'disconnect the account, or delete its content first';
    END IF;
    RETURN OLD;
END
$$;
COMMENT ON FUNCTION public.prevent_account_deletion_with_content() IS 'BEFORE DELETE on social_account: refuses while content is there that is not soft-deleted';
REVOKE ALL ON FUNCTION public.prevent_account_deletion_with_content() FROM PUBLIC, anon, authenticated, service_role;

CREATE TRIGGER trg_social_account_prevent_deletion BEFORE DELETE ON public.social_account
    FOR EACH ROW EXECUTE FUNCTION public.prevent_account_deletion_with_content();

-- ---------------------------------------------------------------------------------------------------------------------
-- Rights. Syncing is service_role's; users edit the words, the visibility, and delete softly.
-- ---------------------------------------------------------------------------------------------------------------------
REVOKE ALL ON TABLE public.content_type, public.content_item, public.content_revision FROM anon, authenticated, service_role;
REVOKE ALL ON SEQUENCE public.content_type_id_seq FROM anon, authenticated, service_role;

GRANT SELECT ON TABLE public.content_type, public.content_item TO anon;
GRANT SELECT ON TABLE public.content_type, public.content_item, public.content_revision TO authenticated;
GRANT UPDATE (title, description, tags, hashtags, visibility, deleted_at) ON TABLE public.content_item TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.content_type, public.content_item TO service_role;
GRANT SELECT ON TABLE public.content_revision TO service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Row level security
-- ---------------------------------------------------------------------------------------------------------------------
ALTER TABLE public.content_type ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.content_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.content_revision ENABLE ROW LEVEL SECURITY;

CREATE POLICY content_type_select ON public.content_type FOR SELECT TO anon, authenticated
    USING (true);
CREATE POLICY content_type_service_role ON public.content_type FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY content_item_select_public ON public.content_item FOR SELECT TO anon
    USING (visibility = 'public' AND deleted_at IS NULL);
-- The owner keeps seeing what he has deleted: an UPDATE whose result its own SELECT policy hides is refused.
CREATE POLICY content_item_select ON public.content_item FOR SELECT TO authenticated
    USING ((visibility = 'public' AND deleted_at IS NULL)
           OR social_account_id IN (SELECT a.id FROM public.social_account a WHERE a.user_id = (SELECT auth.uid())));
CREATE POLICY content_item_update_own ON public.content_item FOR UPDATE TO authenticated
    USING (social_account_id IN (SELECT a.id FROM public.social_account a WHERE a.user_id = (SELECT auth.uid())))
    WITH CHECK (social_account_id IN (SELECT a.id FROM public.social_account a WHERE a.user_id = (SELECT auth.uid())));
CREATE POLICY content_item_service_role ON public.content_item FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY content_revision_select_own ON public.content_revision FOR SELECT TO authenticated
    USING (EXISTS (SELECT FROM public.content_item c
                     JOIN public.social_account a ON a.id = c.social_account_id
                    WHERE c.id = content_revision.content_item_id AND a.user_id = (SELECT auth.uid())));
CREATE POLICY content_revision_service_role ON public.content_revision FOR SELECT TO service_role
    USING (true);

-- ---------------------------------------------------------------------------------------------------------------------
-- Seed
-- ---------------------------------------------------------------------------------------------------------------------
INSERT INTO public.content_type (slug, name, is_video)
VALUES
    ('video',       'Video',       true),
    ('short',       'Short',       true),
    ('live_stream', 'Live stream', true),
    ('reel',        'Reel',        true),
    ('story',       'Story',       false),
    ('image',       'Image',       false),
    ('carousel',    'Carousel',    false),
    ('post',        'Post',        false);
