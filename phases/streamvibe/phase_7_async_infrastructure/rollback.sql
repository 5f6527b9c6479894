-- StreamVibe, phase 7, undone. Subscriptions keep what Stripe told about them, and the cache what is in it.

DROP FUNCTION public.cleanup_expired_cache();
DROP FUNCTION public.invalidate_stripe_cache(text);
DROP FUNCTION public.get_cached_stripe_data(text);
DROP FUNCTION public.cache_stripe_data(text, jsonb, integer);
DROP FUNCTION public.cleanup_stripe_webhook_events(interval, integer);
DROP FUNCTION public.process_stripe_webhook_event(text);
DROP FUNCTION streamvibe_private.apply_stripe_subscription(public.stripe_webhook_events);
DROP FUNCTION public.fail_stripe_webhook_event(text, uuid, text);
DROP FUNCTION public.complete_stripe_webhook_event(text, uuid);
DROP FUNCTION public.claim_stripe_webhook_event(text);
DROP FUNCTION public.log_stripe_webhook_event(text, text, jsonb);
DROP FUNCTION public.cleanup_old_jobs(interval, interval, integer);
DROP FUNCTION public.get_queue_stats();
DROP FUNCTION public.retry_job(uuid);
DROP FUNCTION public.fail_job(uuid, uuid, text, boolean);
DROP FUNCTION public.complete_job(uuid, uuid, jsonb);
DROP FUNCTION public.update_job_progress(uuid, uuid, integer, text);
DROP FUNCTION public.claim_jobs(text, integer, text[]);
DROP FUNCTION public.release_stale_jobs(integer);
DROP FUNCTION public.cancel_job(uuid);
DROP FUNCTION public.get_job_status(uuid);
DROP FUNCTION public.get_user_jobs(uuid, text, text, integer, integer);
DROP FUNCTION public.create_job(uuid, text, jsonb, integer, timestamptz, text);
DROP FUNCTION public.find_or_create_job(uuid, text, jsonb, integer, timestamptz, text);
DROP FUNCTION public.check_job_rate_limit(uuid);
DROP FUNCTION streamvibe_private.without_personal_data(jsonb);
DROP FUNCTION streamvibe_private.backoff(integer, integer, integer);

DROP TABLE public.stripe_webhook_events;
DROP TABLE public.job_log;
DROP TABLE public.job_queue;
DROP TABLE public.job_type;

DROP FUNCTION streamvibe_private.log_job_state();
