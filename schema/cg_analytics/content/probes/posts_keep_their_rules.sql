-- Ids have the platform's prefix, only reels have a parent, iterations count up, hashtags and mentions are arrays, a post
-- survives its site, and an artist with posts stays.
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
INSERT INTO public."Posts" ("postId", "title", "postType", "platform", "dataSource", "siteId", "artistId", "publishTime") VALUES
    ('facebook_cgprobe_a1', 'A, artist''s',        'Video', 'facebook', 'facebook', '5eed0000-0000-4000-8000-0000000000a9', '5eed0000-0000-4000-8000-0000000000aa', now() - interval '3 days'),
    ('facebook_cgprobe_a2', 'A, nobody''s',        'Photo', 'facebook', 'facebook', '5eed0000-0000-4000-8000-0000000000a9', NULL, now() - interval '2 days'),
    ('facebook_cgprobe_a3', 'A, artist''s, a file', 'Video', 'facebook', 'csv',      NULL, '5eed0000-0000-4000-8000-0000000000aa', now() - interval '1 day'),
    ('facebook_cgprobe_b1', 'B, artist''s',        'Video', 'facebook', 'facebook', '5eed0000-0000-4000-8000-0000000000b9', '5eed0000-0000-4000-8000-0000000000ba', now());
INSERT INTO public."Posts" ("postId", "postType", "platform", "parentPostId") VALUES ('facebook_cgprobe_reel', 'Reel', 'facebook', 'facebook_cgprobe_a1');
INSERT INTO public."Posts" ("postId", "postType", "platform", "previousIterationId", "iterationNumber") VALUES ('facebook_cgprobe_again', 'Video', 'facebook', 'facebook_cgprobe_a1', 2);
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$INSERT INTO public."Posts" ("postId", "postType", "platform") VALUES ('1234', 'Video', 'facebook')$q$,
        $q$INSERT INTO public."Posts" ("postId", "postType", "platform") VALUES ('facebook_cgprobe_a1', 'Video', 'facebook')$q$,
        $q$INSERT INTO public."Posts" ("postId", "postType", "platform") VALUES ('facebook_cgprobe_x', 'Story', 'facebook')$q$,
        $q$UPDATE public."Posts" SET "dataSource" = 'guess' WHERE "postId" = 'facebook_cgprobe_a1'$q$,
        $q$UPDATE public."Posts" SET "parentPostId" = 'facebook_cgprobe_a2' WHERE "postId" = 'facebook_cgprobe_a1'$q$,
        $q$UPDATE public."Posts" SET "parentPostId" = "postId" WHERE "postId" = 'facebook_cgprobe_reel'$q$,
        $q$UPDATE public."Posts" SET "parentPostId" = 'facebook_nowhere' WHERE "postId" = 'facebook_cgprobe_reel'$q$,
        $q$UPDATE public."Posts" SET "previousIterationId" = "postId" WHERE "postId" = 'facebook_cgprobe_again'$q$,
        $q$UPDATE public."Posts" SET "iterationNumber" = 1 WHERE "postId" = 'facebook_cgprobe_again'$q$,
        $q$UPDATE public."Posts" SET "hashtags" = '"summer"' WHERE "postId" = 'facebook_cgprobe_a1'$q$,
        $q$UPDATE public."Posts" SET "mentions" = '{}' WHERE "postId" = 'facebook_cgprobe_a1'$q$,
        $q$UPDATE public."Posts" SET "duration" = -1 WHERE "postId" = 'facebook_cgprobe_a1'$q$,
        $q$DELETE FROM public."Artists" WHERE "name" = 'Probe artist A'$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN check_violation OR foreign_key_violation OR restrict_violation OR unique_violation OR invalid_text_representation THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;
DELETE FROM public."Sites" WHERE "platformId" = 'cg-probe-a';
SELECT 'expected the posts of a deleted site to stay, without it; found ' || count(*) FROM public."Posts"
 WHERE "postId" IN ('facebook_cgprobe_a1', 'facebook_cgprobe_a2') AND "siteId" IS NULL HAVING count(*) <> 2;
