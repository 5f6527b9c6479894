-- Completed reports that were processed an age ago are moved as they are; nothing else is, and nothing twice.
--
-- The age is 500 years, so that nothing but the probe's own rows is moved; that three months are the default is read.
SELECT 'archive_reports(): expected 3 months by default, found ' || found
  FROM pg_get_function_arguments('public.archive_reports(interval)'::regprocedure) AS found
 WHERE found <> 'p_older_than interval DEFAULT ''3 mons''::interval';
INSERT INTO public.report (filename, status, processed_at, error_message, created_at) VALUES
    ('probe-5eed/old', 'completed', now() - interval '500 years 1 second', 'none', '2020-01-01'),
    ('probe-5eed/young', 'completed', now() - interval '500 years' + interval '1 second', NULL, '2020-01-01'),
    ('probe-5eed/error', 'error', now() - interval '502 years', 'not a CSV file', '2020-01-01'),
    ('probe-5eed/pending', 'pending', NULL, NULL, '2020-01-01'),
    ('probe-5eed/never', 'completed', NULL, NULL, '2020-01-01');
CREATE TEMPORARY TABLE probe_report ON COMMIT DROP AS SELECT * FROM public.report WHERE filename LIKE 'probe-5eed/%';
CREATE TEMPORARY TABLE probe_moved ON COMMIT DROP AS SELECT public.archive_reports('500 years') AS first, NULL::bigint AS second;
UPDATE probe_moved SET second = public.archive_reports('500 years');
SELECT 'archive_reports(): expected 1 moved and then none, found ' || first || ' and ' || second FROM probe_moved WHERE (first, second) <> (1, 0);
SELECT 'expected the old one in the archive, found ' || coalesce(string_agg(filename, ', ' ORDER BY filename), 'none')
  FROM public.report_archive WHERE filename LIKE 'probe-5eed/%'
HAVING coalesce(string_agg(filename, ', ' ORDER BY filename), '') <> 'probe-5eed/old';
SELECT 'expected every report to be in one place, as it was; found ' || p.filename || ' otherwise'
  FROM probe_report p
 WHERE (SELECT count(*)
          FROM (SELECT r.id, r.filename, r.status, r.processed_at, r.error_message, r.created_at FROM public.report r
                UNION ALL
                SELECT a.id, a.filename, a.status, a.processed_at, a.error_message, a.created_at FROM public.report_archive a) AS kept
         WHERE (kept.id, kept.filename, kept.status, kept.processed_at, kept.error_message, kept.created_at)
               IS NOT DISTINCT FROM (p.id, p.filename, p.status, p.processed_at, p.error_message, p.created_at)) <> 1;
DO $$
DECLARE
    age interval;
BEGIN
    FOREACH age IN ARRAY ARRAY[NULL, '-1 day']::interval[] LOOP
        BEGIN
            PERFORM public.archive_reports(age);
            RAISE EXCEPTION 'archive_reports(%): expected to be refused', age;
        EXCEPTION WHEN invalid_parameter_value THEN
            NULL;
        END;
    END LOOP;
END
$$;
