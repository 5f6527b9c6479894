-- The analytics service, undone.
DROP TABLE reauth_audit;
DROP TABLE channel_daily_stats;
