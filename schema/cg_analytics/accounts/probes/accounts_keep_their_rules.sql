-- Hashed passwords, unique names and addresses, artists for the role artist alone, rates of 0 to 100, hashed API keys.
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
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$INSERT INTO public."Users" ("username", "email", "password") VALUES ('probe-x', 'probe-x@cg.invalid', 'correct horse battery staple')$q$,
        $q$UPDATE public."Users" SET "password" = md5('secret') WHERE "username" = 'probe-super'$q$,
        $q$UPDATE public."Users" SET "username" = 'probe-super' WHERE "username" = 'probe-admin-a'$q$,
        $q$UPDATE public."Users" SET "email" = 'probe-super@cg.invalid' WHERE "username" = 'probe-admin-a'$q$,
        $q$UPDATE public."Users" SET "email" = 'PROBE-Super@cg.invalid' WHERE "username" = 'probe-admin-a'$q$,
        $q$UPDATE public."Users" SET "email" = 'no address' WHERE "username" = 'probe-admin-a'$q$,
        $q$UPDATE public."Users" SET "role" = 'artist' WHERE "username" = 'probe-editor-a'$q$,
        $q$UPDATE public."Users" SET "role" = 'editor' WHERE "username" = 'probe-artist-a'$q$,
        $q$UPDATE public."Users" SET "tenantId" = "id" WHERE "username" = 'probe-editor-a'$q$,
        $q$INSERT INTO public."Artists" ("name") VALUES ('Probe artist A')$q$,
        $q$UPDATE public."Artists" SET "royaltyRate" = 100.01 WHERE "name" = 'Probe artist A'$q$,
        $q$UPDATE public."Artists" SET "royaltyRate" = -1 WHERE "name" = 'Probe artist A'$q$,
        $q$UPDATE public."Artists" SET "verifiedPlatforms" = '{}' WHERE "name" = 'Probe artist A'$q$,
        $q$DELETE FROM public."Artists" WHERE "name" = 'Probe artist A'$q$,
        $q$INSERT INTO public."ApiKeys" ("userId", "name", "keyPrefix", "keyHash") SELECT "id", 'k', 'cga_live', 'cga_live_0123456789' FROM public."Users" WHERE "username" = 'probe-super'$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN check_violation OR unique_violation OR foreign_key_violation OR restrict_violation OR numeric_value_out_of_range THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;
UPDATE public."Users" SET "password" = '$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA' WHERE "username" = 'probe-super';
UPDATE public."Users" SET "updatedAt" = 'epoch' WHERE "username" = 'probe-super';
SELECT 'expected updatedAt to be the time of the change, found ' || "updatedAt" FROM public."Users" WHERE "username" = 'probe-super' AND "updatedAt" <> now();
