-- Every column that the document prints, with its type, nullability and default. Later migrations may add others.
SELECT format('%s.%s: expected %s, nullable %s, default %s; found %s, nullable %s, default %s',
              d.table_name, d.column_name, d.type, d.nullable, coalesce(d.value, 'none'),
              coalesce(f.type, 'no such column'), f.nullable, coalesce(f.value, 'none'))
  FROM (VALUES
        ('channels', 'id', 'uuid', false, 'gen_random_uuid()'),
        ('channels', 'name', 'character varying(255)', false, NULL),
        ('channels', 'youtube_channel_id', 'character varying(100)', true, NULL),
        ('channels', 'brand_niche', 'character varying(255)', false, NULL),
        ('channels', 'is_active', 'boolean', false, 'true'),
        ('channels', 'created_at', 'timestamp with time zone', false, 'CURRENT_TIMESTAMP'),
        ('channels', 'updated_at', 'timestamp with time zone', false, 'CURRENT_TIMESTAMP'),
        ('video_jobs', 'id', 'uuid', false, 'gen_random_uuid()'),
        ('video_jobs', 'channel_id', 'uuid', false, NULL),
        ('video_jobs', 'status', 'video_job_status', false, '''planned''::video_job_status'),
        ('video_jobs', 'niche_label', 'character varying(255)', false, NULL),
        ('video_jobs', 'mood_keywords', 'text', false, NULL),
        ('video_jobs', 'target_duration_minutes', 'integer', false, NULL),
        ('video_jobs', 'prompts_json', 'jsonb', true, NULL),
        ('video_jobs', 'local_video_path', 'text', true, NULL),
        ('video_jobs', 'output_directory', 'text', false, NULL),
        ('video_jobs', 'error_message', 'text', true, NULL),
        ('video_jobs', 'created_at', 'timestamp with time zone', false, 'CURRENT_TIMESTAMP'),
        ('video_jobs', 'updated_at', 'timestamp with time zone', false, 'CURRENT_TIMESTAMP'),
        ('audio_tracks', 'id', 'uuid', false, 'gen_random_uuid()'),
        ('audio_tracks', 'video_job_id', 'uuid', false, NULL),
        ('audio_tracks', 'provider', 'music_provider', false, NULL),
        ('audio_tracks', 'provider_track_id', 'character varying(255)', true, NULL),
        ('audio_tracks', 'order_index', 'integer', false, NULL),
        ('audio_tracks', 'duration_seconds', 'numeric(6,2)', false, NULL),
        ('audio_tracks', 'local_file_path', 'text', false, NULL),
        ('audio_tracks', 'license_document_url', 'text', true, NULL),
        ('audio_tracks', 'prompt_text', 'text', false, NULL),
        ('audio_tracks', 'created_at', 'timestamp with time zone', false, 'CURRENT_TIMESTAMP'),
        ('images', 'id', 'uuid', false, 'gen_random_uuid()'),
        ('images', 'video_job_id', 'uuid', true, NULL),
        ('images', 'provider', 'visual_provider', false, NULL),
        ('images', 'provider_image_id', 'character varying(255)', true, NULL),
        ('images', 'order_index', 'integer', true, NULL),
        ('images', 'local_file_path', 'text', false, NULL),
        ('images', 'prompt_text', 'text', false, NULL),
        ('images', 'created_at', 'timestamp with time zone', false, 'CURRENT_TIMESTAMP'),
        ('render_tasks', 'id', 'uuid', false, 'gen_random_uuid()'),
        ('render_tasks', 'video_job_id', 'uuid', false, NULL),
        ('render_tasks', 'ffmpeg_command', 'text', false, NULL),
        ('render_tasks', 'local_video_path', 'text', true, NULL),
        ('render_tasks', 'resolution', 'character varying(20)', false, '''1920x1080''::character varying'),
        ('render_tasks', 'duration_seconds', 'numeric(10,2)', true, NULL),
        ('render_tasks', 'status', 'render_status', false, '''pending''::render_status'),
        ('render_tasks', 'error_message', 'text', true, NULL),
        ('render_tasks', 'created_at', 'timestamp with time zone', false, 'CURRENT_TIMESTAMP'),
        ('render_tasks', 'completed_at', 'timestamp with time zone', true, NULL)
       ) AS d (table_name, column_name, type, nullable, value)
  LEFT JOIN (SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, pg_get_expr(e.adbin, e.adrelid)
               FROM pg_attribute a
               JOIN pg_class c ON c.oid = a.attrelid
               LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
              WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
            ) AS f (table_name, column_name, type, nullable, value)
    ON f.table_name = d.table_name AND f.column_name = d.column_name
 WHERE (d.type, d.nullable, d.value) IS DISTINCT FROM (f.type, f.nullable, f.value);
