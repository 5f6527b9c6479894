-- StreamVibe, phase 1, undone. auth.users and the people in it stay. Without CASCADE: whatever a later change built on
-- these tables makes this fail instead of going with them.

DROP TRIGGER trg_users_create_profile ON auth.users;
DROP FUNCTION streamvibe_private.create_profile();

DROP TABLE public.quota_usage_history;
DROP TABLE public.cache_store;
DROP TABLE public.audit_log;
DROP TABLE public.notification;
DROP TABLE public.subscription;
DROP TABLE public.subscription_status;
DROP TABLE public.subscription_tier;
DROP TABLE public.user_setting;

DROP TABLE public.user_role;
DROP TABLE public.users;

DROP FUNCTION public.decrement_quota(uuid, text, integer);
DROP FUNCTION public.increment_quota(uuid, text, integer);
DROP FUNCTION public.check_quota(uuid, text, integer);
DROP FUNCTION public.has_role(uuid, public.app_role_enum);

DROP FUNCTION streamvibe_private.record_usage(uuid, text);
DROP FUNCTION streamvibe_private.lock_current_cycle(uuid);
DROP FUNCTION streamvibe_private.assert_quota_call(uuid, text, integer);
DROP FUNCTION streamvibe_private.reset_usage();
DROP FUNCTION streamvibe_private.may_act_for(uuid);
DROP FUNCTION streamvibe_private.set_updated_at();

DROP TYPE public.action_mode_enum;
DROP TYPE public.notification_type_enum;
DROP TYPE public.app_role_enum;
DROP TYPE public.visibility_enum;

DROP SCHEMA streamvibe_private;
