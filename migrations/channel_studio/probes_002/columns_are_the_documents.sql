-- The columns of the YouTube integration: nullable, without a default.
SELECT format('%s.%s: expected %s, found %s', d.table_name, d.column_name, d.type, coalesce(f.type, 'no such column, or not as it should be'))
  FROM (VALUES
        ('video_jobs', 'upload_strategy', 'character varying(50)'),
        ('video_jobs', 'scheduled_time', 'timestamp with time zone'),
        ('video_jobs', 'youtube_video_id', 'character varying(100)'),
        ('channels', 'youtube_refresh_token', 'text')
       ) AS d (table_name, column_name, type)
  LEFT JOIN (SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
               FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
              WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped AND NOT a.attnotnull AND NOT a.atthasdef
            ) AS f (table_name, column_name, type) ON f.table_name = d.table_name AND f.column_name = d.column_name
 WHERE f.type IS DISTINCT FROM d.type;
