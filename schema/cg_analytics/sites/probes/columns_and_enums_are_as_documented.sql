-- Name, type and NOT NULL of every column that the document lists, and of createdAt and updatedAt; values of every enum.
-- stats is JSONB and webhookSecret TEXT where the document lists JSON and STRING: its sections Data Types and Security want it so.
SET LOCAL search_path = 'public';
SELECT format('%s.%s: expected %s%s, found %s%s', wanted.table_name, wanted.column_name, wanted.type, CASE WHEN wanted.required THEN ' NOT NULL' ELSE '' END,
              coalesce(format_type(a.atttypid, a.atttypmod), 'no such column'), CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END)
  FROM (VALUES
        ('Sites',         'id',                'uuid',                            true),
        ('Sites',         'name',              'character varying(255)',          true),
        ('Sites',         'platform',          '"enum_Sites_platform"',           true),
        ('Sites',         'platformId',        'character varying(255)',          true),
        ('Sites',         'platformUserId',    'character varying(255)',          false),
        ('Sites',         'platformUsername',  'character varying(255)',          false),
        ('Sites',         'accessToken',       'text',                            false),
        ('Sites',         'refreshToken',      'text',                            false),
        ('Sites',         'tokenExpiry',       'timestamp with time zone',        false),
        ('Sites',         'scope',             'text',                            false),
        ('Sites',         'webhookUrl',        'character varying(255)',          false),
        ('Sites',         'webhookSecret',     'text',                            false),
        ('Sites',         'businessAccountId', 'character varying(255)',          false),
        ('Sites',         'followerCount',     'integer',                         true),
        ('Sites',         'profileImageUrl',   'character varying(255)',          false),
        ('Sites',         'coverImageUrl',     'character varying(255)',          false),
        ('Sites',         'bio',               'text',                            false),
        ('Sites',         'apiQuota',          'integer',                         false),
        ('Sites',         'apiQuotaReset',     'timestamp with time zone',        false),
        ('Sites',         'syncStatus',        '"enum_Sites_syncStatus"',         true),
        ('Sites',         'lastSyncAt',        'timestamp with time zone',        false),
        ('Sites',         'stats',             'jsonb',                           true),
        ('Sites',         'addedBy',           'uuid',                            true),
        ('Sites',         'createdAt',         'timestamp with time zone',        true),
        ('Sites',         'updatedAt',         'timestamp with time zone',        true),
        ('SiteSettings',  'id',                'uuid',                            true),
        ('SiteSettings',  'siteId',            'uuid',                            true),
        ('SiteSettings',  'settingKey',        'character varying(255)',          true),
        ('SiteSettings',  'settingValue',      'text',                            false),
        ('SiteSettings',  'settingType',       '"enum_SiteSettings_settingType"', true),
        ('SiteSettings',  'createdAt',         'timestamp with time zone',        true),
        ('SiteSettings',  'updatedAt',         'timestamp with time zone',        true),
        ('SyncLogs',      'id',                'uuid',                            true),
        ('SyncLogs',      'siteId',            'uuid',                            true),
        ('SyncLogs',      'syncType',          '"enum_SyncLogs_syncType"',        true),
        ('SyncLogs',      'status',            '"enum_SyncLogs_status"',          true),
        ('SyncLogs',      'startedAt',         'timestamp with time zone',        true),
        ('SyncLogs',      'completedAt',       'timestamp with time zone',        false),
        ('SyncLogs',      'recordsProcessed',  'integer',                         true),
        ('SyncLogs',      'recordsFailed',     'integer',                         true),
        ('SyncLogs',      'errorMessage',      'text',                            false),
        ('SyncLogs',      'errorDetails',      'jsonb',                           false),
        ('SyncLogs',      'nextCursor',        'character varying(255)',          false),
        ('SyncLogs',      'createdAt',         'timestamp with time zone',        true),
        ('SyncLogs',      'updatedAt',         'timestamp with time zone',        true),
        ('WebhookEvents', 'id',                'uuid',                            true),
        ('WebhookEvents', 'siteId',            'uuid',                            false),
        ('WebhookEvents', 'platform',          'character varying(255)',          true),
        ('WebhookEvents', 'eventType',         'character varying(255)',          true),
        ('WebhookEvents', 'eventData',         'jsonb',                           true),
        ('WebhookEvents', 'status',            '"enum_WebhookEvents_status"',     true),
        ('WebhookEvents', 'processedAt',       'timestamp with time zone',        false),
        ('WebhookEvents', 'retryCount',        'integer',                         true),
        ('WebhookEvents', 'errorMessage',      'text',                            false),
        ('WebhookEvents', 'createdAt',         'timestamp with time zone',        true),
        ('WebhookEvents', 'updatedAt',         'timestamp with time zone',        true)
       ) AS wanted (table_name, column_name, type, required)
  LEFT JOIN pg_catalog.pg_attribute a
    ON a.attrelid = to_regclass(format('public.%I', wanted.table_name)) AND a.attname = wanted.column_name AND NOT a.attisdropped
 WHERE format_type(a.atttypid, a.atttypmod) IS DISTINCT FROM wanted.type OR a.attnotnull IS DISTINCT FROM wanted.required;

SELECT format('%s: expected %s, found %s', wanted.name, wanted.labels, coalesce(found.labels, 'no such enum'))
  FROM (VALUES
        ('enum_Sites_platform', 'facebook, instagram, youtube, tiktok, twitter, threads'),
        ('enum_Sites_syncStatus', 'active, paused, error, disconnected'),
        ('enum_SyncLogs_syncType', 'full, incremental, webhook'),
        ('enum_SyncLogs_status', 'started, completed, failed'),
        ('enum_WebhookEvents_status', 'pending, processed, failed'),
        ('enum_SiteSettings_settingType', 'boolean, string, number, json')
       ) AS wanted (name, labels)
  LEFT JOIN LATERAL (
        SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) AS labels
          FROM pg_catalog.pg_enum e
         WHERE e.enumtypid = to_regtype(format('public.%I', wanted.name))
       ) AS found ON true
 WHERE found.labels IS DISTINCT FROM wanted.labels;
