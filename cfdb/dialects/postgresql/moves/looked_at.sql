UPDATE cfdb.move_chunk SET todo = false, changed = %(changed)s
 WHERE move = %(move)s AND copy = %(copy)s AND number = %(number)s
