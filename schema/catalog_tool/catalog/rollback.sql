DROP TABLE public.channel;
DROP TABLE public.video;
DROP FUNCTION public.set_updated_at();
