-- StreamVibe, phase 3, undone. Without CASCADE: fails while AI, SEO or discovery tables refer to content.

DROP TRIGGER trg_social_account_prevent_deletion ON public.social_account;
DROP FUNCTION public.prevent_account_deletion_with_content();

DROP TABLE public.content_revision;
DROP TABLE public.content_item;
DROP TABLE public.content_type;

DROP FUNCTION streamvibe_private.save_content_revision();
DROP FUNCTION streamvibe_private.words_of(text[]);
