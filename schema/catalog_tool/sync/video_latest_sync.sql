-- Every video that is not hidden, with its latest sync, or NULLs: what the document's "Efficient Latest Sync Query" returns.
--
-- Its form, DISTINCT ON in a sub-select, finds the latest sync of all videos before it joins the fifty of a page, unless
-- nobody asks for an order; and pages without an order repeat some rows and leave out others. Here each video looks its own
-- sync up in idx_sync_video_time, so that a page costs what is on it, and count(*), which a paginator asks for as well,
-- looks up none: a sub-select that nobody wants is not run, a LATERAL join is. With 100,000 videos of ten syncs each, a page
-- takes about a millisecond, where the document's form takes seconds; all of it takes about one second, a third of that:
-- for exports, not for a screen. benchmarks/latest_sync.py measures them.
--
-- Of two syncs at the same time, the one that was written last; the document leaves that to chance.
CREATE VIEW public.video_latest_sync AS
SELECT v.*,
       (SELECT s.sync_time
          FROM public.metadata_sync s
         WHERE s.video_id = v.video_id
         ORDER BY s.sync_time DESC, s.id DESC
         LIMIT 1) AS last_synced,
       (SELECT s.changes
          FROM public.metadata_sync s
         WHERE s.video_id = v.video_id
         ORDER BY s.sync_time DESC, s.id DESC
         LIMIT 1) AS last_changes
  FROM public.video v
 WHERE NOT v.hidden;
COMMENT ON VIEW public.video_latest_sync IS
    'Videos that are not hidden, with time and changes of their latest sync. A column that is added to video comes in when the view is made again';
