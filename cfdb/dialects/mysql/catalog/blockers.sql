-- Other sessions with an open transaction, the oldest first, while ours waits for a lock (information_schema.innodb_trx).
SELECT p.id AS id, p.user AS user, p.host AS host, p.command AS command,
       TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds,
       LEFT(REGEXP_REPLACE(COALESCE(p.info, ''), '[[:space:]]+', ' '), 80) AS query
FROM information_schema.innodb_trx AS t
JOIN information_schema.processlist AS p ON p.id = t.trx_mysql_thread_id
WHERE p.id NOT IN (%(id)s, CONNECTION_ID())
  AND EXISTS (SELECT 1 FROM information_schema.processlist AS own
              LEFT JOIN information_schema.innodb_trx AS waiting ON waiting.trx_mysql_thread_id = own.id
              WHERE own.id = %(id)s AND (own.state LIKE 'Waiting for%%lock%%' OR waiting.trx_state = 'LOCK WAIT'))
ORDER BY t.trx_started
LIMIT 5
