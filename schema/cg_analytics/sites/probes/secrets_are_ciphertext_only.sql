-- Tokens, webhook secrets, and settings that are called like a credential take ciphertext, and nothing else.
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
UPDATE public."Sites" SET "accessToken" = 'v1:' || repeat('0a', 16) || ':' || encode(decode(repeat('ff', 32), 'hex'), 'base64'), "refreshToken" = 'v1:' || repeat('0a', 16) || ':' || encode(decode(repeat('ff', 32), 'hex'), 'base64'), "webhookSecret" = 'v1:' || repeat('0a', 16) || ':' || encode(decode(repeat('ff', 32), 'hex'), 'base64') WHERE "platformId" = 'cg-probe-a';
INSERT INTO public."SiteSettings" ("siteId", "settingKey", "settingValue") VALUES
    ('5eed0000-0000-4000-8000-0000000000a9', 'reportingApiKey', 'v1:' || repeat('0a', 16) || ':' || encode(decode(repeat('ff', 32), 'hex'), 'base64')), ('5eed0000-0000-4000-8000-0000000000a9', 'tokenRefreshHour', '3');
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$UPDATE public."Sites" SET "accessToken" = 'EAABsbCS1iHgBAKZCZCx0tZBZBq' WHERE "platformId" = 'cg-probe-a'$q$,
        $q$UPDATE public."Sites" SET "refreshToken" = '1//0gFu3probe-refresh' WHERE "platformId" = 'cg-probe-a'$q$,
        $q$UPDATE public."Sites" SET "webhookSecret" = 'hush' WHERE "platformId" = 'cg-probe-a'$q$,
        $q$UPDATE public."Sites" SET "accessToken" = '' WHERE "platformId" = 'cg-probe-a'$q$,
        $q$UPDATE public."SiteSettings" SET "settingValue" = 'AIzaSyProbe' WHERE "settingKey" = 'reportingApiKey'$q$,
        $q$UPDATE public."SiteSettings" SET "settingKey" = 'proxy_password' WHERE "settingKey" = 'tokenRefreshHour'$q$,
        $q$SELECT public."setValue"('5eed0000-0000-4000-8000-0000000000a9', 'clientSecret', '"hush"')$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN check_violation THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;
-- What the audit log says of them.
SET LOCAL app.user_id = '5eed0000-0000-4000-8000-0000000000a1';
UPDATE public."Sites" SET "accessToken" = NULL, "name" = 'Probe page A2' WHERE "platformId" = 'cg-probe-a';
SELECT 'expected a redacted token and the names, found ' || coalesce(string_agg("changes"::text, '; '), 'nothing')
  FROM public."AuditLogs" WHERE "entityType" = 'Sites' AND "entityId" = '5eed0000-0000-4000-8000-0000000000a9' AND "userId" = '5eed0000-0000-4000-8000-0000000000a1'
HAVING string_agg("changes"::text, '; ') IS DISTINCT FROM '{"name": {"new": "Probe page A2", "old": "Probe page A"}, "accessToken": "[redacted]"}';
