-- Sessions that a backend waits for (pg_blocking_pids), with what they are doing.
SELECT activity.pid, coalesce(activity.usename, '?') AS username, activity.application_name AS application,
       coalesce(host(activity.client_addr), 'this machine') AS client, coalesce(activity.state, '?') AS state,
       coalesce(extract(epoch FROM clock_timestamp() - activity.xact_start), 0)::float8 AS seconds,
       left(regexp_replace(coalesce(activity.query, ''), '\s+', ' ', 'g'), 80) AS query
FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(%(pid)s)) AS blocking(pid)
JOIN pg_catalog.pg_stat_activity AS activity ON activity.pid = blocking.pid
