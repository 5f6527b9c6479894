INSERT INTO cfdb.move_reject (move, copy, chunk, target, key, "column", value, sqlstate, message, "row")
VALUES (%(move)s, %(copy)s, %(chunk)s, %(table)s, %(key)s, %(column)s, %(value)s, %(sqlstate)s, %(message)s, %(row)s)
