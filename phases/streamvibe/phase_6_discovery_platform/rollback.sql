-- StreamVibe, phase 6, undone. What was counted into columns of phases 1 and 3 (total_followers, total_clicks) stays there;
-- which category content had is lost. Without CASCADE: whatever a later change built on these tables makes this fail
-- instead of going with them.

DROP TRIGGER trg_social_account_update_total_followers ON public.social_account;
DROP TRIGGER trg_content_item_change_tags ON public.content_item;
DROP TRIGGER trg_content_item_add_tags ON public.content_item;

DROP FUNCTION public.update_total_followers();
DROP FUNCTION public.generate_profile_slug(text, uuid);
DROP FUNCTION streamvibe_private.slug_of(text);

DROP TABLE public.featured_creator;

DROP FUNCTION streamvibe_private.refresh_trending_content(integer);
DROP TABLE public.trending_content;
DROP FUNCTION public.calculate_trend_score(bigint, bigint, timestamptz);

DROP FUNCTION public.increment_content_clicks(uuid, text);
DROP TABLE public.content_click;
DROP TABLE public.content_media;

DROP FUNCTION streamvibe_private.keep_content_tags();
DROP FUNCTION streamvibe_private.spelled_tags(text[]);
DROP TABLE public.content_tag;

DROP INDEX public.idx_social_account_public_platform_id_follower_count;
DROP INDEX public.idx_users_public_display_name;
DROP INDEX public.idx_content_item_public_views_count;
DROP INDEX public.idx_content_item_public_content_type_id_published_at;
DROP INDEX public.idx_content_item_public_language_published_at;
DROP INDEX public.idx_content_item_public_category_id_published_at;

ALTER TABLE public.content_item DROP CONSTRAINT content_item_category_id_fkey, DROP COLUMN category_id;
DROP TABLE public.content_category;
