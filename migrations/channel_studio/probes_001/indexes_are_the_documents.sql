-- Columns, order and method of the document's 13 indexes.
SELECT format('%s: expected %s, found %s', d.name, d.definition, coalesce(f.definition, 'no such index'))
  FROM (VALUES
        ('idx_channels_is_active',        'channels USING btree (is_active)'),
        ('idx_channels_created_at',       'channels USING btree (created_at DESC)'),
        ('idx_video_jobs_channel_id',     'video_jobs USING btree (channel_id)'),
        ('idx_video_jobs_status',         'video_jobs USING btree (status)'),
        ('idx_video_jobs_created_at',     'video_jobs USING btree (created_at DESC)'),
        ('idx_video_jobs_prompts',        'video_jobs USING gin (prompts_json)'),
        ('idx_audio_tracks_video_job_id', 'audio_tracks USING btree (video_job_id)'),
        ('idx_audio_tracks_order',        'audio_tracks USING btree (video_job_id, order_index)'),
        ('idx_images_video_job_id',       'images USING btree (video_job_id)'),
        ('idx_images_order',              'images USING btree (video_job_id, order_index)'),
        ('idx_render_tasks_video_job_id', 'render_tasks USING btree (video_job_id)'),
        ('idx_render_tasks_status',       'render_tasks USING btree (status)'),
        ('idx_render_tasks_created_at',   'render_tasks USING btree (created_at DESC)')
       ) AS d (name, definition)
  LEFT JOIN (SELECT indexname, split_part(indexdef, ' ON public.', 2) FROM pg_indexes WHERE schemaname = 'public'
            ) AS f (name, definition) ON f.name = d.name
 WHERE f.definition IS DISTINCT FROM d.definition;
