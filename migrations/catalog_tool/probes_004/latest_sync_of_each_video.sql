-- video_latest_sync gives what the document's query gives: every video that is not hidden, once, with its latest sync.
INSERT INTO public.video (video_id, title, hidden)
SELECT 'probe-5eed' || n, 'Title ' || n, n = 5 FROM generate_series(1, 9) AS n;
-- Number 1 has none; the others have up to three, written in no order; 5 is hidden.
INSERT INTO public.metadata_sync (video_id, sync_time, changes)
SELECT 'probe-5eed' || n, now() - interval '1 hour' * ((s * 7 + n) % 5), jsonb_build_object('views', jsonb_build_array(s, n))
  FROM generate_series(2, 9) AS n, generate_series(1, 1 + n % 3) AS s;

WITH latest_syncs AS (
    SELECT DISTINCT ON (video_id) video_id, sync_time AS last_synced, changes AS last_changes
      FROM public.metadata_sync
     WHERE video_id LIKE 'probe-5eed_'
     ORDER BY video_id, sync_time DESC
), printed AS (
    SELECT video.video_id, latest_syncs.last_synced, latest_syncs.last_changes
      FROM public.video
      LEFT JOIN latest_syncs ON video.video_id = latest_syncs.video_id
     WHERE video.hidden = false AND video.video_id LIKE 'probe-5eed_'
), ours AS (
    SELECT video_id, last_synced, last_changes FROM public.video_latest_sync WHERE video_id LIKE 'probe-5eed_'
)
SELECT 'expected what the document''s query gives, found it to differ at ' || concat_ws(', ', video_id, last_synced, last_changes)
  FROM (SELECT * FROM (SELECT * FROM printed EXCEPT ALL SELECT * FROM ours) AS missing
        UNION ALL
        SELECT * FROM (SELECT * FROM ours EXCEPT ALL SELECT * FROM printed) AS extra) AS difference;
SELECT 'expected 8 videos, 1 without a sync; found ' || count(*) || ' and ' || count(*) FILTER (WHERE last_synced IS NULL)
  FROM public.video_latest_sync
 WHERE video_id LIKE 'probe-5eed_'
HAVING (count(*), count(*) FILTER (WHERE last_synced IS NULL)) <> (8, 1);

-- Of two at the same time, the one that was written last: time and changes are of one row.
INSERT INTO public.metadata_sync (video_id, sync_time, changes) VALUES
    ('probe-5eed2', now() + interval '1 second', '{"title": ["a", "b"]}'), ('probe-5eed2', now() + interval '1 second', '{"title": ["b", "c"]}');
SELECT 'expected the second of two syncs at one time, found ' || coalesce(last_changes::text, 'none')
  FROM public.video_latest_sync
 WHERE video_id = 'probe-5eed2' AND last_changes IS DISTINCT FROM '{"title": ["b", "c"]}';

-- Pages: together all of it, each video once; behind the last there is nothing.
SELECT 'expected the pages to be the view by id, found a difference on page ' || page
  FROM generate_series(1, 2) AS page
 WHERE ARRAY(SELECT p.id FROM public.video_latest_sync_page(page, 4) WITH ORDINALITY AS p ORDER BY p.ordinality)
       <> ARRAY(SELECT l.id FROM public.video_latest_sync l ORDER BY l.id LIMIT 4 OFFSET (page - 1) * 4);
SELECT 'expected page and view to say the same of ' || p.video_id
  FROM public.video_latest_sync_page((SELECT count(*)::integer FROM public.video_latest_sync), 1) p
  JOIN public.video_latest_sync l USING (id)
 WHERE p IS DISTINCT FROM l;
SELECT 'expected the last page of one to be the last video, found ' || count(*)
  FROM public.video_latest_sync_page((SELECT count(*)::integer FROM public.video_latest_sync), 1) HAVING count(*) <> 1;
SELECT 'expected nothing behind the last page, found ' || p.video_id
  FROM public.video_latest_sync_page((SELECT count(*)::integer + 1 FROM public.video_latest_sync), 1) p;

-- "Sub-100ms".
-- budget: 100ms
SELECT 'page 1: expected at most 50' FROM public.video_latest_sync_page(1, 50) HAVING count(*) > 50;
-- budget: 100ms
SELECT 'page 1 of the view: expected at most 50'
  FROM (SELECT * FROM public.video_latest_sync ORDER BY id LIMIT 50 OFFSET 0) AS page HAVING count(*) > 50;
