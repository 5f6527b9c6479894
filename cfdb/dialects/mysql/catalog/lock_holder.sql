-- Who holds a lock of GET_LOCK: IS_USED_LOCK gives the connection, the process list who that is.
SELECT holder.id AS id, p.user AS user, p.host AS host, p.command AS command, p.time AS seconds
FROM (SELECT IS_USED_LOCK(%(name)s) AS id) AS holder
LEFT JOIN information_schema.processlist AS p ON p.id = holder.id
