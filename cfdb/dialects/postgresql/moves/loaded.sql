UPDATE cfdb.move_chunk
   SET rows = %(rows)s, bytes = %(bytes)s, rejected = %(rejected)s, checksum = %(checksum)s, todo = false,
       finished_at = clock_timestamp()
 WHERE move = %(move)s AND copy = %(copy)s AND number = %(number)s
