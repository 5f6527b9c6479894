-- Testing 1 to 5, as the document has it. As owner of the schema, with a JWT.
INSERT INTO auth.users (id, email) VALUES ('5eed0000-0000-4000-8000-00000000000a', 'probe-a@streamvibe.invalid');
SET LOCAL request.jwt.claims = '{"sub":"5eed0000-0000-4000-8000-00000000000a","role":"authenticated","email":"probe-a@streamvibe.invalid"}';

SELECT 'create_job(): expected the id of a job' WHERE (SELECT create_job(auth.uid(), 'sync_youtube', '{}'::jsonb, 5)) IS NULL;

SELECT 'get_user_jobs(): expected one pending sync_youtube of priority 5, found '
       || coalesce(string_agg(concat_ws(' ', j.status, j.job_type, j.priority), ', '), 'none')
  FROM (SELECT * FROM get_user_jobs(auth.uid(), NULL, NULL, 10, 0)) AS j
HAVING string_agg(concat_ws(' ', j.status, j.job_type, j.priority), ', ') IS DISTINCT FROM 'pending sync_youtube 5';

SELECT 'find_or_create_job(): expected the existing job, found ' || coalesce(string_agg(f.job_id || ' new: ' || f.is_new, ', '), 'none')
  FROM (SELECT * FROM find_or_create_job(auth.uid(), 'sync_youtube', '{}'::jsonb)) AS f
HAVING count(*) <> 1 OR bool_or(f.is_new)
    OR max(f.job_id::text) IS DISTINCT FROM (SELECT j.job_id::text FROM get_user_jobs(auth.uid(), NULL, NULL, 10, 0) j);
SELECT 'expected still one job, found ' || count(*) FROM job_queue WHERE user_id = auth.uid() HAVING count(*) <> 1;

-- The document's event type is not one of Stripe's (they say customer.subscription.created); it is kept like any other.
SELECT 'log_stripe_webhook_event(): expected true, the event is new'
 WHERE (SELECT log_stripe_webhook_event('evt_test', 'subscription.created', '{}'::jsonb)) IS NOT TRUE;
SELECT 'log_stripe_webhook_event() once more: expected false'
 WHERE (SELECT log_stripe_webhook_event('evt_test', 'subscription.created', '{}'::jsonb)) IS NOT FALSE;

SELECT 'cache_stripe_data(): expected the time in an hour'
 WHERE (SELECT cache_stripe_data('stripe:product:test', '{"name":"Premium"}'::jsonb, 3600))
       NOT BETWEEN now() + interval '59 minutes' AND now() + interval '61 minutes';
SELECT 'get_cached_stripe_data(): expected {"name": "Premium"}'
 WHERE (SELECT get_cached_stripe_data('stripe:product:test')) IS DISTINCT FROM '{"name":"Premium"}'::jsonb;
