-- Each row of user has its row in users: with its id, and made at the same time. A row that the legacy
-- application wrote after 002 may have the id of one that the new application made, and is another row all the same.
SELECT CONCAT(COUNT(*), ' rows of user are not in users, the first has id ', MIN(old.id)) AS reason
  FROM `user` AS old
  LEFT JOIN users AS new ON new.id = old.id AND (YEAR(old.created_at) = 0 OR new.created_at = old.created_at)
 WHERE new.id IS NULL
HAVING COUNT(*) > 0;
