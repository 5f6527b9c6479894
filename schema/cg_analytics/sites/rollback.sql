-- CG Analytics, sites, undone. Without CASCADE: fails while posts or snapshots point at a site. Partitions go with their
-- table.

DROP FUNCTION public."getFailedRetryableEvents"(integer, integer);
DROP FUNCTION public."getPendingEvents"(integer);
DROP FUNCTION public."shouldRetry"(uuid, integer);
DROP FUNCTION public."webhookEventMarkFailed"(uuid, text);
DROP FUNCTION public."markProcessed"(uuid);
DROP TABLE public."WebhookEvents";

DROP FUNCTION public."syncLogMarkFailed"(uuid, text, jsonb);
DROP FUNCTION public."markCompleted"(uuid, integer, integer);
DROP FUNCTION public."updateProgress"(uuid, integer, integer, text);
DROP FUNCTION cg_analytics_private."assertRunning"(uuid);
DROP TABLE public."SyncLogs";

DROP FUNCTION public."setValue"(uuid, text, jsonb);
DROP FUNCTION public."getValue"(uuid, text);
DROP TABLE public."SiteSettings";
DROP FUNCTION cg_analytics_private."isValueOf"(text, public."enum_SiteSettings_settingType");

DROP TABLE public."Sites";
DROP FUNCTION cg_analytics_private."sitesFor"(public."enum_Users_role"[]);

DROP TYPE public."enum_WebhookEvents_status";
DROP TYPE public."enum_SyncLogs_status";
DROP TYPE public."enum_SyncLogs_syncType";
DROP TYPE public."enum_SiteSettings_settingType";
DROP TYPE public."enum_Sites_syncStatus";
DROP TYPE public."enum_Sites_platform";
