-- StreamVibe, phase 4, undone. What was applied to content stays in it, and used quota stays used. Without CASCADE:
-- whatever a later change built on these tables makes this fail instead of going with them.

DROP TABLE public.trending_keyword;
DROP TABLE public.ai_usage;
DROP TABLE public.ai_suggestion_application;
DROP TABLE public.ai_suggestion;
DROP TABLE public.user_ai_setting;
DROP TABLE public.ai_model;
DROP TABLE public.ai_provider;

DROP FUNCTION streamvibe_private.add_ai_cost();
DROP FUNCTION streamvibe_private.price_ai_usage();
DROP FUNCTION streamvibe_private.apply_suggestion();
DROP FUNCTION streamvibe_private.keep_ai_quota();
