-- One snapshot per post and date, of a post that is there; counters beyond an INTEGER, none below zero; a post with metrics
-- cannot be deleted; a delta has its dates in order and is there once.
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
INSERT INTO public."Snapshots" ("postId", "snapshotDate", "views", "impressions", "reach", "lifetimeEarnings") VALUES
    ('facebook_cgprobe_a1', date_trunc('day', now()), 3000000000, 9000000000, 4000000000, 12.3456);
INSERT INTO public."Deltas" ("postId", "fromDate", "toDate", "period", "viewsDelta", "impressionsDelta", "reachDelta", "earningsDelta") VALUES
    ('facebook_cgprobe_a1', now() - interval '1 day', now(), 'daily', 3000000000, 9000000000, 4000000000, -0.5);
SELECT 'expected counters beyond 2^31 and fractions of a cent, found ' || s::text FROM public."Snapshots" s
 WHERE s."postId" = 'facebook_cgprobe_a1' AND (s."views", s."impressions", s."lifetimeEarnings") IS DISTINCT FROM (3000000000, 9000000000, 12.3456);
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$INSERT INTO public."Snapshots" ("postId", "snapshotDate") VALUES ('facebook_cgprobe_a1', date_trunc('day', now()))$q$,
        $q$INSERT INTO public."Snapshots" ("postId", "snapshotDate") VALUES ('facebook_nowhere', now())$q$,
        $q$INSERT INTO public."Snapshots" ("postId", "snapshotDate", "views") VALUES ('facebook_cgprobe_a2', now(), -1)$q$,
        $q$INSERT INTO public."Snapshots" ("postId", "snapshotDate", "dataSource") VALUES ('facebook_cgprobe_a2', now(), 'guess')$q$,
        $q$DELETE FROM public."Posts" WHERE "postId" = 'facebook_cgprobe_a1'$q$,
        $q$INSERT INTO public."Deltas" ("postId", "fromDate", "toDate", "period") VALUES ('facebook_cgprobe_a1', now() - interval '1 day', now(), 'daily')$q$,
        $q$INSERT INTO public."Deltas" ("postId", "fromDate", "toDate", "period") VALUES ('facebook_cgprobe_a1', now(), now(), 'daily')$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN unique_violation OR foreign_key_violation OR restrict_violation OR check_violation THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;
-- As an import does it again.
INSERT INTO public."Snapshots" ("postId", "snapshotDate", "views") VALUES ('facebook_cgprobe_a1', date_trunc('day', now()), 3000000001)
    ON CONFLICT ("postId", "snapshotDate") DO UPDATE SET "views" = EXCLUDED."views";
SELECT 'expected one snapshot with the later count, found ' || count(*) FROM public."Snapshots"
 WHERE "postId" = 'facebook_cgprobe_a1' AND "views" = 3000000001 HAVING count(*) <> 1;
