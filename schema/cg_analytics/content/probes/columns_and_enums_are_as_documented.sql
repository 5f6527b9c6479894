-- Name, type and NOT NULL of every column that the document lists, and of createdAt and updatedAt; values of every enum.
SET LOCAL search_path = 'public';
SELECT format('%s.%s: expected %s%s, found %s%s', wanted.table_name, wanted.column_name, wanted.type, CASE WHEN wanted.required THEN ' NOT NULL' ELSE '' END,
              coalesce(format_type(a.atttypid, a.atttypmod), 'no such column'), CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END)
  FROM (VALUES
        ('Posts', 'postId',              'character varying(255)',     true),
        ('Posts', 'assetTag',            'character varying(255)',     false),
        ('Posts', 'title',               'text',                       false),
        ('Posts', 'description',         'text',                       false),
        ('Posts', 'postType',            '"enum_Posts_postType"',      true),
        ('Posts', 'publishTime',         'timestamp with time zone',   false),
        ('Posts', 'duration',            'integer',                    false),
        ('Posts', 'permalink',           'character varying(255)',     false),
        ('Posts', 'pageId',              'character varying(255)',     false),
        ('Posts', 'pageName',            'character varying(255)',     false),
        ('Posts', 'status',              '"enum_Posts_status"',        true),
        ('Posts', 'platform',            'character varying(255)',     true),
        ('Posts', 'dataSource',          'character varying(255)',     true),
        ('Posts', 'siteId',              'uuid',                       false),
        ('Posts', 'thumbnailUrl',        'character varying(255)',     false),
        ('Posts', 'videoUrl',            'character varying(255)',     false),
        ('Posts', 'aspectRatio',         'character varying(255)',     false),
        ('Posts', 'resolution',          'character varying(255)',     false),
        ('Posts', 'hashtags',            'jsonb',                      false),
        ('Posts', 'mentions',            'jsonb',                      false),
        ('Posts', 'crosspostingStatus',  'jsonb',                      false),
        ('Posts', 'originalPlatform',    'character varying(255)',     false),
        ('Posts', 'monetizationStatus',  'character varying(255)',     false),
        ('Posts', 'restrictedCountries', 'jsonb',                      false),
        ('Posts', 'contentCategory',     'character varying(255)',     false),
        ('Posts', 'audioCopyright',      'jsonb',                      false),
        ('Posts', 'privacyStatus',       '"enum_Posts_privacyStatus"', false),
        ('Posts', 'parentPostId',        'character varying(255)',     false),
        ('Posts', 'previousIterationId', 'character varying(255)',     false),
        ('Posts', 'artistId',            'uuid',                       false),
        ('Posts', 'createdAt',           'timestamp with time zone',   true),
        ('Posts', 'updatedAt',           'timestamp with time zone',   true)
       ) AS wanted (table_name, column_name, type, required)
  LEFT JOIN pg_catalog.pg_attribute a
    ON a.attrelid = to_regclass(format('public.%I', wanted.table_name)) AND a.attname = wanted.column_name AND NOT a.attisdropped
 WHERE format_type(a.atttypid, a.atttypmod) IS DISTINCT FROM wanted.type OR a.attnotnull IS DISTINCT FROM wanted.required;

SELECT format('%s: expected %s, found %s', wanted.name, wanted.labels, coalesce(found.labels, 'no such enum'))
  FROM (VALUES
        ('enum_Posts_postType', 'Video, Reel, Photo, Text, Link, Status'),
        ('enum_Posts_status', 'live, removed'),
        ('enum_Posts_privacyStatus', 'public, private, unlisted')
       ) AS wanted (name, labels)
  LEFT JOIN LATERAL (
        SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) AS labels
          FROM pg_catalog.pg_enum e
         WHERE e.enumtypid = to_regtype(format('public.%I', wanted.name))
       ) AS found ON true
 WHERE found.labels IS DISTINCT FROM wanted.labels;
