-- Who holds cfdb's advisory lock on this database (pg_locks: two-key advisory locks have objsubid 2).
SELECT activity.pid, activity.usename AS username, activity.application_name AS application,
       coalesce(host(activity.client_addr), 'this machine') AS client, activity.backend_start AS since
FROM pg_catalog.pg_locks AS locks
JOIN pg_catalog.pg_stat_activity AS activity USING (pid)
WHERE locks.locktype = 'advisory' AND locks.granted AND locks.objsubid = 2
  AND locks.classid = %(class_id)s AND locks.objid = %(object_id)s
  AND locks.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
