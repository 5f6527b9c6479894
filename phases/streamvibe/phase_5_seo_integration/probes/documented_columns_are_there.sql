-- What the document's queries of this phase name, by type.
SELECT 'expected column ' || wanted.col || ' ' || wanted.type || CASE WHEN wanted.required THEN ' NOT NULL' ELSE '' END
       || ', found ' || coalesce(format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, 'none')
  FROM (VALUES
        ('seo_connection', 'id',                   'uuid',    true),
        ('seo_connection', 'user_id',              'uuid',    true),
        ('seo_submission', 'connection_id',        'uuid',    true),
        ('seo_submission', 'submitted_url',        'text',    true),
        ('seo_submission', 'status',               'text',    true),
        ('subscription',   'seo_submissions_used', 'integer', true)
       ) AS wanted (tab, col, type, required)
  LEFT JOIN pg_catalog.pg_attribute a
         ON a.attrelid = to_regclass('public.' || wanted.tab) AND a.attname = wanted.col AND NOT a.attisdropped
 WHERE (format_type(a.atttypid, a.atttypmod), a.attnotnull) IS DISTINCT FROM (wanted.type, wanted.required);
