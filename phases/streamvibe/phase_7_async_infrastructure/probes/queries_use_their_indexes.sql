-- Performance: each of the 20 indexes answers the query that it was made for.
-- On a small table the planner rightly prefers to read it whole, to sort and to hash; forbid that, and see what is left.
SET LOCAL enable_seqscan = off;
SET LOCAL enable_sort = off;
SET LOCAL enable_hashagg = off;
DO $$
DECLARE
    query  text;
    wanted text;
    line   text;
    plan   text;
BEGIN
    FOR wanted, query IN VALUES
        ('idx_job_queue_due',                          $q$SELECT id FROM public.job_queue WHERE status = 'pending' AND scheduled_for <= now() AND job_type_id = ANY ('{1,2}') ORDER BY priority, scheduled_for, id LIMIT 1 FOR UPDATE SKIP LOCKED$q$),
        ('idx_job_queue_due_by_type',                  $q$SELECT id FROM public.job_queue WHERE status = 'pending' AND scheduled_for <= now() AND job_type_id = 1 ORDER BY priority, scheduled_for, id LIMIT 1 FOR UPDATE SKIP LOCKED$q$),
        ('idx_job_queue_lease_expires_at',             $q$SELECT id FROM public.job_queue WHERE status = 'processing' AND lease_expires_at <= now() ORDER BY lease_expires_at$q$),
        ('idx_job_queue_claimed_by',                   $q$SELECT id FROM public.job_queue WHERE status = 'processing' AND claimed_by = 'worker'$q$),
        ('idx_job_queue_user_id_created_at',           $q$SELECT id FROM public.job_queue WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' ORDER BY created_at DESC LIMIT 10$q$),
        ('idx_job_queue_user_id_status_created_at',    $q$SELECT id FROM public.job_queue WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND status = 'failed' ORDER BY created_at DESC LIMIT 10$q$),
        ('idx_job_queue_user_id_job_type_id_created_at', $q$SELECT id FROM public.job_queue WHERE user_id = '5eed0000-0000-4000-8000-00000000000a' AND job_type_id = 1 ORDER BY created_at DESC LIMIT 10$q$),
        ('idx_job_queue_dedup_key_created_at',         $q$SELECT id FROM public.job_queue WHERE dedup_key = 'x' AND status IN ('pending', 'processing', 'completed') AND created_at > now() - interval '5 minutes' ORDER BY created_at DESC LIMIT 1$q$),
        ('idx_job_queue_job_type_id_status',           $q$SELECT job_type_id, status, count(*) FROM public.job_queue GROUP BY job_type_id, status$q$),
        ('idx_job_queue_dead_letters',                 $q$SELECT id FROM public.job_queue WHERE status = 'failed' AND finished_at < now() ORDER BY finished_at LIMIT 10$q$),
        ('idx_job_queue_done',                         $q$SELECT id FROM public.job_queue WHERE status IN ('completed', 'canceled') AND finished_at < now() ORDER BY finished_at LIMIT 10$q$),
        ('idx_job_log_job_id_id',                      $q$SELECT message FROM public.job_log WHERE job_id = '5eed0000-0000-4000-8000-00000000000a' ORDER BY id DESC LIMIT 1$q$),
        ('idx_job_log_problems',                       $q$SELECT message FROM public.job_log WHERE level IN ('warning', 'error') ORDER BY created_at DESC LIMIT 20$q$),
        ('idx_job_log_created_at',                     $q$SELECT message FROM public.job_log WHERE created_at >= now() - interval '2 hours' AND created_at < now() - interval '1 hour'$q$),
        ('idx_stripe_webhook_events_next_attempt_at',  $q$SELECT event_id FROM public.stripe_webhook_events WHERE status = 'pending' AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT 1$q$),
        ('idx_stripe_webhook_events_lease_expires_at', $q$SELECT event_id FROM public.stripe_webhook_events WHERE status = 'processing' AND lease_expires_at <= now() ORDER BY lease_expires_at LIMIT 1$q$),
        ('idx_stripe_webhook_events_object',           $q$SELECT event_id FROM public.stripe_webhook_events WHERE stripe_object_id = 'sub_1' ORDER BY event_created_at DESC LIMIT 1$q$),
        ('idx_stripe_webhook_events_event_type_received_at', $q$SELECT event_id FROM public.stripe_webhook_events WHERE event_type = 'invoice.paid' ORDER BY received_at DESC LIMIT 10$q$),
        ('idx_stripe_webhook_events_failed',           $q$SELECT event_id FROM public.stripe_webhook_events WHERE status = 'failed' ORDER BY finished_at LIMIT 10$q$),
        ('idx_stripe_webhook_events_done',             $q$SELECT event_id FROM public.stripe_webhook_events WHERE status IN ('processed', 'ignored') AND finished_at < now() ORDER BY finished_at LIMIT 10$q$)
    LOOP
        plan := '';
        FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
            plan := plan || line || E'\n';
        END LOOP;
        IF plan !~ ('\m' || wanted || '\M') THEN
            RAISE EXCEPTION 'expected % to be used for %, found %', wanted, query, plan;
        END IF;
    END LOOP;
END
$$;
-- And by what it was made for: a plan names an index, not what it saves.
SELECT w.name || ': expected ' || w.keys || ', found ' || coalesce(i.indexdef, 'no such index')
  FROM (VALUES
        ('idx_job_queue_due', 'USING btree (priority, scheduled_for, id)'),
        ('idx_job_queue_due_by_type', 'USING btree (job_type_id, priority, scheduled_for, id)'),
        ('idx_job_queue_lease_expires_at', 'USING btree (lease_expires_at)'),
        ('idx_job_queue_claimed_by', 'USING btree (claimed_by)'),
        ('idx_job_queue_user_id_created_at', 'USING btree (user_id, created_at DESC)'),
        ('idx_job_queue_user_id_status_created_at', 'USING btree (user_id, status, created_at DESC)'),
        ('idx_job_queue_user_id_job_type_id_created_at', 'USING btree (user_id, job_type_id, created_at DESC)'),
        ('idx_job_queue_dedup_key_created_at', 'USING btree (dedup_key, created_at DESC)'),
        ('idx_job_queue_job_type_id_status', 'USING btree (job_type_id, status)'),
        ('idx_job_queue_dead_letters', 'USING btree (finished_at)'),
        ('idx_job_queue_done', 'USING btree (finished_at)'),
        ('idx_job_log_job_id_id', 'USING btree (job_id, id)'),
        ('idx_job_log_problems', 'USING btree (created_at DESC)'),
        ('idx_job_log_created_at', 'USING brin (created_at)'),
        ('idx_stripe_webhook_events_next_attempt_at', 'USING btree (next_attempt_at)'),
        ('idx_stripe_webhook_events_lease_expires_at', 'USING btree (lease_expires_at)'),
        ('idx_stripe_webhook_events_object', 'USING btree (stripe_object_id, event_created_at DESC)'),
        ('idx_stripe_webhook_events_event_type_received_at', 'USING btree (event_type, received_at DESC)'),
        ('idx_stripe_webhook_events_failed', 'USING btree (finished_at)'),
        ('idx_stripe_webhook_events_done', 'USING btree (finished_at)')
       ) AS w (name, keys)
  LEFT JOIN pg_indexes i ON i.schemaname = 'public' AND i.indexname = w.name
 WHERE substring(i.indexdef FROM 'USING [^)]*\)') IS DISTINCT FROM w.keys;
