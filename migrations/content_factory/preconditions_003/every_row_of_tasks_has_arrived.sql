-- Each row of tasks has its row in publish_tasks: with its id, and made at the same time. A row that the legacy
-- application wrote after 002 may have the id of one that the new application made, and is another row all the same.
SELECT CONCAT(COUNT(*), ' rows of tasks are not in publish_tasks, the first has id ', MIN(old.id)) AS reason
  FROM `tasks` AS old
  LEFT JOIN publish_tasks AS new ON new.id = old.id AND (YEAR(old.created_at) = 0 OR new.created_at = old.created_at)
 WHERE new.id IS NULL
HAVING COUNT(*) > 0;
