DELETE FROM cfdb.unfinished WHERE database = {database} AND change = {change};
