-- All that the document's section Indexes names, by table, method, columns and uniqueness; not by name.
SET LOCAL search_path = 'public';
SELECT format('expected %s%s index on %s (%s), found none', CASE WHEN wanted.is_unique THEN 'a unique ' ELSE 'a ' END, wanted.method, wanted.table_name, wanted.columns)
  FROM (VALUES
        ('Posts',         'btree', 'assetTag',                   false),
        ('Posts',         'btree', 'status',                     false),
        ('Posts',         'btree', 'publishTime',                false),
        ('Posts',         'btree', 'artistId',                   false),
        ('Posts',         'btree', 'platform',                   false),
        ('Posts',         'gin',   'hashtags',                   false),
        ('Posts',         'gin',   'mentions',                   false),
        ('Posts',         'btree', 'monetizationStatus',         false),
        ('Posts',         'btree', 'privacyStatus',              false),
        ('Posts',         'btree', 'originalPlatform',           false),
        ('Snapshots',     'btree', 'postId, snapshotDate',       true),
        ('Snapshots',     'btree', 'snapshotDate',               false),
        ('Snapshots',     'btree', 'siteId',                     false),
        ('Snapshots',     'btree', 'impressions',                false),
        ('Snapshots',     'btree', 'reach',                      false),
        -- Unique is more than the document asks for.
        ('Deltas',        'btree', 'postId, fromDate, toDate',   true),
        ('Deltas',        'btree', 'artistId, period',           false),
        ('Deltas',        'btree', 'toDate',                     false),
        ('SyncLogs',      'btree', 'siteId, status',             false),
        ('SyncLogs',      'btree', 'startedAt',                  false),
        ('WebhookEvents', 'btree', 'platform, eventType',        false),
        ('WebhookEvents', 'btree', 'status, createdAt',          false),
        ('Artists',       'btree', 'name',                       true),
        ('Users',         'btree', 'username',                   true),
        ('Users',         'btree', 'email',                      true)
       ) AS wanted (table_name, method, columns, is_unique)
 WHERE NOT EXISTS (
        SELECT FROM pg_catalog.pg_index i
          JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          JOIN pg_catalog.pg_am m ON m.oid = c.relam
         WHERE i.indrelid = to_regclass(format('public.%I', wanted.table_name))
           AND m.amname = wanted.method AND i.indisunique = wanted.is_unique AND i.indpred IS NULL AND i.indisvalid
           AND (SELECT string_agg(a.attname, ', ' ORDER BY k.position)
                  FROM unnest(i.indkey) WITH ORDINALITY AS k (number, position)
                  JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) = wanted.columns);
