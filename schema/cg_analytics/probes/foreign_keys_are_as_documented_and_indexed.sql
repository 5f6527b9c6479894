-- Every association of the document is a foreign key, and every foreign key's columns lead an index, so that neither a
-- join nor the deletion of what it points at reads a whole table.
SELECT format('expected %s.%s to refer to %s, found no such foreign key', wanted.from_table, wanted.column_name, wanted.to_table)
  FROM (VALUES
        ('Posts',         'siteId',              'Sites'),
        ('Posts',         'artistId',            'Artists'),
        ('Posts',         'parentPostId',        'Posts'),
        ('Posts',         'previousIterationId', 'Posts'),
        ('Snapshots',     'siteId',              'Sites'),
        ('Snapshots',     'postId',              'Posts'),
        ('Deltas',        'postId',              'Posts'),
        ('Deltas',        'artistId',            'Artists'),
        ('SiteSettings',  'siteId',              'Sites'),
        ('SyncLogs',      'siteId',              'Sites'),
        ('WebhookEvents', 'siteId',              'Sites'),
        ('Sites',         'addedBy',             'Users'),
        ('Users',         'artistId',            'Artists'),
        ('ApiKeys',       'userId',              'Users'),
        ('AuditLogs',     'userId',              'Users')
       ) AS wanted (from_table, column_name, to_table)
 WHERE NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint k
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         WHERE k.contype = 'f' AND cardinality(k.conkey) = 1 AND a.attname = wanted.column_name
           AND k.conrelid = to_regclass(format('public.%I', wanted.from_table))
           AND k.confrelid = to_regclass(format('public.%I', wanted.to_table)));
SELECT format('foreign key %s of %s leads no index', k.conname, k.conrelid::regclass)
  FROM pg_catalog.pg_constraint k
 WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i
                    WHERE i.indrelid = k.conrelid AND i.indkey[0] = k.conkey[1]
                      -- An index of what is not NULL is one of all that refers to something.
                      AND (i.indpred IS NULL
                           OR pg_get_expr(i.indpred, i.indrelid) LIKE '%IS NOT NULL%'));
