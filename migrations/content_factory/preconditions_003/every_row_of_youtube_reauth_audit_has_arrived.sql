-- Each row of youtube_reauth_audit has its row in reauth_audit: with its id, and made at the same time. A row that the legacy
-- application wrote after 002 may have the id of one that the new application made, and is another row all the same.
SELECT CONCAT(COUNT(*), ' rows of youtube_reauth_audit are not in reauth_audit, the first has id ', MIN(old.id)) AS reason
  FROM `youtube_reauth_audit` AS old
  LEFT JOIN reauth_audit AS new ON new.id = old.id AND (YEAR(old.started) = 0 OR new.created_at = old.started)
 WHERE new.id IS NULL
HAVING COUNT(*) > 0;
