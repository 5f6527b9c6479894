-- LIMIT and OFFSET on the view look up the sync of every video that is passed over, too. Here the page is cut first: a late
-- page costs little more than an early one.
--
-- The id is the order: it never changes, so that a video that is edited meanwhile stays on its page.
CREATE FUNCTION public.video_latest_sync_page(p_page integer, p_per_page integer DEFAULT 50) RETURNS SETOF public.video_latest_sync
    LANGUAGE sql STABLE
    SET search_path = ''
AS $$
    SELECT l.*
      FROM (SELECT v.id
              FROM public.video v
             WHERE NOT v.hidden
             ORDER BY v.id
             LIMIT p_per_page
            OFFSET (p_page - 1)::bigint * p_per_page) AS page
      JOIN public.video_latest_sync l ON l.id = page.id
     ORDER BY l.id
$$;
COMMENT ON FUNCTION public.video_latest_sync_page(integer, integer) IS 'A page of video_latest_sync by id, counted from 1; empty behind the last one';
