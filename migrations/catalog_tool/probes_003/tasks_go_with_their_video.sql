-- Deleting a video deletes its tasks; deleting a user keeps those he asked for.
INSERT INTO public.video (video_id) VALUES ('probe-5eed1'), ('probe-5eed2');
INSERT INTO public."user" (email, username, password) VALUES ('probe-5eed@catalog.invalid', 'probe-5eed', '$argon2id$probe');
INSERT INTO public.processing_queue (video_id, task_type, created_by)
SELECT v.video_id, 'metadata_sync', u.id FROM public.video v, public."user" u WHERE v.video_id LIKE 'probe-5eed_' AND u.username = 'probe-5eed';
DELETE FROM public.video WHERE video_id = 'probe-5eed1';
DELETE FROM public."user" WHERE username = 'probe-5eed';
SELECT 'expected the task of the other video, asked for by nobody; found ' || coalesce(string_agg(concat_ws('/', video_id, created_by), ', '), 'none')
  FROM public.processing_queue WHERE video_id LIKE 'probe-5eed_'
HAVING coalesce(string_agg(concat_ws('/', video_id, created_by), ', '), '') <> 'probe-5eed2';
