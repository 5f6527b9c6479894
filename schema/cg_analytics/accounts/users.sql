-- CG Analytics, accounts: who logs in.
--
-- The document asks for row level security "for multi-tenant scenarios", and names no tenant. Here a tenant is a user
-- with those who work for him: "tenantId" of the latter is his id. What a tenant has is what any of them added.
CREATE TYPE public."enum_Users_role" AS ENUM ('super_admin', 'admin', 'editor', 'analyst', 'api_user', 'artist');
COMMENT ON TYPE public."enum_Users_role" IS
    'super_admin: all tenants; admin: manages his tenant; editor: writes content and metrics; analyst, api_user: read; artist: reads his own posts';

CREATE TABLE public."Users" (
    "id"        uuid                     NOT NULL DEFAULT gen_random_uuid(),
    "username"  varchar(255)             NOT NULL,
    "email"     varchar(255)             NOT NULL,
    "password"  varchar(255)             NOT NULL,
    "role"      public."enum_Users_role" NOT NULL DEFAULT 'analyst',
    "artistId"  uuid,
    "tenantId"  uuid,
    "isActive"  boolean                  NOT NULL DEFAULT true,
    "lastLogin" timestamptz,
    "createdAt" timestamptz              NOT NULL DEFAULT now(),
    "updatedAt" timestamptz              NOT NULL DEFAULT now(),
    CONSTRAINT "Users_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Users_username_key" UNIQUE ("username"),
    CONSTRAINT "Users_email_key" UNIQUE ("email"),
    CONSTRAINT "Users_artistId_fkey" FOREIGN KEY ("artistId") REFERENCES public."Artists" ("id") ON DELETE RESTRICT,
    CONSTRAINT "Users_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES public."Users" ("id") ON DELETE RESTRICT,
    CONSTRAINT "Users_username_check" CHECK ("username" <> ''),
    CONSTRAINT "Users_email_check" CHECK ("email" ~ '^[^@\s]+@[^@\s]+$'),
    -- bcrypt, argon2, scrypt: what is no hash of one of these is a password that was not hashed.
    CONSTRAINT "Users_password_check" CHECK ("password" ~ '^\$(2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}|argon2(id|i|d)\$.{20,}|scrypt\$.{20,})$'),
    CONSTRAINT "Users_artistId_check" CHECK (("role" = 'artist') = ("artistId" IS NOT NULL)),
    CONSTRAINT "Users_tenantId_check" CHECK ("tenantId" <> "id")
);
COMMENT ON TABLE public."Users" IS 'Accounts. Who has acted (sites, audit log) is deactivated, not deleted';
COMMENT ON COLUMN public."Users"."artistId" IS 'Of role artist, and of no other';
COMMENT ON COLUMN public."Users"."tenantId" IS 'The user he works for; NULL: a tenant himself. Not in the document, see the top of this file';

-- Else A@example.com and a@example.com are two accounts for one mailbox.
CREATE UNIQUE INDEX users_email_lower ON public."Users" (lower("email"));
CREATE INDEX users_artist_id ON public."Users" ("artistId") WHERE "artistId" IS NOT NULL;
CREATE INDEX users_tenant_id ON public."Users" ("tenantId") WHERE "tenantId" IS NOT NULL;

CREATE TRIGGER "Users_setUpdatedAt" BEFORE UPDATE ON public."Users"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."setUpdatedAt"();

-- Users point at artists, and artists at users: the second key comes when both are there.
ALTER TABLE public."Artists" ADD CONSTRAINT "Artists_addedBy_fkey"
    FOREIGN KEY ("addedBy") REFERENCES public."Users" ("id") ON DELETE RESTRICT;
