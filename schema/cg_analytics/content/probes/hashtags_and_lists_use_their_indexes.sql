-- Hashtags and mentions are found by GIN indexes, and the lists of live posts by their partial index.
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
UPDATE public."Posts" SET "hashtags" = '["cgprobe", "summer"]', "mentions" = '["@cgprobe"]' WHERE "postId" = 'facebook_cgprobe_a1';
SELECT 'expected one post tagged cgprobe, found ' || count(*) FROM public."Posts" WHERE "hashtags" @> '["cgprobe"]' AND "mentions" ? '@cgprobe' HAVING count(*) <> 1;
-- On a small table the planner rightly prefers to read it whole; forbid that, and see what is left to it.
SET LOCAL enable_seqscan = off;
DO $$
DECLARE
    query  text;
    wanted text;
    line   text;
    plan   text;
BEGIN
    FOR query, wanted IN VALUES
        ($q$SELECT FROM public."Posts" WHERE "hashtags" @> '["cgprobe"]'$q$,                                       'posts_hashtags'),
        ($q$SELECT FROM public."Posts" WHERE "mentions" ? '@cgprobe'$q$,                                           'posts_mentions'),
        ($q$SELECT "postId" FROM public."Posts" WHERE "status" = 'live' ORDER BY "publishTime" DESC LIMIT 5$q$,    'posts_publish_time_live'),
        ($q$SELECT "postId" FROM public."Posts" WHERE "artistId" IS NULL ORDER BY "publishTime" DESC LIMIT 5$q$,   'posts_publish_time_without_artist')
    LOOP
        plan := '';
        FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
            plan := plan || line || E'\n';
        END LOOP;
        IF position(wanted IN plan) = 0 THEN
            RAISE EXCEPTION 'expected % to be used for %, found %', wanted, query, plan;
        END IF;
    END LOOP;
END
$$;
