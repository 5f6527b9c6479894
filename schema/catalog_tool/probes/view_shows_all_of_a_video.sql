-- A column that is added to video comes into video_latest_sync when the view is made again.
SELECT 'expected video.' || t.attname || ' in video_latest_sync, found none'
  FROM pg_attribute t
 WHERE t.attrelid = 'public.video'::regclass AND t.attnum > 0 AND NOT t.attisdropped
   AND NOT EXISTS (SELECT FROM pg_attribute v
                    WHERE v.attrelid = 'public.video_latest_sync'::regclass AND v.attname = t.attname AND v.atttypid = t.atttypid);
