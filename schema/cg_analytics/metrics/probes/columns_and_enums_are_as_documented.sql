-- Name, type and NOT NULL of every column that the document lists, and of createdAt and updatedAt; values of every enum.
-- views, viewsDelta, impressionsDelta and reachDelta are BIGINT where the document lists INTEGER, as its section Data Types wants.
SET LOCAL search_path = 'public';
SELECT format('%s.%s: expected %s%s, found %s%s', wanted.table_name, wanted.column_name, wanted.type, CASE WHEN wanted.required THEN ' NOT NULL' ELSE '' END,
              coalesce(format_type(a.atttypid, a.atttypmod), 'no such column'), CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END)
  FROM (VALUES
        ('Snapshots',        'id',                     'uuid',                     true),
        ('Snapshots',        'postId',                 'character varying(255)',   true),
        ('Snapshots',        'snapshotDate',           'timestamp with time zone', true),
        ('Snapshots',        'dataSource',             'character varying(255)',   true),
        ('Snapshots',        'siteId',                 'uuid',                     false),
        ('Snapshots',        'lifetimeEarnings',       'numeric(14,4)',            true),
        ('Snapshots',        'lifetimeQualifiedViews', 'bigint',                   true),
        ('Snapshots',        'lifetimeSecondsViewed',  'bigint',                   true),
        ('Snapshots',        'views',                  'bigint',                   false),
        ('Snapshots',        'threeSecondViews',       'bigint',                   false),
        ('Snapshots',        'oneMinuteViews',         'bigint',                   false),
        ('Snapshots',        'reactions',              'integer',                  false),
        ('Snapshots',        'comments',               'integer',                  false),
        ('Snapshots',        'shares',                 'integer',                  false),
        ('Snapshots',        'impressions',            'bigint',                   false),
        ('Snapshots',        'reach',                  'bigint',                   false),
        ('Snapshots',        'saves',                  'integer',                  false),
        ('Snapshots',        'profileVisits',          'integer',                  false),
        ('Snapshots',        'avgWatchPercentage',     'numeric(7,3)',             false),
        ('Snapshots',        'subscribersGained',      'integer',                  false),
        ('Snapshots',        'estimatedCpm',           'numeric(10,4)',            false),
        ('Snapshots',        'viewsByCountry',         'jsonb',                    false),
        ('Snapshots',        'demographicData',        'jsonb',                    false),
        ('Snapshots',        'trafficSource',          'jsonb',                    false),
        ('Snapshots',        'deviceType',             'jsonb',                    false),
        ('Snapshots',        'rawData',                'jsonb',                    false),
        ('Snapshots',        'createdAt',              'timestamp with time zone', true),
        ('Snapshots',        'updatedAt',              'timestamp with time zone', true),
        ('SnapshotsArchive', 'id',                     'uuid',                     true),
        ('SnapshotsArchive', 'postId',                 'character varying(255)',   true),
        ('SnapshotsArchive', 'snapshotDate',           'timestamp with time zone', true),
        ('SnapshotsArchive', 'dataSource',             'character varying(255)',   true),
        ('SnapshotsArchive', 'siteId',                 'uuid',                     false),
        ('SnapshotsArchive', 'lifetimeEarnings',       'numeric(14,4)',            true),
        ('SnapshotsArchive', 'lifetimeQualifiedViews', 'bigint',                   true),
        ('SnapshotsArchive', 'lifetimeSecondsViewed',  'bigint',                   true),
        ('SnapshotsArchive', 'views',                  'bigint',                   false),
        ('SnapshotsArchive', 'threeSecondViews',       'bigint',                   false),
        ('SnapshotsArchive', 'oneMinuteViews',         'bigint',                   false),
        ('SnapshotsArchive', 'reactions',              'integer',                  false),
        ('SnapshotsArchive', 'comments',               'integer',                  false),
        ('SnapshotsArchive', 'shares',                 'integer',                  false),
        ('SnapshotsArchive', 'impressions',            'bigint',                   false),
        ('SnapshotsArchive', 'reach',                  'bigint',                   false),
        ('SnapshotsArchive', 'saves',                  'integer',                  false),
        ('SnapshotsArchive', 'profileVisits',          'integer',                  false),
        ('SnapshotsArchive', 'avgWatchPercentage',     'numeric(7,3)',             false),
        ('SnapshotsArchive', 'subscribersGained',      'integer',                  false),
        ('SnapshotsArchive', 'estimatedCpm',           'numeric(10,4)',            false),
        ('SnapshotsArchive', 'viewsByCountry',         'jsonb',                    false),
        ('SnapshotsArchive', 'demographicData',        'jsonb',                    false),
        ('SnapshotsArchive', 'trafficSource',          'jsonb',                    false),
        ('SnapshotsArchive', 'deviceType',             'jsonb',                    false),
        ('SnapshotsArchive', 'rawData',                'jsonb',                    false),
        ('SnapshotsArchive', 'createdAt',              'timestamp with time zone', true),
        ('SnapshotsArchive', 'updatedAt',              'timestamp with time zone', true),
        ('Deltas',           'id',                     'uuid',                     true),
        ('Deltas',           'postId',                 'character varying(255)',   true),
        ('Deltas',           'fromDate',               'timestamp with time zone', true),
        ('Deltas',           'toDate',                 'timestamp with time zone', true),
        ('Deltas',           'period',                 '"enum_Deltas_period"',     true),
        ('Deltas',           'artistId',               'uuid',                     false),
        ('Deltas',           'earningsDelta',          'numeric(14,4)',            true),
        ('Deltas',           'qualifiedViewsDelta',    'bigint',                   true),
        ('Deltas',           'secondsViewedDelta',     'bigint',                   true),
        ('Deltas',           'viewsDelta',             'bigint',                   false),
        ('Deltas',           'reactionsDelta',         'integer',                  false),
        ('Deltas',           'commentsDelta',          'integer',                  false),
        ('Deltas',           'sharesDelta',            'integer',                  false),
        ('Deltas',           'impressionsDelta',       'bigint',                   false),
        ('Deltas',           'reachDelta',             'bigint',                   false),
        ('Deltas',           'growthRate',             'numeric(14,4)',            false),
        ('Deltas',           'createdAt',              'timestamp with time zone', true),
        ('Deltas',           'updatedAt',              'timestamp with time zone', true)
       ) AS wanted (table_name, column_name, type, required)
  LEFT JOIN pg_catalog.pg_attribute a
    ON a.attrelid = to_regclass(format('public.%I', wanted.table_name)) AND a.attname = wanted.column_name AND NOT a.attisdropped
 WHERE format_type(a.atttypid, a.atttypmod) IS DISTINCT FROM wanted.type OR a.attnotnull IS DISTINCT FROM wanted.required;

SELECT format('%s: expected %s, found %s', wanted.name, wanted.labels, coalesce(found.labels, 'no such enum'))
  FROM (VALUES
        ('enum_Deltas_period', 'daily, weekly, monthly, quarterly')
       ) AS wanted (name, labels)
  LEFT JOIN LATERAL (
        SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) AS labels
          FROM pg_catalog.pg_enum e
         WHERE e.enumtypid = to_regtype(format('public.%I', wanted.name))
       ) AS found ON true
 WHERE found.labels IS DISTINCT FROM wanted.labels;
