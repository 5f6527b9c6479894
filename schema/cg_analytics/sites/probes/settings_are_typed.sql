-- getValue() gives what setValue() took, with its type; a value that is none of its type is refused.
INSERT INTO public."Users" ("id", "username", "email", "password", "role", "tenantId")
SELECT v.id::uuid, 'probe-' || v.name, 'probe-' || v.name || '@cg.invalid', '$2b$10$' || repeat('a', 53), v.role::public."enum_Users_role", v.tenant::uuid
  FROM (VALUES
        ('5eed0000-0000-4000-8000-000000000001', 'super',    'super_admin', NULL),
        ('5eed0000-0000-4000-8000-0000000000a1', 'admin-a',  'admin',       NULL),
        ('5eed0000-0000-4000-8000-0000000000a2', 'editor-a', 'editor',      '5eed0000-0000-4000-8000-0000000000a1'),
        ('5eed0000-0000-4000-8000-0000000000a3', 'reader-a', 'analyst',     '5eed0000-0000-4000-8000-0000000000a1'),
        ('5eed0000-0000-4000-8000-0000000000b1', 'admin-b',  'admin',       NULL)
       ) AS v (id, name, role, tenant);
INSERT INTO public."Artists" ("id", "name", "royaltyRate", "addedBy") VALUES
    ('5eed0000-0000-4000-8000-0000000000aa', 'Probe artist A', 50, '5eed0000-0000-4000-8000-0000000000a1'),
    ('5eed0000-0000-4000-8000-0000000000ba', 'Probe artist B', 50, '5eed0000-0000-4000-8000-0000000000b1');
INSERT INTO public."Users" ("id", "username", "email", "password", "role", "tenantId", "artistId") VALUES
    ('5eed0000-0000-4000-8000-0000000000a4', 'probe-artist-a', 'probe-artist-a@cg.invalid', '$2b$10$' || repeat('a', 53), 'artist',
     '5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-0000000000aa');
INSERT INTO public."Sites" ("id", "name", "platform", "platformId", "addedBy") VALUES
    ('5eed0000-0000-4000-8000-0000000000a9', 'Probe page A', 'facebook', 'cg-probe-a', '5eed0000-0000-4000-8000-0000000000a1'),
    ('5eed0000-0000-4000-8000-0000000000b9', 'Probe page B', 'facebook', 'cg-probe-b', '5eed0000-0000-4000-8000-0000000000b1');
DO $$
DECLARE
    given  jsonb;
    wanted text;
    saved  public."SiteSettings";
    found  jsonb;
BEGIN
    FOR given, wanted IN VALUES
        (jsonb 'true', 'boolean'), ('false', 'boolean'), ('0', 'number'), ('-12.50', 'number'), ('1e3', 'number'),
        ('"weekly"', 'string'), ('"true"', 'string'), ('""', 'string'), ('{"a": [1, null]}', 'json'), ('[]', 'json')
    LOOP
        saved := public."setValue"('5eed0000-0000-4000-8000-0000000000a9', 'probe', given);
        found := public."getValue"('5eed0000-0000-4000-8000-0000000000a9', 'probe');
        IF saved."settingType"::text IS DISTINCT FROM wanted OR found IS DISTINCT FROM given THEN
            RAISE EXCEPTION 'expected % of type %, found % of type %', given, wanted, found, saved."settingType";
        END IF;
    END LOOP;
    PERFORM public."setValue"('5eed0000-0000-4000-8000-0000000000a9', 'probe', 'null');
    IF public."getValue"('5eed0000-0000-4000-8000-0000000000a9', 'probe') IS NOT NULL THEN
        RAISE EXCEPTION 'expected nothing after setting to null';
    END IF;
END
$$;
SELECT 'expected one row of one key, of the type that it had last, found ' || count(*) FROM public."SiteSettings"
 WHERE "siteId" = '5eed0000-0000-4000-8000-0000000000a9' AND "settingKey" = 'probe' AND "settingType" = 'json' HAVING count(*) <> 1;
SELECT 'expected NULL of a key that is not set' WHERE public."getValue"('5eed0000-0000-4000-8000-0000000000a9', 'no such key') IS NOT NULL;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$INSERT INTO public."SiteSettings" ("siteId", "settingKey", "settingValue", "settingType") VALUES ('5eed0000-0000-4000-8000-0000000000a9', 'b', 'yes', 'boolean')$q$,
        $q$INSERT INTO public."SiteSettings" ("siteId", "settingKey", "settingValue", "settingType") VALUES ('5eed0000-0000-4000-8000-0000000000a9', 'b', '', 'boolean')$q$,
        $q$INSERT INTO public."SiteSettings" ("siteId", "settingKey", "settingValue", "settingType") VALUES ('5eed0000-0000-4000-8000-0000000000a9', 'n', 'twelve', 'number')$q$,
        $q$INSERT INTO public."SiteSettings" ("siteId", "settingKey", "settingValue", "settingType") VALUES ('5eed0000-0000-4000-8000-0000000000a9', 'n', 'NaN', 'number')$q$,
        $q$INSERT INTO public."SiteSettings" ("siteId", "settingKey", "settingValue", "settingType") VALUES ('5eed0000-0000-4000-8000-0000000000a9', 'n', '0x10', 'number')$q$,
        $q$INSERT INTO public."SiteSettings" ("siteId", "settingKey", "settingValue", "settingType") VALUES ('5eed0000-0000-4000-8000-0000000000a9', 'j', '{"a":', 'json')$q$,
        $q$INSERT INTO public."SiteSettings" ("siteId", "settingKey", "settingValue", "settingType") VALUES ('5eed0000-0000-4000-8000-0000000000a9', 'j', '', 'json')$q$,
        $q$INSERT INTO public."SiteSettings" ("siteId", "settingKey", "settingValue", "settingType") VALUES ('5eed0000-0000-4000-8000-0000000000a9', 'probe', 'x', 'string')$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN check_violation OR unique_violation THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;
