-- CG Analytics, content: what was published, wherever.
CREATE TYPE public."enum_Posts_postType" AS ENUM ('Video', 'Reel', 'Photo', 'Text', 'Link', 'Status');
CREATE TYPE public."enum_Posts_status" AS ENUM ('live', 'removed');
CREATE TYPE public."enum_Posts_privacyStatus" AS ENUM ('public', 'private', 'unlisted');

CREATE TABLE public."Posts" (
    "postId"              varchar(255)                      NOT NULL,
    "assetTag"            varchar(255),
    "title"               text,
    "description"         text,
    "postType"            public."enum_Posts_postType"      NOT NULL,
    "publishTime"         timestamptz,
    "duration"            integer,
    "permalink"           varchar(255),
    "pageId"              varchar(255),
    "pageName"            varchar(255),
    "status"              public."enum_Posts_status"        NOT NULL DEFAULT 'live',
    "platform"            varchar(255)                      NOT NULL,
    "dataSource"          varchar(255)                      NOT NULL DEFAULT 'csv',
    "siteId"              uuid,
    "artistId"            uuid,
    "parentPostId"        varchar(255),
    "previousIterationId" varchar(255),
    "iterationNumber"     integer                           NOT NULL DEFAULT 1,
    "thumbnailUrl"        varchar(255),
    "videoUrl"            varchar(255),
    "aspectRatio"         varchar(255),
    "resolution"          varchar(255),
    "hashtags"            jsonb,
    "mentions"            jsonb,
    "crosspostingStatus"  jsonb,
    "originalPlatform"    varchar(255),
    "monetizationStatus"  varchar(255),
    "restrictedCountries" jsonb,
    "contentCategory"     varchar(255),
    "audioCopyright"      jsonb,
    "privacyStatus"       public."enum_Posts_privacyStatus",
    "createdAt"           timestamptz                       NOT NULL DEFAULT now(),
    "updatedAt"           timestamptz                       NOT NULL DEFAULT now(),
    CONSTRAINT "Posts_pkey" PRIMARY KEY ("postId"),
    -- Content outlives the connection that it came through, and the post that it was cut from.
    CONSTRAINT "Posts_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES public."Sites" ("id") ON DELETE SET NULL,
    CONSTRAINT "Posts_parentPostId_fkey" FOREIGN KEY ("parentPostId") REFERENCES public."Posts" ("postId") ON DELETE SET NULL,
    CONSTRAINT "Posts_previousIterationId_fkey" FOREIGN KEY ("previousIterationId") REFERENCES public."Posts" ("postId") ON DELETE SET NULL,
    -- RESTRICT: royalties are counted over posts of an artist.
    CONSTRAINT "Posts_artistId_fkey" FOREIGN KEY ("artistId") REFERENCES public."Artists" ("id") ON DELETE RESTRICT,
    CONSTRAINT "Posts_postId_check" CHECK ("postId" ~ '^[a-z]+[_:-].'),
    CONSTRAINT "Posts_duration_check" CHECK ("duration" >= 0),
    CONSTRAINT "Posts_platform_check" CHECK ("platform" <> ''),
    -- The document's four, and the platforms whose support it calls ready.
    CONSTRAINT "Posts_dataSource_check" CHECK ("dataSource" IN ('csv', 'facebook', 'instagram', 'youtube', 'tiktok', 'twitter', 'threads')),
    CONSTRAINT "Posts_parentPostId_check" CHECK ("parentPostId" IS NULL OR ("postType" = 'Reel' AND "parentPostId" <> "postId")),
    CONSTRAINT "Posts_previousIterationId_check" CHECK ("previousIterationId" <> "postId"),
    CONSTRAINT "Posts_iterationNumber_check" CHECK ("iterationNumber" >= 1 AND ("previousIterationId" IS NULL OR "iterationNumber" > 1)),
    CONSTRAINT "Posts_hashtags_check" CHECK (jsonb_typeof("hashtags") = 'array'),
    CONSTRAINT "Posts_mentions_check" CHECK (jsonb_typeof("mentions") = 'array')
);
COMMENT ON TABLE public."Posts" IS 'Videos, reels, photos … on all platforms';
COMMENT ON COLUMN public."Posts"."postId" IS 'Prefix of the platform and the id there, for example facebook_1234';
COMMENT ON COLUMN public."Posts"."duration" IS 'Seconds';
COMMENT ON COLUMN public."Posts"."status" IS 'A post that was taken down is removed, not deleted: its earnings are paid all the same';
COMMENT ON COLUMN public."Posts"."siteId" IS 'NULL: imported from a file, or disconnected; it then belongs to its artist''s tenant';
COMMENT ON COLUMN public."Posts"."parentPostId" IS 'Of a reel: the video that it was cut from';
COMMENT ON COLUMN public."Posts"."previousIterationId" IS 'Of a re-upload: the upload before it';
COMMENT ON COLUMN public."Posts"."iterationNumber" IS '1 is the first upload. Not in the document, which says "iteration tracking" only';
COMMENT ON COLUMN public."Posts"."hashtags" IS 'Array of text, asked with @> ''["summer"]'' or ? ''summer''; so is mentions';

CREATE INDEX posts_asset_tag ON public."Posts" ("assetTag");
CREATE INDEX posts_status ON public."Posts" ("status");
CREATE INDEX posts_publish_time ON public."Posts" ("publishTime");
CREATE INDEX posts_artist_id ON public."Posts" ("artistId");
CREATE INDEX posts_platform ON public."Posts" ("platform");
CREATE INDEX posts_hashtags ON public."Posts" USING gin ("hashtags");
CREATE INDEX posts_mentions ON public."Posts" USING gin ("mentions");
CREATE INDEX posts_monetization_status ON public."Posts" ("monetizationStatus");
CREATE INDEX posts_privacy_status ON public."Posts" ("privacyStatus");
CREATE INDEX posts_original_platform ON public."Posts" ("originalPlatform");
CREATE INDEX posts_site_id ON public."Posts" ("siteId");
-- Most posts have neither.
CREATE INDEX posts_parent_post_id ON public."Posts" ("parentPostId") WHERE "parentPostId" IS NOT NULL;
CREATE INDEX posts_previous_iteration_id ON public."Posts" ("previousIterationId") WHERE "previousIterationId" IS NOT NULL;
-- What lists show: what is live, latest first; posts that nobody has given to an artist yet.
CREATE INDEX posts_publish_time_live ON public."Posts" ("publishTime" DESC) WHERE "status" = 'live';
CREATE INDEX posts_publish_time_without_artist ON public."Posts" ("publishTime" DESC) WHERE "artistId" IS NULL;

CREATE TRIGGER "Posts_setUpdatedAt" BEFORE UPDATE ON public."Posts"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."setUpdatedAt"();
CREATE TRIGGER "Posts_recordChange" AFTER INSERT OR UPDATE OR DELETE ON public."Posts"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."recordChange"('postId');

-- ---------------------------------------------------------------------------------------------------------------------
-- Rights
-- ---------------------------------------------------------------------------------------------------------------------
REVOKE ALL ON TABLE public."Posts" FROM PUBLIC, cg_analytics_app, cg_analytics_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public."Posts" TO cg_analytics_app;
GRANT SELECT, INSERT, UPDATE ON TABLE public."Posts" TO cg_analytics_worker;

ALTER TABLE public."Posts" ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Posts_select" ON public."Posts" FOR SELECT TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin,editor,analyst,api_user}'))::uuid[])
           OR ("siteId" IS NULL AND "artistId" = ANY ((SELECT cg_analytics_private."artistsFor"('{admin,editor,analyst,api_user}'))::uuid[]))
           OR "artistId" = (SELECT cg_analytics_private."currentArtistId"()));
-- The artist is of the same tenant: who is linked to a post sees it.
CREATE POLICY "Posts_insert" ON public."Posts" FOR INSERT TO cg_analytics_app
    WITH CHECK ((SELECT cg_analytics_private."isSuperAdmin"())
                OR ("siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin,editor}'))::uuid[]) OR "siteId" IS NULL AND "artistId" IS NOT NULL)
                   AND ("artistId" IS NULL OR "artistId" = ANY ((SELECT cg_analytics_private."artistsFor"('{admin,editor}'))::uuid[])));
CREATE POLICY "Posts_update" ON public."Posts" FOR UPDATE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin,editor}'))::uuid[])
           OR ("siteId" IS NULL AND "artistId" = ANY ((SELECT cg_analytics_private."artistsFor"('{admin,editor}'))::uuid[])))
    WITH CHECK ((SELECT cg_analytics_private."isSuperAdmin"())
                OR ("siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin,editor}'))::uuid[]) OR "siteId" IS NULL AND "artistId" IS NOT NULL)
                   AND ("artistId" IS NULL OR "artistId" = ANY ((SELECT cg_analytics_private."artistsFor"('{admin,editor}'))::uuid[])));
CREATE POLICY "Posts_delete" ON public."Posts" FOR DELETE TO cg_analytics_app
    USING ((SELECT cg_analytics_private."isSuperAdmin"())
           OR "siteId" = ANY ((SELECT cg_analytics_private."sitesFor"('{admin}'))::uuid[])
           OR ("siteId" IS NULL AND "artistId" = ANY ((SELECT cg_analytics_private."artistsFor"('{admin}'))::uuid[])));
CREATE POLICY "Posts_worker" ON public."Posts" FOR ALL TO cg_analytics_worker
    USING (true) WITH CHECK (true);
