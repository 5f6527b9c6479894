-- StreamVibe, phase 6: what everybody may browse without signing in: categories, tags, trends, creators; and their clicks.
--
-- The document counts 4 functions in schema public: generate_profile_slug(), update_total_followers(),
-- increment_content_clicks() and calculate_trend_score(). It gives the parameters of two of them; update_total_followers()
-- is a trigger, increment_content_clicks() is called by the edge function track-click. What else is needed lives in
-- streamvibe_private.
--
-- The document tests GET /browse-categories and lists no such edge function: content_category is readable by everybody,
-- so PostgREST answers that itself.
--
-- What is shown of a piece of content follows the content: policies here ask content_item, and so obey its policies. Content
-- that turns private or is deleted leaves tags, media and trends in the same moment.

-- ---------------------------------------------------------------------------------------------------------------------
-- content_category, and the category of content
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.content_category (
    id          smallint    NOT NULL GENERATED ALWAYS AS IDENTITY,
    slug        text        NOT NULL,
    name        text        NOT NULL,
    description text        NOT NULL DEFAULT '',
    sort_order  smallint    NOT NULL,
    is_active   boolean     NOT NULL DEFAULT true,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT content_category_pkey PRIMARY KEY (id),
    CONSTRAINT content_category_slug_key UNIQUE (slug),
    CONSTRAINT content_category_name_key UNIQUE (name),
    -- With hyphens, unlike other lookups: it is part of URLs.
    CONSTRAINT content_category_slug_check CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
COMMENT ON TABLE public.content_category IS 'Shelves of the discovery pages. Retired by is_active, never deleted';
COMMENT ON COLUMN public.content_category.sort_order IS 'Order on the page; ties by name';

-- Nullable: what comes from a sync has no category until somebody, or the AI, gives it one.
ALTER TABLE public.content_item
    ADD COLUMN category_id smallint,
    ADD CONSTRAINT content_item_category_id_fkey FOREIGN KEY (category_id) REFERENCES public.content_category (id);
COMMENT ON COLUMN public.content_item.category_id IS 'Shelf it is found on (phase 6); NULL: on none yet';

-- What browse-content asks for: the public part of a shelf, a language, a kind; latest or most viewed first. There is none
-- on total_clicks: each click would have to rewrite it, and with it every other index entry of the row.
CREATE INDEX idx_content_item_public_category_id_published_at ON public.content_item (category_id, published_at DESC)
    WHERE visibility = 'public' AND deleted_at IS NULL;
CREATE INDEX idx_content_item_public_language_published_at ON public.content_item (language, published_at DESC)
    WHERE visibility = 'public' AND deleted_at IS NULL;
CREATE INDEX idx_content_item_public_content_type_id_published_at ON public.content_item (content_type_id, published_at DESC)
    WHERE visibility = 'public' AND deleted_at IS NULL;
CREATE INDEX idx_content_item_public_views_count ON public.content_item (views_count DESC)
    WHERE visibility = 'public' AND deleted_at IS NULL;

-- What browse-creators asks for, besides idx_users_public_total_followers (phase 1): names as they are typed, and the
-- largest accounts of a platform.
CREATE INDEX idx_users_public_display_name ON public.users (lower(display_name) text_pattern_ops) WHERE visibility = 'public';
CREATE INDEX idx_social_account_public_platform_id_follower_count ON public.social_account (platform_id, follower_count DESC)
    WHERE visibility = 'public';

-- ---------------------------------------------------------------------------------------------------------------------
-- content_tag
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.content_tag (
    content_item_id uuid        NOT NULL,
    tag             text        NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT content_tag_pkey PRIMARY KEY (content_item_id, tag),
    CONSTRAINT content_tag_content_item_id_fkey FOREIGN KEY (content_item_id)
        REFERENCES public.content_item (id) ON DELETE CASCADE,
    CONSTRAINT content_tag_tag_check CHECK (char_length(tag) BETWEEN 1 AND 100)
);
COMMENT ON TABLE public.content_tag IS
    'Tags and hashtags of content, one by one and in one spelling, to browse and count. content_item is the truth; kept by trigger';
COMMENT ON COLUMN public.content_tag.tag IS 'Lower case, single spaces, no leading #';

CREATE INDEX idx_content_tag_tag ON public.content_tag (tag, content_item_id);

CREATE FUNCTION streamvibe_private.spelled_tags(p_words text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    SET search_path = ''
AS $$
    SELECT coalesce(array_agg(DISTINCT spelled.tag), '{}')
      FROM unnest(p_words) AS w (word)
     CROSS JOIN LATERAL (
        SELECT btrim(left(ltrim(regexp_replace(lower(w.word), '[[:space:]]+', ' ', 'g'), ' #'), 100)) AS tag) AS spelled
     WHERE spelled.tag <> ''
$$;
COMMENT ON FUNCTION streamvibe_private.spelled_tags(text[]) IS 'Each tag once, in the spelling of content_tag';
REVOKE ALL ON FUNCTION streamvibe_private.spelled_tags(text[]) FROM PUBLIC;

-- SECURITY DEFINER: who edits content may not write here himself.
CREATE FUNCTION streamvibe_private.keep_content_tags() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    wanted constant text[] := streamvibe_private.spelled_tags(NEW.tags || NEW.hashtags);
BEGIN
    DELETE FROM public.content_tag t WHERE t.content_item_id = NEW.id AND t.tag <> ALL (wanted);
    INSERT INTO public.content_tag (content_item_id, tag)
    SELECT NEW.id, w.tag FROM unnest(wanted) AS w (tag)
    ON CONFLICT (content_item_id, tag) DO NOTHING;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION streamvibe_private.keep_content_tags() IS 'AFTER INSERT or UPDATE of tags: content_tag says the same';
REVOKE ALL ON FUNCTION streamvibe_private.keep_content_tags() FROM PUBLIC;

CREATE TRIGGER trg_content_item_add_tags AFTER INSERT ON public.content_item
    FOR EACH ROW WHEN (cardinality(NEW.tags) + cardinality(NEW.hashtags) > 0)
    EXECUTE FUNCTION streamvibe_private.keep_content_tags();
CREATE TRIGGER trg_content_item_change_tags AFTER UPDATE OF tags, hashtags ON public.content_item
    FOR EACH ROW WHEN ((OLD.tags, OLD.hashtags) IS DISTINCT FROM (NEW.tags, NEW.hashtags))
    EXECUTE FUNCTION streamvibe_private.keep_content_tags();

-- ---------------------------------------------------------------------------------------------------------------------
-- content_media
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.content_media (
    id               uuid        NOT NULL DEFAULT gen_random_uuid(),
    content_item_id  uuid        NOT NULL,
    position         smallint    NOT NULL DEFAULT 1,
    media_type       text        NOT NULL,
    url              text        NOT NULL,
    mime_type        text,
    width            integer,
    height           integer,
    duration_seconds integer,
    alt_text         text        NOT NULL DEFAULT '',
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT content_media_pkey PRIMARY KEY (id),
    CONSTRAINT content_media_content_item_id_media_type_position_key UNIQUE (content_item_id, media_type, position),
    CONSTRAINT content_media_content_item_id_fkey FOREIGN KEY (content_item_id)
        REFERENCES public.content_item (id) ON DELETE CASCADE,
    CONSTRAINT content_media_position_check CHECK (position > 0),
    CONSTRAINT content_media_media_type_check CHECK (media_type IN ('image', 'video', 'thumbnail', 'preview')),
    CONSTRAINT content_media_url_check CHECK (url ~ '^https?://'),
    CONSTRAINT content_media_mime_type_check CHECK (mime_type ~ '^(image|video|audio)/[a-z0-9.+-]+$'),
    CONSTRAINT content_media_size_check CHECK (width > 0 AND height > 0),
    CONSTRAINT content_media_duration_seconds_check CHECK (duration_seconds >= 0),
    CONSTRAINT content_media_alt_text_check CHECK (char_length(alt_text) <= 1000)
);
COMMENT ON TABLE public.content_media IS 'Files of a piece of content, where the platform serves them: pages of a carousel, thumbnails by size';
COMMENT ON COLUMN public.content_media.position IS 'Order among the files of its kind, from 1';
COMMENT ON COLUMN public.content_media.alt_text IS 'What is to be seen, for those who do not see it';

CREATE TRIGGER trg_content_media_set_updated_at BEFORE UPDATE ON public.content_media
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- ---------------------------------------------------------------------------------------------------------------------
-- content_click and increment_content_clicks()
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.content_click (
    id              bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    content_item_id uuid        NOT NULL,
    user_id         uuid,
    source          text        NOT NULL DEFAULT 'other',
    clicked_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT content_click_pkey PRIMARY KEY (id),
    CONSTRAINT content_click_content_item_id_fkey FOREIGN KEY (content_item_id)
        REFERENCES public.content_item (id) ON DELETE CASCADE,
    CONSTRAINT content_click_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE SET NULL,
    CONSTRAINT content_click_source_check
        CHECK (source IN ('browse', 'search', 'trending', 'featured', 'category', 'profile', 'other'))
);
COMMENT ON TABLE public.content_click IS 'Clicks, one by one. No IP address, no cookie: an anonymous click is of nobody. Swept by age; content_item.total_clicks stays';
COMMENT ON COLUMN public.content_click.user_id IS 'Who clicked; NULL: nobody was signed in, or he was erased since. Not shown to the owner of the content';
COMMENT ON COLUMN public.content_click.source IS 'Where in StreamVibe the click was made';

CREATE INDEX idx_content_click_content_item_id_clicked_at ON public.content_click (content_item_id, clicked_at DESC);
CREATE INDEX idx_content_click_user_id_clicked_at ON public.content_click (user_id, clicked_at DESC) WHERE user_id IS NOT NULL;
-- For the sweep. Rows come in by time, so that a BRIN index of a few pages does.
CREATE INDEX idx_content_click_clicked_at ON public.content_click USING brin (clicked_at);

-- SECURITY DEFINER: anonymous visitors write to no table. Nobody can tell one of them from another here; how many clicks
-- of one visitor count is for track-click to say, which sees the request.
CREATE FUNCTION public.increment_content_clicks(p_content_id uuid, p_source text DEFAULT 'other') RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    clicks bigint;
BEGIN
    UPDATE public.content_item c
       SET total_clicks = c.total_clicks + 1
     WHERE c.id = p_content_id AND c.visibility <> 'private' AND c.deleted_at IS NULL
    RETURNING c.total_clicks INTO clicks;
    IF FOUND THEN
        -- A token outlives the user it was made for.
        INSERT INTO public.content_click (content_item_id, user_id, source)
        VALUES (p_content_id, (SELECT u.id FROM public.users u WHERE u.id = auth.uid()), coalesce(p_source, 'other'));
    END IF;
    RETURN clicks;
END
$$;
COMMENT ON FUNCTION public.increment_content_clicks(uuid, text) IS
    'Counts a click, anonymous or of the signed-in user. The clicks until now; NULL, whether the content is private, deleted or was never there';
REVOKE ALL ON FUNCTION public.increment_content_clicks(uuid, text) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.increment_content_clicks(uuid, text) TO anon, authenticated, service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- calculate_trend_score() and trending_content
-- ---------------------------------------------------------------------------------------------------------------------
-- The document gives the arguments and not the formula. This one is
--
--     (3 * ln(1 + clicks) + ln(1 + views)) / (1 + age in days / 7) ^ 1.5
--
-- Logarithms, so that the first thousand counts for more than the step from a million to a million and one thousand. Three
-- for a click, because it was made here and now; views are collected at the platform over years. The power of age brings
-- a week down to 35 % and a month to 8 %; unlike a half-life it underflows at no age.
CREATE FUNCTION public.calculate_trend_score(p_total_clicks bigint, p_views_count bigint, p_published_at timestamptz)
    RETURNS double precision
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = ''
AS $$
    SELECT CASE WHEN isfinite(p_published_at)
                THEN (3 * ln(1 + greatest(p_total_clicks, 0)::double precision)
                      + ln(1 + greatest(p_views_count, 0)::double precision))
                     / power(1 + greatest(extract(epoch FROM now() - p_published_at)::double precision, 0) / 604800, 1.5)
                ELSE 0 END
$$;
COMMENT ON FUNCTION public.calculate_trend_score(bigint, bigint, timestamptz) IS
    '(3 ln(1 + clicks) + ln(1 + views)) / (1 + age in days / 7) ^ 1.5. 0 for what is not published; NULL counts as 0';
REVOKE ALL ON FUNCTION public.calculate_trend_score(bigint, bigint, timestamptz) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.calculate_trend_score(bigint, bigint, timestamptz) TO anon, authenticated, service_role;

CREATE TABLE public.trending_content (
    content_item_id uuid             NOT NULL,
    rank            integer          NOT NULL,
    previous_rank   integer,
    trend_score     double precision NOT NULL,
    calculated_at   timestamptz      NOT NULL DEFAULT now(),
    CONSTRAINT trending_content_pkey PRIMARY KEY (content_item_id),
    -- Deferred: while a ranking is being replaced, two may stand in one place.
    CONSTRAINT trending_content_rank_key UNIQUE (rank) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT trending_content_content_item_id_fkey FOREIGN KEY (content_item_id)
        REFERENCES public.content_item (id) ON DELETE CASCADE,
    CONSTRAINT trending_content_rank_check CHECK (rank > 0),
    CONSTRAINT trending_content_trend_score_check CHECK (trend_score >= 0)
);
COMMENT ON TABLE public.trending_content IS
    'The current ranking, for get-trending. Replaced by streamvibe_private.refresh_trending_content(), which pg_cron or a job calls';
COMMENT ON COLUMN public.trending_content.rank IS 'From 1. Content that was hidden since leaves a gap until the next refresh';
COMMENT ON COLUMN public.trending_content.previous_rank IS 'In the ranking before; NULL: it is new here';

-- Content older than that has less than 3 % of its score left.
CREATE FUNCTION streamvibe_private.refresh_trending_content(p_places integer DEFAULT 100) RETURNS integer
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    started constant timestamptz := clock_timestamp();
    placed  integer;
BEGIN
    -- Two at once would give the same places to different content. Readers are not held up.
    PERFORM pg_advisory_xact_lock('public.trending_content'::regclass::oid::bigint);

    INSERT INTO public.trending_content AS t (content_item_id, rank, trend_score, calculated_at)
    SELECT top.id, row_number() OVER (ORDER BY top.score DESC, top.published_at DESC, top.id), top.score, started
      FROM (SELECT c.id, c.published_at,
                   public.calculate_trend_score(c.total_clicks, c.views_count, c.published_at) AS score
              FROM public.content_item c
             WHERE c.visibility = 'public' AND c.deleted_at IS NULL
               AND c.published_at BETWEEN now() - interval '90 days' AND now()
             ORDER BY score DESC, c.published_at DESC, c.id
             LIMIT p_places) AS top
    ON CONFLICT (content_item_id) DO UPDATE
       SET previous_rank = t.rank,
           rank          = excluded.rank,
           trend_score   = excluded.trend_score,
           calculated_at = excluded.calculated_at;
    GET DIAGNOSTICS placed = ROW_COUNT;
    DELETE FROM public.trending_content WHERE calculated_at <> started;
    RETURN placed;
END
$$;
COMMENT ON FUNCTION streamvibe_private.refresh_trending_content(integer) IS
    'Replaces the ranking by the best of the last 90 days; how many those are. For the owner: SELECT cron.schedule(…) on Supabase';
REVOKE ALL ON FUNCTION streamvibe_private.refresh_trending_content(integer) FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------------
-- featured_creator
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE public.featured_creator (
    id             uuid        NOT NULL DEFAULT gen_random_uuid(),
    user_id        uuid        NOT NULL,
    headline       text        NOT NULL DEFAULT '',
    sort_order     smallint    NOT NULL DEFAULT 100,
    featured_from  timestamptz NOT NULL DEFAULT now(),
    featured_until timestamptz,
    featured_by    uuid,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT featured_creator_pkey PRIMARY KEY (id),
    CONSTRAINT featured_creator_user_id_featured_from_key UNIQUE (user_id, featured_from),
    CONSTRAINT featured_creator_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
    CONSTRAINT featured_creator_featured_by_fkey FOREIGN KEY (featured_by) REFERENCES public.users (id) ON DELETE SET NULL,
    CONSTRAINT featured_creator_headline_check CHECK (char_length(headline) <= 200),
    CONSTRAINT featured_creator_period_check CHECK (featured_until > featured_from)
);
COMMENT ON TABLE public.featured_creator IS 'Creators whom the editors put on the front page. Shown while the time lasts and their profile is public';
COMMENT ON COLUMN public.featured_creator.sort_order IS 'Order on the page; ties by featured_from, latest first';
COMMENT ON COLUMN public.featured_creator.featured_until IS 'Exclusive; NULL: until somebody ends it';
COMMENT ON COLUMN public.featured_creator.featured_by IS 'The admin who chose; NULL: the system, or he is gone';

CREATE INDEX idx_featured_creator_sort_order_featured_from ON public.featured_creator (sort_order, featured_from DESC);
CREATE INDEX idx_featured_creator_featured_by ON public.featured_creator (featured_by) WHERE featured_by IS NOT NULL;

CREATE TRIGGER trg_featured_creator_set_updated_at BEFORE UPDATE ON public.featured_creator
    FOR EACH ROW EXECUTE FUNCTION streamvibe_private.set_updated_at();

-- ---------------------------------------------------------------------------------------------------------------------
-- generate_profile_slug()
-- ---------------------------------------------------------------------------------------------------------------------
-- NFKD takes accents off letters and turns the letters in fancy dress that people use in names (𝓣𝓮𝓬𝓱, Ｔｅｃｈ) into plain
-- ones; what it does not take apart is spelled out. COLLATE "C", so that I is i in Turkey, too, and a-z means just that.
CREATE FUNCTION streamvibe_private.slug_of(p_name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    SET search_path = ''
AS $$
    SELECT btrim(regexp_replace(lower(
               replace(replace(replace(replace(
                   translate(regexp_replace(normalize(left(p_name, 1000), NFKD), '[\u0300-\u036f\u2019\u02bc'']', '', 'g'),
                             'ØøĐđÐðŁłĦħŦŧıÆŒÞẞ', 'ooddddllhhttiæœþß'),
                   'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ß', 'ss')
               COLLATE "C"), '[^a-z0-9]+', '-', 'g'), '-')
$$;
COMMENT ON FUNCTION streamvibe_private.slug_of(text) IS 'A name as part of a URL; empty where no letter or digit of the Latin alphabet is in it';
REVOKE ALL ON FUNCTION streamvibe_private.slug_of(text) FROM PUBLIC;

-- SECURITY DEFINER: private profiles hold slugs, too. Asked for somebody else, it would tell whose a slug is.
--
-- It proposes, users_profile_slug_key decides: of two users who are proposed the same slug at the same moment, the second
-- to store it gets a unique_violation, and asks again.
CREATE FUNCTION public.generate_profile_slug(p_display_name text, p_user_id uuid) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    longest constant integer := 60;  -- users_profile_slug_check
    base    text := coalesce(streamvibe_private.slug_of(p_display_name), '');
    slug    text;
    suffix  text := '';
    n       integer := 1;
BEGIN
    IF NOT streamvibe_private.may_act_for(p_user_id) THEN
        RAISE EXCEPTION 'slug of another user' USING ERRCODE = 'insufficient_privilege',
            HINT = 'a user acts on auth.uid() only; edge functions act as service_role';
    END IF;
    IF base = '' THEN
        base := concat_ws('-', 'creator', left(p_user_id::text, 8));
    END IF;
    LOOP
        slug := rtrim(left(base, longest - char_length(suffix)), '-') || suffix;
        EXIT WHEN NOT EXISTS (SELECT FROM public.users u WHERE u.profile_slug = slug AND u.id IS DISTINCT FROM p_user_id);
        n := n + 1;
        -- Not number by number for ever: with a name that thousands have, that would take thousands of steps.
        suffix := '-' || CASE WHEN n < 100 THEN n::text
                              ELSE left(encode(sha256(convert_to(concat(p_user_id, n), 'UTF8')), 'hex'), 8) END;
    END LOOP;
    RETURN slug;
END
$$;
COMMENT ON FUNCTION public.generate_profile_slug(text, uuid) IS
    'A free profile_slug for that name: Tech Gaming is tech-gaming, or tech-gaming-2 if another user has it. Stores nothing';
REVOKE ALL ON FUNCTION public.generate_profile_slug(text, uuid) FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION public.generate_profile_slug(text, uuid) TO authenticated, service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- update_total_followers(). Sums anew under the row lock of the user: accounts that are synced at the same moment do not
-- overwrite each other's numbers, and the sum cannot drift.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION public.update_total_followers() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    holder uuid;
    total  bigint;
BEGIN
    -- Both users when an account changes hands; in order, so that two such changes do not deadlock.
    FOR holder IN
        SELECT DISTINCT u.id FROM unnest(ARRAY[OLD.user_id, NEW.user_id]) AS u (id) WHERE u.id IS NOT NULL ORDER BY u.id
    LOOP
        PERFORM FROM public.users u WHERE u.id = holder FOR NO KEY UPDATE;

        SELECT coalesce(sum(a.follower_count), 0) INTO total
          FROM public.social_account a
          JOIN public.account_status s ON s.id = a.status_id AND s.slug <> 'disconnected'
         WHERE a.user_id = holder;
        UPDATE public.users u SET total_followers = total WHERE u.id = holder AND u.total_followers <> total;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION public.update_total_followers() IS 'AFTER a change of social_account: users.total_followers is the sum over the accounts that are connected';
REVOKE ALL ON FUNCTION public.update_total_followers() FROM PUBLIC, anon, authenticated, service_role;

CREATE TRIGGER trg_social_account_update_total_followers
    AFTER INSERT OR DELETE OR UPDATE OF user_id, status_id, follower_count ON public.social_account
    FOR EACH ROW EXECUTE FUNCTION public.update_total_followers();

-- ---------------------------------------------------------------------------------------------------------------------
-- Rights. Everybody looks; users choose the category and the words of their own; admins feature.
-- ---------------------------------------------------------------------------------------------------------------------
REVOKE ALL ON TABLE public.content_category, public.content_tag, public.content_media, public.content_click,
    public.trending_content, public.featured_creator FROM anon, authenticated, service_role;
REVOKE ALL ON SEQUENCE public.content_category_id_seq, public.content_click_id_seq FROM anon, authenticated, service_role;

GRANT SELECT ON TABLE public.content_category, public.content_tag, public.content_media, public.trending_content,
    public.featured_creator TO anon;
GRANT SELECT ON TABLE public.content_category, public.content_tag, public.content_media, public.content_click,
    public.trending_content, public.featured_creator TO authenticated;
GRANT UPDATE (category_id) ON TABLE public.content_item TO authenticated;
GRANT UPDATE (alt_text) ON TABLE public.content_media TO authenticated;
GRANT DELETE ON TABLE public.content_click TO authenticated;
GRANT INSERT (user_id, headline, sort_order, featured_from, featured_until, featured_by),
      UPDATE (headline, sort_order, featured_from, featured_until), DELETE
    ON TABLE public.featured_creator TO authenticated;

GRANT SELECT, INSERT, UPDATE ON TABLE public.content_category TO service_role;
GRANT SELECT ON TABLE public.content_tag TO service_role;
GRANT SELECT, DELETE ON TABLE public.content_click TO service_role;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.content_media, public.trending_content, public.featured_creator TO service_role;

-- ---------------------------------------------------------------------------------------------------------------------
-- Row level security
-- ---------------------------------------------------------------------------------------------------------------------
ALTER TABLE public.content_category ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.content_tag ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.content_media ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.content_click ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.trending_content ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.featured_creator ENABLE ROW LEVEL SECURITY;

CREATE POLICY content_category_select ON public.content_category FOR SELECT TO anon, authenticated
    USING (true);
CREATE POLICY content_category_service_role ON public.content_category FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY content_tag_select ON public.content_tag FOR SELECT TO anon, authenticated
    USING (EXISTS (SELECT FROM public.content_item c WHERE c.id = content_tag.content_item_id));
CREATE POLICY content_tag_service_role ON public.content_tag FOR SELECT TO service_role
    USING (true);

CREATE POLICY content_media_select ON public.content_media FOR SELECT TO anon, authenticated
    USING (EXISTS (SELECT FROM public.content_item c WHERE c.id = content_media.content_item_id));
CREATE POLICY content_media_update_own ON public.content_media FOR UPDATE TO authenticated
    USING (EXISTS (SELECT FROM public.content_item c
                     JOIN public.social_account a ON a.id = c.social_account_id
                    WHERE c.id = content_media.content_item_id AND a.user_id = (SELECT auth.uid())))
    WITH CHECK (EXISTS (SELECT FROM public.content_item c
                          JOIN public.social_account a ON a.id = c.social_account_id
                         WHERE c.id = content_media.content_item_id AND a.user_id = (SELECT auth.uid())));
CREATE POLICY content_media_service_role ON public.content_media FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY content_click_select_own ON public.content_click FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()));
CREATE POLICY content_click_delete_own ON public.content_click FOR DELETE TO authenticated
    USING (user_id = (SELECT auth.uid()));
CREATE POLICY content_click_service_role ON public.content_click FOR ALL TO service_role
    USING (true) WITH CHECK (true);

-- A ranking is of public content: the owner of what was hidden since sees the gap like everybody else.
CREATE POLICY trending_content_select ON public.trending_content FOR SELECT TO anon, authenticated
    USING (EXISTS (SELECT FROM public.content_item c
                    WHERE c.id = trending_content.content_item_id AND c.visibility = 'public' AND c.deleted_at IS NULL));
CREATE POLICY trending_content_service_role ON public.trending_content FOR ALL TO service_role
    USING (true) WITH CHECK (true);

CREATE POLICY featured_creator_select_public ON public.featured_creator FOR SELECT TO anon
    USING (featured_from <= now() AND coalesce(featured_until > now(), true)
           AND EXISTS (SELECT FROM public.users u WHERE u.id = featured_creator.user_id AND u.visibility = 'public'));
CREATE POLICY featured_creator_select ON public.featured_creator FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid())
           OR (featured_from <= now() AND coalesce(featured_until > now(), true)
               AND EXISTS (SELECT FROM public.users u WHERE u.id = featured_creator.user_id AND u.visibility = 'public'))
           OR (SELECT public.has_role(auth.uid(), 'admin')));
CREATE POLICY featured_creator_insert_admin ON public.featured_creator FOR INSERT TO authenticated
    WITH CHECK ((SELECT public.has_role(auth.uid(), 'admin')) AND featured_by = (SELECT auth.uid()));
CREATE POLICY featured_creator_update_admin ON public.featured_creator FOR UPDATE TO authenticated
    USING ((SELECT public.has_role(auth.uid(), 'admin'))) WITH CHECK ((SELECT public.has_role(auth.uid(), 'admin')));
CREATE POLICY featured_creator_delete_admin ON public.featured_creator FOR DELETE TO authenticated
    USING ((SELECT public.has_role(auth.uid(), 'admin')));
CREATE POLICY featured_creator_service_role ON public.featured_creator FOR ALL TO service_role
    USING (true) WITH CHECK (true);

-- ---------------------------------------------------------------------------------------------------------------------
-- Seed. The document counts 15 categories and names none.
-- ---------------------------------------------------------------------------------------------------------------------
INSERT INTO public.content_category (slug, name, description, sort_order)
VALUES
    ('gaming',           'Gaming',             'Let''s plays, walkthroughs, esports',         10),
    ('music',            'Music',              'Songs, covers, concerts, how to play them',   20),
    ('comedy',           'Comedy',             'Sketches, stand-up, memes',                   30),
    ('film-animation',   'Film & Animation',   'Short films, trailers, reviews, animation',   40),
    ('sports',           'Sports',             'Matches, highlights, training',               50),
    ('fitness-health',   'Fitness & Health',   'Workouts, nutrition, well-being',             60),
    ('food-cooking',     'Food & Cooking',     'Recipes, restaurants, baking',                70),
    ('travel',           'Travel',             'Places, tours, tips for the road',            80),
    ('beauty-fashion',   'Beauty & Fashion',   'Make-up, hair, outfits',                      90),
    ('lifestyle',        'Lifestyle',          'Vlogs, home, family, pets',                  100),
    ('technology',       'Technology',         'Gadgets, software, programming',             110),
    ('education',        'Education',          'Lessons, science, history, languages',       120),
    ('business-finance', 'Business & Finance', 'Careers, companies, money',                  130),
    ('news-politics',    'News & Politics',    'What happened, and what it means',           140),
    ('diy-crafts',       'DIY & Crafts',       'Making, mending, drawing, gardening',        150);

-- ---------------------------------------------------------------------------------------------------------------------
-- Content and accounts that were there before this change.
-- ---------------------------------------------------------------------------------------------------------------------
INSERT INTO public.content_tag (content_item_id, tag)
SELECT c.id, w.tag FROM public.content_item c, unnest(streamvibe_private.spelled_tags(c.tags || c.hashtags)) AS w (tag);

UPDATE public.users u
   SET total_followers = summed.total
  FROM (SELECT a.user_id, sum(a.follower_count) AS total
          FROM public.social_account a
          JOIN public.account_status s ON s.id = a.status_id AND s.slug <> 'disconnected'
         GROUP BY a.user_id) AS summed
 WHERE u.id = summed.user_id AND u.total_followers <> summed.total;
