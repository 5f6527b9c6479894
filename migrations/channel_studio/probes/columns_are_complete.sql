-- No column but the document's, in its order: those of the future come after those of today.
SELECT format('%s: expected %s, found %s', d.table_name, d.names, coalesce(f.names, 'no such table'))
  FROM (VALUES
        ('channels', 'id, name, youtube_channel_id, brand_niche, is_active, created_at, updated_at, youtube_refresh_token'),
        ('video_jobs', 'id, channel_id, status, niche_label, mood_keywords, target_duration_minutes, prompts_json, local_video_path, output_directory, error_message, created_at, updated_at, upload_strategy, scheduled_time, youtube_video_id'),
        ('audio_tracks', 'id, video_job_id, provider, provider_track_id, order_index, duration_seconds, local_file_path, license_document_url, prompt_text, created_at'),
        ('images', 'id, video_job_id, provider, provider_image_id, order_index, local_file_path, prompt_text, created_at'),
        ('render_tasks', 'id, video_job_id, ffmpeg_command, local_video_path, resolution, duration_seconds, status, error_message, created_at, completed_at'),
        ('video_analytics', 'id, video_job_id, youtube_video_id, views, watch_time_hours, revenue_usd, snapshot_date, created_at')
       ) AS d (table_name, names)
  LEFT JOIN (SELECT table_name, string_agg(column_name, ', ' ORDER BY ordinal_position)
               FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name) AS f (table_name, names)
    ON f.table_name = d.table_name
 WHERE f.names IS DISTINCT FROM d.names;
