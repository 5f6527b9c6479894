-- CG Analytics, accounts: content creators, who receive royalties.
CREATE TYPE public."enum_Artists_status" AS ENUM ('active', 'inactive');

CREATE TABLE public."Artists" (
    "id"                 uuid                         NOT NULL DEFAULT gen_random_uuid(),
    "name"               varchar(255)                 NOT NULL,
    "email"              varchar(255),
    "royaltyRate"        numeric(5,2)                 NOT NULL DEFAULT 0,
    "status"             public."enum_Artists_status" NOT NULL DEFAULT 'active',
    "notes"              text,
    "socialMediaHandles" jsonb,
    "primaryPlatform"    varchar(255),
    "verifiedPlatforms"  jsonb,
    "addedBy"            uuid,
    "createdAt"          timestamptz                  NOT NULL DEFAULT now(),
    "updatedAt"          timestamptz                  NOT NULL DEFAULT now(),
    CONSTRAINT "Artists_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Artists_name_key" UNIQUE ("name"),
    CONSTRAINT "Artists_name_check" CHECK ("name" <> ''),
    CONSTRAINT "Artists_royaltyRate_check" CHECK ("royaltyRate" BETWEEN 0 AND 100),
    CONSTRAINT "Artists_socialMediaHandles_check" CHECK (jsonb_typeof("socialMediaHandles") = 'object'),
    CONSTRAINT "Artists_verifiedPlatforms_check" CHECK (jsonb_typeof("verifiedPlatforms") = 'array')
);
COMMENT ON TABLE public."Artists" IS 'Content creators and royalty recipients';
COMMENT ON COLUMN public."Artists"."royaltyRate" IS 'Percent of the earnings, 0 to 100';
COMMENT ON COLUMN public."Artists"."socialMediaHandles" IS 'Object: platform → handle';
COMMENT ON COLUMN public."Artists"."verifiedPlatforms" IS 'Array of platforms';
COMMENT ON COLUMN public."Artists"."addedBy" IS
    'Not in the document, which leaves open whose artist this is; as "Sites"."addedBy", it decides the tenant. NULL: super_admin sees it';

CREATE INDEX artists_added_by ON public."Artists" ("addedBy");

CREATE TRIGGER "Artists_setUpdatedAt" BEFORE UPDATE ON public."Artists"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."setUpdatedAt"();
