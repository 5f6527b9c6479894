-- CG Analytics, accounts: who did what.
--
-- The document names the table ("tracks all admin actions"), and no column. Changes of the tables that admins manage are
-- recorded by triggers, so that no code path can forget to; what is no change of a row (a log-in, an export) is written
-- by the application. Rows are added, and that is all: rights say so, and a trigger tells the owner.
CREATE TABLE public."AuditLogs" (
    "id"         uuid         NOT NULL DEFAULT gen_random_uuid(),
    "userId"     uuid         NOT NULL,
    "action"     varchar(255) NOT NULL,
    "entityType" varchar(255) NOT NULL,
    "entityId"   varchar(255),
    "changes"    jsonb,
    "ipAddress"  varchar(255),
    "userAgent"  text,
    "createdAt"  timestamptz  NOT NULL DEFAULT now(),
    "updatedAt"  timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT "AuditLogs_pkey" PRIMARY KEY ("id"),
    -- RESTRICT: who has acted stays on record, and is deactivated instead.
    CONSTRAINT "AuditLogs_userId_fkey" FOREIGN KEY ("userId") REFERENCES public."Users" ("id") ON DELETE RESTRICT,
    CONSTRAINT "AuditLogs_action_check" CHECK ("action" <> ''),
    CONSTRAINT "AuditLogs_entityType_check" CHECK ("entityType" <> ''),
    CONSTRAINT "AuditLogs_changes_check" CHECK (jsonb_typeof("changes") = 'object')
);
COMMENT ON TABLE public."AuditLogs" IS 'Actions of users; append-only';
COMMENT ON COLUMN public."AuditLogs"."action" IS 'insert, update, delete by triggers; anything by the application, for example login';
COMMENT ON COLUMN public."AuditLogs"."entityType" IS 'Table, or what else was acted upon';
COMMENT ON COLUMN public."AuditLogs"."changes" IS 'Object: column → {"old": …, "new": …}; hashes and ciphertext are "[redacted]"';
COMMENT ON COLUMN public."AuditLogs"."ipAddress" IS 'From the setting app.ip_address, where the application makes it';
COMMENT ON COLUMN public."AuditLogs"."updatedAt" IS 'Sequelize has it on every table; a row is never updated';

CREATE INDEX audit_logs_user_id_created_at ON public."AuditLogs" ("userId", "createdAt" DESC);
CREATE INDEX audit_logs_entity_type_entity_id ON public."AuditLogs" ("entityType", "entityId");
CREATE INDEX audit_logs_created_at ON public."AuditLogs" ("createdAt");

CREATE FUNCTION cg_analytics_private."refuseChange"() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = ''
AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege', HINT = 'retention is a decision of the owner: he disables the trigger for it, in one transaction';
END
$$;
COMMENT ON FUNCTION cg_analytics_private."refuseChange"() IS 'BEFORE UPDATE, DELETE or TRUNCATE: refuses it, to the owner as well';
REVOKE ALL ON FUNCTION cg_analytics_private."refuseChange"() FROM PUBLIC;

CREATE TRIGGER "AuditLogs_refuseChange" BEFORE UPDATE OR DELETE OR TRUNCATE ON public."AuditLogs"
    FOR EACH STATEMENT EXECUTE FUNCTION cg_analytics_private."refuseChange"();

-- SECURITY DEFINER: who changes a site may be no one who may write the log as he likes.
-- What has no user, the worker's changes and migrations, is not recorded: SyncLogs and cfdb's ledger are for those.
CREATE FUNCTION cg_analytics_private."recordChange"() RETURNS trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = ''
AS $$
DECLARE
    before  constant jsonb  := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
    after   constant jsonb  := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
    changed jsonb;
BEGIN
    SELECT jsonb_object_agg(key, CASE
               WHEN key IN ('password', 'keyHash') OR public."isCiphertext"(before ->> key) OR public."isCiphertext"(after ->> key)
               THEN '"[redacted]"'::jsonb
               ELSE jsonb_strip_nulls(jsonb_build_object('old', before -> key, 'new', after -> key)) END)
      INTO changed
      FROM (SELECT jsonb_object_keys(before || after)) AS columns (key)
     WHERE key NOT IN ('createdAt', 'updatedAt')
       AND nullif(before -> key, 'null') IS DISTINCT FROM nullif(after -> key, 'null');
    IF changed IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO public."AuditLogs" ("userId", "action", "entityType", "entityId", "changes", "ipAddress", "userAgent")
    SELECT u."id", lower(TG_OP), TG_TABLE_NAME, coalesce(after ->> TG_ARGV[0], before ->> TG_ARGV[0]), changed,
           nullif(current_setting('app.ip_address', true), ''), nullif(current_setting('app.user_agent', true), '')
      FROM public."Users" u
     WHERE u."id" = nullif(current_setting('app.user_id', true), '')::uuid;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION cg_analytics_private."recordChange"() IS
    'AFTER INSERT, UPDATE or DELETE: what the user of app.user_id changed, into "AuditLogs". Argument: the column that names the row';
REVOKE ALL ON FUNCTION cg_analytics_private."recordChange"() FROM PUBLIC;

CREATE TRIGGER "Artists_recordChange" AFTER INSERT OR UPDATE OR DELETE ON public."Artists"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."recordChange"('id');
CREATE TRIGGER "Users_recordChange" AFTER INSERT OR UPDATE OR DELETE ON public."Users"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."recordChange"('id');
CREATE TRIGGER "ApiKeys_recordChange" AFTER INSERT OR UPDATE OR DELETE ON public."ApiKeys"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."recordChange"('id');
