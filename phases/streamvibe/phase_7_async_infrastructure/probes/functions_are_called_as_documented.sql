-- The six functions that the document calls: with its number and types of arguments, and what they answer with.
SELECT w.call || ': expected ' || w.result || ', found ' || coalesce(pg_get_function_result(p.oid), 'no such function')
  FROM (VALUES
        ('create_job',               'uuid, text, jsonb, integer',            4, 'uuid'),
        ('get_user_jobs',            'uuid, text, text, integer, integer',    5, 'TABLE(job_id uuid, job_type text, status text, priority smallint, payload jsonb, progress smallint, result jsonb, last_error text, attempts integer, max_attempts smallint, scheduled_for timestamp with time zone, started_at timestamp with time zone, finished_at timestamp with time zone, created_at timestamp with time zone)'),
        ('find_or_create_job',       'uuid, text, jsonb',                     3, 'TABLE(job_id uuid, job_type text, status text, is_new boolean, created_at timestamp with time zone)'),
        ('log_stripe_webhook_event', 'text, text, jsonb',                     3, 'boolean'),
        ('cache_stripe_data',        'text, jsonb, integer',                  3, 'timestamp with time zone'),
        ('get_cached_stripe_data',   'text',                                  1, 'jsonb')
       ) AS w (call, arguments, given, result)
  -- Parameters that the call leaves out have defaults; no second function of the name makes the call ambiguous.
  LEFT JOIN pg_proc p
    ON p.pronamespace = 'public'::regnamespace AND p.proname = w.call
   AND w.given BETWEEN p.pronargs - p.pronargdefaults AND p.pronargs
   AND starts_with(replace(oidvectortypes(p.proargtypes), 'timestamp with time zone', 'timestamptz') || ', ', w.arguments || ', ')
 WHERE pg_get_function_result(p.oid) IS DISTINCT FROM w.result
    OR (SELECT count(*) FROM pg_proc o WHERE o.pronamespace = 'public'::regnamespace AND o.proname = w.call) <> 1;
