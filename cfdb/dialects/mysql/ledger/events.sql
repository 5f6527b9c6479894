SELECT at, `by`, action, `change`, name, outcome, detail, duration
FROM (
    SELECT * FROM cfdb_event WHERE `database` = %(database)s ORDER BY id DESC LIMIT %(limit)s
) AS latest
ORDER BY id
