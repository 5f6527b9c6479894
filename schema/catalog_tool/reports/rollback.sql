DROP FUNCTION public.archive_reports(interval);
DROP TABLE public.report_archive;
DROP TABLE public.report;
