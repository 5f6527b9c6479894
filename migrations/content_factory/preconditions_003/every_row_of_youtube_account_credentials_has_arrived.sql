-- Each row of youtube_account_credentials has its row in channel_credentials: with its id, and made at the same time. A row that the legacy
-- application wrote after 002 may have the id of one that the new application made, and is another row all the same.
SELECT CONCAT(COUNT(*), ' rows of youtube_account_credentials are not in channel_credentials, the first has id ', MIN(old.id)) AS reason
  FROM `youtube_account_credentials` AS old
  LEFT JOIN channel_credentials AS new ON new.id = old.id AND (YEAR(old.created_at) = 0 OR new.created_at = TIMESTAMPADD(SECOND, UNIX_TIMESTAMP(old.created_at), TIMESTAMP '1970-01-01 00:00:00'))
 WHERE new.id IS NULL
HAVING COUNT(*) > 0;
