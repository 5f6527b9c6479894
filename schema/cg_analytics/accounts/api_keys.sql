-- CG Analytics, accounts: keys of programs that act for a user.
--
-- The document names the table ("Has many ApiKeys") and "API key restrictions", and no column.
CREATE TABLE public."ApiKeys" (
    "id"          uuid         NOT NULL DEFAULT gen_random_uuid(),
    "userId"      uuid         NOT NULL,
    "name"        varchar(255) NOT NULL,
    "keyPrefix"   varchar(255) NOT NULL,
    "keyHash"     varchar(255) NOT NULL,
    "permissions" jsonb        NOT NULL DEFAULT '[]',
    "allowedIps"  jsonb        NOT NULL DEFAULT '[]',
    "rateLimit"   integer,
    "isActive"    boolean      NOT NULL DEFAULT true,
    "expiresAt"   timestamptz,
    "lastUsedAt"  timestamptz,
    "createdAt"   timestamptz  NOT NULL DEFAULT now(),
    "updatedAt"   timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT "ApiKeys_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ApiKeys_keyHash_key" UNIQUE ("keyHash"),
    CONSTRAINT "ApiKeys_userId_fkey" FOREIGN KEY ("userId") REFERENCES public."Users" ("id") ON DELETE CASCADE,
    CONSTRAINT "ApiKeys_name_check" CHECK ("name" <> ''),
    CONSTRAINT "ApiKeys_keyPrefix_check" CHECK (char_length("keyPrefix") BETWEEN 4 AND 12),
    CONSTRAINT "ApiKeys_keyHash_check" CHECK ("keyHash" ~ '^[0-9a-f]{64}$'),
    CONSTRAINT "ApiKeys_permissions_check" CHECK (jsonb_typeof("permissions") = 'array'),
    CONSTRAINT "ApiKeys_allowedIps_check" CHECK (jsonb_typeof("allowedIps") = 'array'),
    CONSTRAINT "ApiKeys_rateLimit_check" CHECK ("rateLimit" > 0)
);
COMMENT ON TABLE public."ApiKeys" IS 'API keys. Shown once when made; what is kept cannot be turned back into the key';
COMMENT ON COLUMN public."ApiKeys"."keyPrefix" IS 'Its first characters, so that people recognise it';
COMMENT ON COLUMN public."ApiKeys"."keyHash" IS
    'SHA-256 of the key, in hex. Not encrypted: nobody needs it back, and a random key of 32 bytes needs no slow hash';
COMMENT ON COLUMN public."ApiKeys"."permissions" IS 'Array of what it may be used for, for example "posts:read"; empty: nothing';
COMMENT ON COLUMN public."ApiKeys"."allowedIps" IS 'Array of addresses or networks it may come from; empty: anywhere';
COMMENT ON COLUMN public."ApiKeys"."rateLimit" IS 'Requests per minute; NULL: as the server has it';

CREATE INDEX api_keys_user_id ON public."ApiKeys" ("userId");
CREATE INDEX api_keys_expires_at ON public."ApiKeys" ("expiresAt") WHERE "isActive" AND "expiresAt" IS NOT NULL;

CREATE TRIGGER "ApiKeys_setUpdatedAt" BEFORE UPDATE ON public."ApiKeys"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."setUpdatedAt"();
