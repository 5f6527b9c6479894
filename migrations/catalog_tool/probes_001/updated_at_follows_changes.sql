-- updated_at is the time of the last change, whoever makes it.
INSERT INTO public.video (video_id, updated_at) VALUES ('probe-5eed1', '2020-01-01');
INSERT INTO public.channel (channel_id, created_at, updated_at) VALUES ('probe-5eed', '2020-01-01', '2020-01-01');
UPDATE public.video SET notes = 'changed' WHERE video_id = 'probe-5eed1';
UPDATE public.channel SET name = 'changed' WHERE channel_id = 'probe-5eed';
SELECT 'video: expected updated_at to be now, found ' || updated_at FROM public.video WHERE video_id = 'probe-5eed1' AND updated_at <> now();
SELECT 'channel: expected updated_at to be now and created_at to stay, found ' || updated_at || ' and ' || created_at
  FROM public.channel WHERE channel_id = 'probe-5eed' AND (updated_at <> now() OR created_at <> '2020-01-01');
