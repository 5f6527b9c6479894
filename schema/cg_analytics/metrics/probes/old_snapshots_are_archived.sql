-- archiveSnapshots() moves what is from before a time, to the microsecond, oldest first where it is told how many; each row
-- as it was, long rawData compressed; nothing is lost, or in both tables. Without a time it is a year, and less is refused.
-- What was archived and comes again replaces. (Dates of long ago: what else is in the tables is left alone.)
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
INSERT INTO public."Snapshots" ("id", "postId", "snapshotDate", "views", "lifetimeEarnings", "rawData", "createdAt") VALUES
    ('5eed0000-0000-4000-8000-0000000000d1', 'facebook_cgprobe_a1', '1990-01-01 00:00:00+00', 1, 0.0001, (SELECT jsonb_object_agg('metric_' || n, 0) FROM generate_series(1, 200) AS n), '1990-01-02'),
    ('5eed0000-0000-4000-8000-0000000000d2', 'facebook_cgprobe_a1', '1990-06-01 00:00:00+00', 2, 0, NULL, now()),
    ('5eed0000-0000-4000-8000-0000000000d3', 'facebook_cgprobe_a1', timestamptz '1991-01-01 00:00:00+00' - interval '1 microsecond', 3, 0, '{}', now()),
    ('5eed0000-0000-4000-8000-0000000000d4', 'facebook_cgprobe_a1', '1991-01-01 00:00:00+00', 4, 0, '{}', now()),
    ('5eed0000-0000-4000-8000-0000000000d5', 'facebook_cgprobe_a1', now(), 5, 0, '{}', now());
CREATE TEMPORARY TABLE probe_before ON COMMIT DROP AS SELECT * FROM public."Snapshots" WHERE "postId" = 'facebook_cgprobe_a1';
SET LOCAL ROLE cg_analytics_worker;
SELECT 'expected the limit of 1 to be kept, moved ' || moved FROM public."archiveSnapshots"('1991-01-01 00:00:00+00', 1) AS moved WHERE moved <> 1;
RESET ROLE;
SELECT 'expected the oldest first' WHERE NOT EXISTS (SELECT FROM public."SnapshotsArchive" WHERE "id" = '5eed0000-0000-4000-8000-0000000000d1');
SET LOCAL ROLE cg_analytics_worker;
SELECT 'expected the other two, moved ' || moved FROM public."archiveSnapshots"('1991-01-01 00:00:00+00') AS moved WHERE moved <> 2;
SELECT 'expected none to be left, moved ' || moved FROM public."archiveSnapshots"('1991-01-01 00:00:00+00') AS moved WHERE moved <> 0;
RESET ROLE;
SELECT 'expected d1, d2, d3 in the archive, found ' || coalesce(found, 'none')
  FROM (SELECT string_agg(right("id"::text, 2), ', ' ORDER BY "id") AS found FROM public."SnapshotsArchive" WHERE "postId" = 'facebook_cgprobe_a1') AS archive
 WHERE found IS DISTINCT FROM 'd1, d2, d3';
SELECT 'expected d4, d5 to stay, found ' || coalesce(found, 'none')
  FROM (SELECT string_agg(right("id"::text, 2), ', ' ORDER BY "id") AS found FROM public."Snapshots" WHERE "postId" = 'facebook_cgprobe_a1') AS kept
 WHERE found IS DISTINCT FROM 'd4, d5';
SELECT format('%s: expected the row as it was, found %s', b."id", to_jsonb(a) - 'rawData')
  FROM probe_before b
  JOIN public."SnapshotsArchive" a ON a."id" = b."id"
 WHERE to_jsonb(a) - 'archivedAt' IS DISTINCT FROM to_jsonb(b);
SELECT format('expected rawData of %s bytes to be compressed as the column says, found %s bytes, %s', octet_length("rawData"::text),
              pg_column_size("rawData"), coalesce(pg_column_compression("rawData"), 'not compressed'))
  FROM public."SnapshotsArchive"
 WHERE "id" = '5eed0000-0000-4000-8000-0000000000d1'
   AND (pg_column_size("rawData") > octet_length("rawData"::text) / 2
        OR pg_column_compression("rawData") IS DISTINCT FROM (
            SELECT CASE a.attcompression WHEN 'l' THEN 'lz4' WHEN 'p' THEN 'pglz' ELSE current_setting('default_toast_compression') END
              FROM pg_catalog.pg_attribute a WHERE a.attrelid = 'public."SnapshotsArchive"'::regclass AND a.attname = 'rawData'));
INSERT INTO public."Snapshots" ("postId", "snapshotDate", "views") VALUES ('facebook_cgprobe_a1', '1990-06-01 00:00:00+00', 22);
SELECT 'expected the snapshot that came again to be moved, moved ' || moved FROM public."archiveSnapshots"('1991-01-01 00:00:00+00') AS moved WHERE moved <> 1;
SELECT 'expected it to replace, found ' || count(*) || ' with views ' || coalesce(string_agg("views"::text, ', '), 'none')
  FROM public."SnapshotsArchive" WHERE "postId" = 'facebook_cgprobe_a1' AND "snapshotDate" = '1990-06-01 00:00:00+00'
HAVING count(*) <> 1 OR max("views") <> 22;
SELECT 'expected a year when no time is given, and the whole of it to be allowed; moved ' || moved FROM public."archiveSnapshots"(p_limit => 0) AS moved WHERE moved <> 0;
SELECT 'expected a year when no time is given, found ' || pg_get_function_arguments(oid) FROM pg_catalog.pg_proc
 WHERE oid = 'public."archiveSnapshots"(timestamptz, integer)'::regprocedure AND pg_get_function_arguments(oid) !~ $$DEFAULT \(now\(\) - '1 year'::interval\)$$;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$SELECT public."archiveSnapshots"(now() - interval '1 year' + interval '1 microsecond')$q$,
        $q$SELECT public."archiveSnapshots"(NULL)$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN invalid_parameter_value THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;
SET LOCAL ROLE cg_analytics_app;
DO $$
DECLARE
    attempt text;
BEGIN
    FOREACH attempt IN ARRAY ARRAY[
        $q$SELECT public."archiveSnapshots"()$q$,
        $q$DELETE FROM public."Snapshots"$q$,
        $q$UPDATE public."SnapshotsArchive" SET "views" = 0$q$]
    LOOP
        BEGIN
            EXECUTE attempt;
        EXCEPTION WHEN insufficient_privilege THEN
            CONTINUE;
        END;
        RAISE EXCEPTION 'expected to be refused: %', attempt;
    END LOOP;
END
$$;
