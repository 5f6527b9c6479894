-- The words of each enum, in their order: ORDER BY status is the order of the pipeline.
SELECT format('%s: expected %s, found %s', d.name, d.labels, coalesce(f.labels, 'no such type'))
  FROM (VALUES
        ('video_job_status', 'planned, generating_music, generating_image, rendering, ready_for_export, completed, failed'),
        ('music_provider',   'dummy, mubert, beatoven'),
        ('visual_provider',  'dummy, leonardo, gemini'),
        ('render_status',    'pending, in_progress, completed, failed')
       ) AS d (name, labels)
  LEFT JOIN (SELECT t.typname, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
               FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
              WHERE t.typnamespace = 'public'::regnamespace
              GROUP BY t.typname) AS f (name, labels) ON f.name = d.name
 WHERE f.labels IS DISTINCT FROM d.labels;
