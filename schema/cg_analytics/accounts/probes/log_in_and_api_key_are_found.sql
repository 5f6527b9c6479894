-- Before there is a current user, the application finds him by name, address or key, and nothing else of the tables; who is
-- inactive, or whose key is inactive or expired, is not found.
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
INSERT INTO public."ApiKeys" ("userId", "name", "keyPrefix", "keyHash", "isActive", "expiresAt") VALUES
    ('5eed0000-0000-4000-8000-0000000000a1', 'good',     'cga_live', repeat('1', 64), true,  now() + interval '1 day'),
    ('5eed0000-0000-4000-8000-0000000000a1', 'expired',  'cga_live', repeat('2', 64), true,  now() - interval '1 day'),
    ('5eed0000-0000-4000-8000-0000000000a1', 'inactive', 'cga_live', repeat('3', 64), false, NULL),
    ('5eed0000-0000-4000-8000-0000000000b1', 'user off', 'cga_live', repeat('4', 64), true,  NULL);
UPDATE public."Users" SET "isActive" = false WHERE "id" = '5eed0000-0000-4000-8000-0000000000b1';
SET LOCAL app.user_id = '';
SET LOCAL ROLE cg_analytics_app;
SELECT 'log-in ' || login || ': expected ' || wanted || ' row(s), found ' || count(f."id")
  FROM (VALUES ('probe-admin-a', 1), ('Probe-Admin-A@CG.invalid', 1), ('probe-admin-b', 0), ('nobody', 0), ('', 0)) AS given (login, wanted)
  LEFT JOIN LATERAL public."findLogin"(given.login) AS f ON f."password" LIKE '$2b$%'
 GROUP BY login, wanted HAVING count(f."id") <> wanted;
SELECT 'key ' || left(hash, 1) || ': expected ' || wanted || ' row(s), found ' || count(f."id")
  FROM (VALUES (repeat('1', 64), 1), (repeat('2', 64), 0), (repeat('3', 64), 0), (repeat('4', 64), 0), (repeat('5', 64), 0)) AS given (hash, wanted)
  LEFT JOIN LATERAL public."findApiKey"(given.hash) AS f ON f."userId" = '5eed0000-0000-4000-8000-0000000000a1'
 GROUP BY hash, wanted HAVING count(f."id") <> wanted;
SELECT 'expected nothing to be visible without a current user, found ' || n
  FROM (SELECT (SELECT count(*) FROM public."Users") + (SELECT count(*) FROM public."Artists") + (SELECT count(*) FROM public."ApiKeys")
               + (SELECT count(*) FROM public."AuditLogs") AS n) AS seen
 WHERE n <> 0;
RESET ROLE;
SELECT 'expected the use of the key to be noted, and of no other' FROM public."ApiKeys"
 WHERE "keyHash" IN (repeat('1', 64), repeat('2', 64), repeat('3', 64), repeat('4', 64)) AND ("lastUsedAt" IS NOT NULL) <> ("name" = 'good');
