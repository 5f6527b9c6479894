-- Every change that a user makes to users, artists and keys is in the audit log: who, what, which row, old and new values,
-- from where; hashes are not. What is no change is not, nor what nobody does.
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
SELECT 'expected no entry while nobody is signed in, found ' || count(*) FROM public."AuditLogs" WHERE "entityId" LIKE '5eed0000-%' HAVING count(*) <> 0;
SET LOCAL app.user_id = '5eed0000-0000-4000-8000-0000000000a1';
SET LOCAL app.ip_address = '192.0.2.7';
SET LOCAL ROLE cg_analytics_app;
UPDATE public."Users" SET "role" = 'analyst', "password" = '$2b$10$' || repeat('b', 53) WHERE "id" = '5eed0000-0000-4000-8000-0000000000a2';
UPDATE public."Users" SET "role" = 'analyst' WHERE "id" = '5eed0000-0000-4000-8000-0000000000a2';
INSERT INTO public."Artists" ("id", "name", "addedBy") VALUES ('5eed0000-0000-4000-8000-0000000000ac', 'Probe artist C', '5eed0000-0000-4000-8000-0000000000a1');
DELETE FROM public."Artists" WHERE "id" = '5eed0000-0000-4000-8000-0000000000ac';
RESET ROLE;
SELECT 'expected update Users a2, insert and delete Artists ac, found ' || coalesce(found, 'nothing')
  FROM (SELECT string_agg(format('%s %s %s', "action", "entityType", right("entityId", 2)), ', ' ORDER BY "action" DESC) AS found
          FROM public."AuditLogs"
         WHERE "userId" = '5eed0000-0000-4000-8000-0000000000a1' AND "ipAddress" = '192.0.2.7') AS log
 WHERE found IS DISTINCT FROM 'update Users a2, insert Artists ac, delete Artists ac';
SELECT 'expected the old and the new role and a redacted password, found ' || coalesce("changes"::text, 'NULL')
  FROM public."AuditLogs"
 WHERE "entityId" = '5eed0000-0000-4000-8000-0000000000a2'
   AND "changes" IS DISTINCT FROM '{"role": {"old": "editor", "new": "analyst"}, "password": "[redacted]"}';
