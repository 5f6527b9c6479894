-- Rights on the 24 functions: users have 6 of them, service_role all, nobody else any; and what runs as its owner has a fixed search path.
SELECT f.signature || ': expected ' || r.role || CASE WHEN r.wanted THEN '' ELSE ' not' END || ' to be allowed to call it'
  FROM (VALUES
        ('check_job_rate_limit(uuid)', true), ('find_or_create_job(uuid,text,jsonb,integer,timestamptz,text)', true),
        ('create_job(uuid,text,jsonb,integer,timestamptz,text)', true), ('get_user_jobs(uuid,text,text,integer,integer)', true),
        ('get_job_status(uuid)', true), ('cancel_job(uuid)', true),
        ('release_stale_jobs(integer)', false), ('claim_jobs(text,integer,text[])', false),
        ('update_job_progress(uuid,uuid,integer,text)', false), ('complete_job(uuid,uuid,jsonb)', false),
        ('fail_job(uuid,uuid,text,boolean)', false), ('retry_job(uuid)', false), ('get_queue_stats()', false),
        ('cleanup_old_jobs(interval,interval,integer)', false), ('log_stripe_webhook_event(text,text,jsonb)', false),
        ('claim_stripe_webhook_event(text)', false), ('complete_stripe_webhook_event(text,uuid)', false),
        ('fail_stripe_webhook_event(text,uuid,text)', false), ('process_stripe_webhook_event(text)', false),
        ('cleanup_stripe_webhook_events(interval,integer)', false), ('cache_stripe_data(text,jsonb,integer)', false),
        ('get_cached_stripe_data(text)', false), ('invalidate_stripe_cache(text)', false), ('cleanup_expired_cache()', false)
       ) AS f (signature, for_users)
 CROSS JOIN LATERAL (VALUES ('anon', false), ('authenticated', f.for_users), ('service_role', true), ('public', false)) AS r (role, wanted)
 WHERE has_function_privilege(r.role, 'public.' || f.signature, 'EXECUTE') <> r.wanted;
SELECT p.oid::regprocedure || ': expected a fixed search path'
  FROM pg_proc p
 WHERE p.pronamespace IN ('public'::regnamespace, 'streamvibe_private'::regnamespace)
   AND p.prosecdef AND NOT coalesce(p.proconfig @> ARRAY['search_path=""'], false)
   AND p.proname ~ 'job|stripe|cache';
