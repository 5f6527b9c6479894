WITH gone AS (
    DELETE FROM cfdb.change WHERE database = {database} AND change = {change}
)
INSERT INTO cfdb.event (database, action, change, name, outcome, detail, duration)
VALUES ({database}, {action}, {change}, {name}, 'done', '', {duration});
