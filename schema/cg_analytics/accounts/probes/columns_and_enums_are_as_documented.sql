-- Name, type and NOT NULL of every column that the document lists, and of createdAt and updatedAt; values of every enum.
SET LOCAL search_path = 'public';
SELECT format('%s.%s: expected %s%s, found %s%s', wanted.table_name, wanted.column_name, wanted.type, CASE WHEN wanted.required THEN ' NOT NULL' ELSE '' END,
              coalesce(format_type(a.atttypid, a.atttypmod), 'no such column'), CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END)
  FROM (VALUES
        ('Artists',   'id',                 'uuid',                     true),
        ('Artists',   'name',               'character varying(255)',   true),
        ('Artists',   'email',              'character varying(255)',   false),
        ('Artists',   'royaltyRate',        'numeric(5,2)',             true),
        ('Artists',   'status',             '"enum_Artists_status"',    true),
        ('Artists',   'notes',              'text',                     false),
        ('Artists',   'socialMediaHandles', 'jsonb',                    false),
        ('Artists',   'primaryPlatform',    'character varying(255)',   false),
        ('Artists',   'verifiedPlatforms',  'jsonb',                    false),
        ('Artists',   'createdAt',          'timestamp with time zone', true),
        ('Artists',   'updatedAt',          'timestamp with time zone', true),
        ('Users',     'id',                 'uuid',                     true),
        ('Users',     'username',           'character varying(255)',   true),
        ('Users',     'email',              'character varying(255)',   true),
        ('Users',     'password',           'character varying(255)',   true),
        ('Users',     'role',               '"enum_Users_role"',        true),
        ('Users',     'artistId',           'uuid',                     false),
        ('Users',     'isActive',           'boolean',                  true),
        ('Users',     'lastLogin',          'timestamp with time zone', false),
        ('Users',     'createdAt',          'timestamp with time zone', true),
        ('Users',     'updatedAt',          'timestamp with time zone', true),
        ('ApiKeys',   'id',                 'uuid',                     true),
        ('ApiKeys',   'userId',             'uuid',                     true),
        ('ApiKeys',   'createdAt',          'timestamp with time zone', true),
        ('ApiKeys',   'updatedAt',          'timestamp with time zone', true),
        ('AuditLogs', 'id',                 'uuid',                     true),
        ('AuditLogs', 'userId',             'uuid',                     true),
        ('AuditLogs', 'createdAt',          'timestamp with time zone', true),
        ('AuditLogs', 'updatedAt',          'timestamp with time zone', true)
       ) AS wanted (table_name, column_name, type, required)
  LEFT JOIN pg_catalog.pg_attribute a
    ON a.attrelid = to_regclass(format('public.%I', wanted.table_name)) AND a.attname = wanted.column_name AND NOT a.attisdropped
 WHERE format_type(a.atttypid, a.atttypmod) IS DISTINCT FROM wanted.type OR a.attnotnull IS DISTINCT FROM wanted.required;

SELECT format('%s: expected %s, found %s', wanted.name, wanted.labels, coalesce(found.labels, 'no such enum'))
  FROM (VALUES
        ('enum_Artists_status', 'active, inactive'),
        ('enum_Users_role', 'super_admin, admin, editor, analyst, api_user, artist')
       ) AS wanted (name, labels)
  LEFT JOIN LATERAL (
        SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) AS labels
          FROM pg_catalog.pg_enum e
         WHERE e.enumtypid = to_regtype(format('public.%I', wanted.name))
       ) AS found ON true
 WHERE found.labels IS DISTINCT FROM wanted.labels;
