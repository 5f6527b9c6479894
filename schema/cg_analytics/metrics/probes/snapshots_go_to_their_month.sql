-- Snapshots: partitions from the month of a year ago to this one are there, coming ones can be made, a row goes to that of
-- its month, also when its date is changed, and a query over a month reads that month only.
SELECT 'expected partition Snapshots' || to_char(month, '_YYYY_MM')
  FROM (VALUES (date_trunc('month', now() AT TIME ZONE 'UTC'))) AS this (month)
 WHERE to_regclass('cg_analytics_partitions."Snapshots' || to_char(month, '_YYYY_MM') || '"') IS NULL;
SELECT 'expected 3 coming partitions, found ' || count(p)
  FROM (SELECT public."maintainPartitions"(3) AS made OFFSET 0) AS maintained,
       generate_series(1, 3) AS n,
       to_regclass('cg_analytics_partitions."Snapshots' || to_char(date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => n), '_YYYY_MM') || '"') AS p
 WHERE made >= 0 HAVING count(p) <> 3;
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
INSERT INTO public."Snapshots" ("id", "postId", "snapshotDate")
SELECT v.id::uuid, 'facebook_cgprobe_a1', v.at
  FROM (VALUES
        ('5eed0000-0000-4000-8000-0000000000d1', date_trunc('month', now(), 'UTC')),
        ('5eed0000-0000-4000-8000-0000000000d2', date_trunc('month', now(), 'UTC') + interval '1 month' - interval '1 microsecond'),
        ('5eed0000-0000-4000-8000-0000000000d3', (date_trunc('month', now() AT TIME ZONE 'UTC') - interval '1 month') AT TIME ZONE 'UTC'),
        ('5eed0000-0000-4000-8000-0000000000d4', timestamptz '1999-12-31 23:59:59+00')
       ) AS v (id, at);
SELECT format('snapshot of %s: expected partition %s, found %s', s."snapshotDate", wanted.name, s.tableoid::regclass)
  FROM public."Snapshots" s
  JOIN (VALUES ('5eed0000-0000-4000-8000-0000000000d1'::uuid, 'Snapshots' || to_char(now() AT TIME ZONE 'UTC', '_YYYY_MM')),
               ('5eed0000-0000-4000-8000-0000000000d2', 'Snapshots' || to_char(now() AT TIME ZONE 'UTC', '_YYYY_MM')),
               ('5eed0000-0000-4000-8000-0000000000d3', 'Snapshots' || to_char(date_trunc('month', now() AT TIME ZONE 'UTC') - interval '1 month', '_YYYY_MM')),
               ('5eed0000-0000-4000-8000-0000000000d4', 'Snapshots_default')) AS wanted (id, name) ON wanted.id = s."id"
 WHERE s.tableoid IS DISTINCT FROM coalesce(to_regclass(format('cg_analytics_partitions.%I', wanted.name)),
                                            'cg_analytics_partitions."Snapshots_default"'::regclass);
UPDATE public."Snapshots" SET "snapshotDate" = date_trunc('month', now(), 'UTC') + interval '1 hour' WHERE "id" = '5eed0000-0000-4000-8000-0000000000d4';
SELECT 'expected the corrected snapshot to move to its month, found it in ' || s.tableoid::regclass FROM public."Snapshots" s
 WHERE s."id" = '5eed0000-0000-4000-8000-0000000000d4'
   AND s.tableoid <> to_regclass('cg_analytics_partitions."Snapshots' || to_char(now() AT TIME ZONE 'UTC', '_YYYY_MM') || '"');
DO $$
DECLARE
    line text;
    plan text := '';
BEGIN
    FOR line IN EXECUTE format('EXPLAIN (COSTS OFF) SELECT FROM public."Snapshots" WHERE "snapshotDate" >= %L AND "snapshotDate" < %L',
                               date_trunc('month', now(), 'UTC'), date_trunc('month', now(), 'UTC') + interval '27 days') LOOP
        plan := plan || line || E'\n';
    END LOOP;
    IF plan !~ ('Snapshots' || to_char(now() AT TIME ZONE 'UTC', '_YYYY_MM')) OR plan ~ 'Append|Snapshots_default' THEN
        RAISE EXCEPTION 'expected one partition to be read, found %', plan;
    END IF;
END
$$;
