-- CG Analytics, sites: connected accounts, pages and channels.
CREATE TYPE public."enum_Sites_platform" AS ENUM ('facebook', 'instagram', 'youtube', 'tiktok', 'twitter', 'threads');
COMMENT ON TYPE public."enum_Sites_platform" IS 'Extended with ALTER TYPE … ADD VALUE';
CREATE TYPE public."enum_Sites_syncStatus" AS ENUM ('active', 'paused', 'error', 'disconnected');

CREATE TABLE public."Sites" (
    "id"                uuid                           NOT NULL DEFAULT gen_random_uuid(),
    "name"              varchar(255)                   NOT NULL,
    "platform"          public."enum_Sites_platform"   NOT NULL,
    "platformId"        varchar(255)                   NOT NULL,
    "platformUserId"    varchar(255),
    "platformUsername"  varchar(255),
    "accessToken"       text,
    "refreshToken"      text,
    "tokenExpiry"       timestamptz,
    "scope"             text,
    "webhookUrl"        varchar(255),
    -- The document's field list says STRING, its section Security says encrypted: ciphertext is TEXT.
    "webhookSecret"     text,
    "businessAccountId" varchar(255),
    "followerCount"     integer                        NOT NULL DEFAULT 0,
    "profileImageUrl"   varchar(255),
    "coverImageUrl"     varchar(255),
    "bio"               text,
    "apiQuota"          integer,
    "apiQuotaReset"     timestamptz,
    "syncStatus"        public."enum_Sites_syncStatus" NOT NULL DEFAULT 'active',
    "lastSyncAt"        timestamptz,
    -- JSON in the field list, "use JSONB for … stats" in the section Data Types.
    "stats"             jsonb                          NOT NULL DEFAULT '{}',
    "addedBy"           uuid                           NOT NULL,
    "createdAt"         timestamptz                    NOT NULL DEFAULT now(),
    "updatedAt"         timestamptz                    NOT NULL DEFAULT now(),
    CONSTRAINT "Sites_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Sites_platform_platformId_key" UNIQUE ("platform", "platformId"),
    -- RESTRICT: his sites are handed over before a user goes.
    CONSTRAINT "Sites_addedBy_fkey" FOREIGN KEY ("addedBy") REFERENCES public."Users" ("id") ON DELETE RESTRICT,
    CONSTRAINT "Sites_name_check" CHECK ("name" <> ''),
    CONSTRAINT "Sites_platformId_check" CHECK ("platformId" <> ''),
    CONSTRAINT "Sites_accessToken_check" CHECK (public."isCiphertext"("accessToken")),
    CONSTRAINT "Sites_refreshToken_check" CHECK (public."isCiphertext"("refreshToken")),
    CONSTRAINT "Sites_webhookSecret_check" CHECK (public."isCiphertext"("webhookSecret")),
    CONSTRAINT "Sites_followerCount_check" CHECK ("followerCount" >= 0),
    CONSTRAINT "Sites_apiQuota_check" CHECK ("apiQuota" >= 0),
    CONSTRAINT "Sites_stats_check" CHECK (jsonb_typeof("stats") = 'object')
);
COMMENT ON TABLE public."Sites" IS 'Connected social media accounts, pages and channels';
COMMENT ON COLUMN public."Sites"."platformId" IS 'Page or channel at the platform; connected once, by one tenant';
COMMENT ON COLUMN public."Sites"."accessToken" IS 'Ciphertext, see "isCiphertext"; as refreshToken and webhookSecret';
COMMENT ON COLUMN public."Sites"."apiQuota" IS 'Calls left until apiQuotaReset';
COMMENT ON COLUMN public."Sites"."lastSyncAt" IS 'Last sync that was completed';
COMMENT ON COLUMN public."Sites"."addedBy" IS 'Decides whose site this is: that of this user''s tenant';

CREATE INDEX sites_added_by ON public."Sites" ("addedBy");
CREATE INDEX sites_last_sync_at_active ON public."Sites" ("lastSyncAt" NULLS FIRST) WHERE "syncStatus" = 'active';
CREATE INDEX sites_token_expiry_active ON public."Sites" ("tokenExpiry") WHERE "syncStatus" = 'active' AND "tokenExpiry" IS NOT NULL;

CREATE TRIGGER "Sites_setUpdatedAt" BEFORE UPDATE ON public."Sites"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."setUpdatedAt"();
CREATE TRIGGER "Sites_recordChange" AFTER INSERT OR UPDATE OR DELETE ON public."Sites"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."recordChange"('id');
