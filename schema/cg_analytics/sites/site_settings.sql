-- CG Analytics, sites: settings, key by key, each with a type.
CREATE TYPE public."enum_SiteSettings_settingType" AS ENUM ('boolean', 'string', 'number', 'json');

-- "… IS JSON" is PostgreSQL 16's.
CREATE FUNCTION cg_analytics_private."isValueOf"(p_value text, p_type public."enum_SiteSettings_settingType") RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
    SET search_path = ''
AS $$
BEGIN
    CASE p_type
        WHEN 'boolean' THEN RETURN p_value IN ('true', 'false');
        -- JSON's numbers: NaN, Infinity and 0x10 are none.
        WHEN 'number'  THEN RETURN p_value ~ '^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$';
        WHEN 'json'    THEN PERFORM p_value::jsonb;
        ELSE NULL;
    END CASE;
    RETURN true;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN false;
END
$$;
COMMENT ON FUNCTION cg_analytics_private."isValueOf"(text, public."enum_SiteSettings_settingType") IS 'Can the text be read as a value of the type?';
REVOKE ALL ON FUNCTION cg_analytics_private."isValueOf"(text, public."enum_SiteSettings_settingType") FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cg_analytics_private."isValueOf"(text, public."enum_SiteSettings_settingType") TO cg_analytics_app, cg_analytics_worker;

CREATE TABLE public."SiteSettings" (
    "id"           uuid                                   NOT NULL DEFAULT gen_random_uuid(),
    "siteId"       uuid                                   NOT NULL,
    "settingKey"   varchar(255)                           NOT NULL,
    "settingValue" text,
    "settingType"  public."enum_SiteSettings_settingType" NOT NULL DEFAULT 'string',
    "createdAt"    timestamptz                            NOT NULL DEFAULT now(),
    "updatedAt"    timestamptz                            NOT NULL DEFAULT now(),
    CONSTRAINT "SiteSettings_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "SiteSettings_siteId_settingKey_key" UNIQUE ("siteId", "settingKey"),
    CONSTRAINT "SiteSettings_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES public."Sites" ("id") ON DELETE CASCADE,
    CONSTRAINT "SiteSettings_settingKey_check" CHECK ("settingKey" <> ''),
    CONSTRAINT "SiteSettings_settingValue_check" CHECK (cg_analytics_private."isValueOf"("settingValue", "settingType")),
    -- "Sensitive API credentials encrypted": what is called like a credential has to be ciphertext.
    CONSTRAINT "SiteSettings_credential_check" CHECK (
        "settingKey" !~* '(secret|password|credential|private_?key|api_?key|(access|refresh|bearer|auth)_?token)$'
        OR public."isCiphertext"("settingValue"))
);
COMMENT ON TABLE public."SiteSettings" IS 'Settings of a site; read and written as typed values by "getValue" and "setValue"';
COMMENT ON COLUMN public."SiteSettings"."settingValue" IS 'As text; NULL: set to nothing. Of a key that ends like a credential (…ApiKey, …Secret, …Token): ciphertext';

CREATE TRIGGER "SiteSettings_setUpdatedAt" BEFORE UPDATE ON public."SiteSettings"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."setUpdatedAt"();
CREATE TRIGGER "SiteSettings_recordChange" AFTER INSERT OR UPDATE OR DELETE ON public."SiteSettings"
    FOR EACH ROW EXECUTE FUNCTION cg_analytics_private."recordChange"('id');

-- The methods work with the caller's rights: row level security decides whose settings these are.
CREATE FUNCTION public."getValue"(p_site_id uuid, p_setting_key text) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path = ''
AS $$
    SELECT CASE s."settingType"
               WHEN 'string' THEN to_jsonb(s."settingValue")
               ELSE s."settingValue"::jsonb
           END
      FROM public."SiteSettings" s
     WHERE s."siteId" = p_site_id AND s."settingKey" = p_setting_key
$$;
COMMENT ON FUNCTION public."getValue"(uuid, text) IS
    'SiteSetting.getValue(): boolean, number, string, object or array, as JSON; NULL: not set, or set to nothing';

CREATE FUNCTION public."setValue"(p_site_id uuid, p_setting_key text, p_value jsonb) RETURNS public."SiteSettings"
    LANGUAGE plpgsql VOLATILE
    SET search_path = ''
AS $$
DECLARE
    kind  constant public."enum_SiteSettings_settingType" := CASE jsonb_typeof(p_value)
        WHEN 'boolean' THEN 'boolean' WHEN 'number' THEN 'number' WHEN 'object' THEN 'json' WHEN 'array' THEN 'json' ELSE 'string' END;
    saved public."SiteSettings";
BEGIN
    INSERT INTO public."SiteSettings" AS s ("siteId", "settingKey", "settingValue", "settingType")
    VALUES (p_site_id, p_setting_key, p_value #>> '{}', kind)
    ON CONFLICT ("siteId", "settingKey") DO UPDATE
       SET "settingValue" = EXCLUDED."settingValue",
           -- Nothing has no type: it keeps the one that was there.
           "settingType" = CASE WHEN EXCLUDED."settingValue" IS NULL THEN s."settingType" ELSE EXCLUDED."settingType" END
    RETURNING * INTO saved;
    RETURN saved;
END
$$;
COMMENT ON FUNCTION public."setValue"(uuid, text, jsonb) IS 'SiteSetting.setValue(): makes or changes the setting; its type is that of the value';

REVOKE ALL ON FUNCTION public."getValue"(uuid, text), public."setValue"(uuid, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public."getValue"(uuid, text), public."setValue"(uuid, text, jsonb) TO cg_analytics_app, cg_analytics_worker;
