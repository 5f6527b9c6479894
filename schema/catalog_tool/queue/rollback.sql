DROP TABLE public.processing_queue;
DROP FUNCTION public.check_processing_queue_status();
