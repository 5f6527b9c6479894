-- video_analytics: names, types, nullability and defaults as the document prints them.
SELECT format('%s: expected %s, nullable %s, default %s; found %s, nullable %s, default %s', d.column_name, d.type, d.nullable,
              coalesce(d.value, 'none'), coalesce(f.type, 'no such column'), f.nullable, coalesce(f.value, 'none'))
  FROM (VALUES
        ('id', 'uuid', false, 'gen_random_uuid()'),
        ('video_job_id', 'uuid', false, NULL),
        ('youtube_video_id', 'character varying(100)', false, NULL),
        ('views', 'integer', true, '0'),
        ('watch_time_hours', 'numeric(10,2)', true, NULL),
        ('revenue_usd', 'numeric(10,2)', true, NULL),
        ('snapshot_date', 'date', false, NULL),
        ('created_at', 'timestamp with time zone', true, 'CURRENT_TIMESTAMP')
       ) AS d (column_name, type, nullable, value)
  LEFT JOIN (SELECT a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, pg_get_expr(e.adbin, e.adrelid)
               FROM pg_attribute a
               LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
              WHERE a.attrelid = 'public.video_analytics'::regclass AND a.attnum > 0 AND NOT a.attisdropped
            ) AS f (column_name, type, nullable, value) ON f.column_name = d.column_name
 WHERE (d.type, d.nullable, d.value) IS DISTINCT FROM (f.type, f.nullable, f.value);
