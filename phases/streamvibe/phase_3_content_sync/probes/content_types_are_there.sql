-- Initial data: the content types of the connected platforms; everybody may read them.
SET LOCAL request.jwt.claims = '';
SET LOCAL ROLE anon;
SELECT 'expected content type ' || wanted.slug || ', found none'
  FROM unnest(ARRAY['video', 'short', 'live_stream', 'reel', 'story', 'image', 'carousel', 'post']) AS wanted (slug)
 WHERE NOT EXISTS (SELECT FROM public.content_type t WHERE t.slug = wanted.slug);
