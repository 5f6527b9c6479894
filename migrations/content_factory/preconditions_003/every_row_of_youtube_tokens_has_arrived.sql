-- Each row of youtube_tokens has its row in channel_tokens: with its id, and made at the same time. A row that the legacy
-- application wrote after 002 may have the id of one that the new application made, and is another row all the same.
SELECT CONCAT(COUNT(*), ' rows of youtube_tokens are not in channel_tokens, the first has id ', MIN(old.id)) AS reason
  FROM `youtube_tokens` AS old
  LEFT JOIN channel_tokens AS new ON new.id = old.id AND (YEAR(old.created_at) = 0 OR new.created_at = old.created_at)
 WHERE new.id IS NULL
HAVING COUNT(*) > 0;
