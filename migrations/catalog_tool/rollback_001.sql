-- Undoes 001. Without CASCADE: whatever a later change built on these tables makes this fail instead of going with them.

DROP FUNCTION public.archive_reports(interval);
DROP TABLE public.report_archive;
DROP TABLE public.report;

DROP TABLE public.roles_users;
DROP TABLE public.role;
DROP TABLE public."user";

DROP TABLE public.channel;
DROP TABLE public.video;

DROP FUNCTION public.set_updated_at();
