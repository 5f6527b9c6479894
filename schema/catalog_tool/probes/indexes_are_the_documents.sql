-- Columns and order of the document's 12 indexes.
SELECT format('%s: expected %s, found %s', d.name, d.definition, coalesce(f.definition, 'no such index'))
  FROM (VALUES
        ('idx_video_video_id',  'video USING btree (video_id)'),
        ('idx_video_channel',   'video USING btree (channel_display_name)'),
        ('idx_video_category',  'video USING btree (category)'),
        ('idx_video_asset_id',  'video USING btree (asset_id)'),
        ('idx_video_custom_id', 'video USING btree (custom_id)'),
        ('idx_sync_video_time', 'metadata_sync USING btree (video_id, sync_time DESC)'),
        ('idx_queue_status',    'processing_queue USING btree (status)'),
        ('idx_queue_created',   'processing_queue USING btree (created_at)'),
        ('idx_queue_priority',  'processing_queue USING btree (priority DESC)'),
        ('idx_report_status',   'report USING btree (status)'),
        ('idx_report_created',  'report USING btree (created_at)'),
        ('idx_channel_id',      'channel USING btree (channel_id)')
       ) AS d (name, definition)
  LEFT JOIN (SELECT indexname, split_part(indexdef, ' ON public.', 2) FROM pg_indexes WHERE schemaname = 'public'
            ) AS f (name, definition) ON f.name = d.name
 WHERE f.definition IS DISTINCT FROM d.definition;
