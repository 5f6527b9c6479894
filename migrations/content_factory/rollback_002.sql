-- Takes out again what 002 brought: the rows whose ids are in the legacy tables, children first.
--
-- What users made in the new tables since then stays, and with it each migrated row that it belongs to: deleting a user takes
-- all he owns with him, so he is deleted only when nothing of his is left. Edits to migrated rows are lost; the legacy row is
-- what it was. If anything stays, 002 cannot be applied again until somebody has decided about it: it stops at the first id
-- that is there already.
DELETE FROM streams WHERE id IN (SELECT old.id FROM stream AS old);

DELETE FROM streaming_accounts
 WHERE id IN (SELECT old.id FROM youtube_account AS old)
   AND NOT EXISTS (SELECT 1 FROM streams AS s WHERE s.streaming_account_id = streaming_accounts.id);

DELETE FROM reauth_audit WHERE id IN (SELECT old.id FROM youtube_reauth_audit AS old);

DELETE FROM channel_daily_stats WHERE id IN (SELECT old.id FROM youtube_channel_daily AS old);

DELETE FROM publish_tasks WHERE id IN (SELECT old.id FROM tasks AS old);

DELETE FROM channel_credentials WHERE id IN (SELECT old.id FROM youtube_account_credentials AS old);

DELETE FROM channel_tokens WHERE id IN (SELECT old.id FROM youtube_tokens AS old);

DELETE FROM channels
 WHERE id IN (SELECT old.id FROM youtube_channels AS old)
   AND NOT EXISTS (SELECT 1 FROM channel_tokens AS t WHERE t.channel_id = channels.id)
   AND NOT EXISTS (SELECT 1 FROM channel_credentials AS k WHERE k.channel_id = channels.id)
   AND NOT EXISTS (SELECT 1 FROM publish_tasks AS p WHERE p.channel_id = channels.id)
   AND NOT EXISTS (SELECT 1 FROM channel_daily_stats AS d WHERE d.channel_id = channels.id)
   AND NOT EXISTS (SELECT 1 FROM reauth_audit AS a WHERE a.channel_id = channels.id);

DELETE FROM oauth_consoles
 WHERE id IN (SELECT old.id FROM google_consoles AS old)
   AND NOT EXISTS (SELECT 1 FROM channels AS c WHERE c.oauth_console_id = oauth_consoles.id);

DELETE FROM users
 WHERE id IN (SELECT old.id FROM `user` AS old)
   AND NOT EXISTS (SELECT 1 FROM oauth_consoles AS o WHERE o.user_id = users.id)
   AND NOT EXISTS (SELECT 1 FROM channels AS c WHERE c.user_id = users.id)
   AND NOT EXISTS (SELECT 1 FROM channel_tokens AS t WHERE t.user_id = users.id)
   AND NOT EXISTS (SELECT 1 FROM channel_credentials AS k WHERE k.user_id = users.id)
   AND NOT EXISTS (SELECT 1 FROM publish_tasks AS p WHERE p.user_id = users.id)
   AND NOT EXISTS (SELECT 1 FROM channel_daily_stats AS d WHERE d.user_id = users.id)
   AND NOT EXISTS (SELECT 1 FROM reauth_audit AS a WHERE a.user_id = users.id)
   AND NOT EXISTS (SELECT 1 FROM reauth_audit AS a WHERE a.initiated_by_user_id = users.id)
   AND NOT EXISTS (SELECT 1 FROM streaming_accounts AS a WHERE a.user_id = users.id)
   AND NOT EXISTS (SELECT 1 FROM streams AS s WHERE s.user_id = users.id);
